using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Sealift.Cli.Output;

/// <summary>
/// Stdout or stderr as bytes. Not <see cref="Console.OpenStandardOutput()"/>: that one swallows a broken pipe, and a download
/// into "head" would run to its end; it also sends a terminal control sequences of its own. Nor a <see cref="FileStream"/>: that
/// one does not move the offset which a redirected stdout shares with the next command.
/// </summary>
internal sealed partial class StandardOutput : Stream
{
    private const int Interrupted = 4;   // EINTR
    private const int BrokenPipe = 32;   // EPIPE
    private const short Writable = 4;    // POLLOUT

    // EAGAIN: somebody made the shared descriptor non-blocking.
    private static readonly int TryAgain = OperatingSystem.IsMacOS() ? 35 : 11;

    private readonly int _descriptor;
    private bool _closed;

    private StandardOutput(int descriptor) => _descriptor = descriptor;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Stdout.</summary>
    public static Stream Open() => OperatingSystem.IsWindows() ? Console.OpenStandardOutput() : new StandardOutput(1);

    /// <summary>Stderr.</summary>
    public static Stream OpenError() => OperatingSystem.IsWindows() ? Console.OpenStandardError() : new StandardOutput(2);

    public override unsafe void Write(ReadOnlySpan<byte> buffer)
    {
        // Told once; what is still in a buffer when the process ends has no reader.
        if (_closed) return;
        fixed (byte* start = buffer)
        {
            for (var done = 0; done < buffer.Length;)
            {
                var written = WriteTo(_descriptor, start + done, (nuint)(buffer.Length - done));
                if (written >= 0) done += (int)written;
                else Explain(Marshal.GetLastPInvokeError());
            }
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
        // Nothing is buffered here.
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private unsafe void Explain(int error)
    {
        if (error == Interrupted) return;
        if (error == TryAgain)
        {
            var wait = new PollDescriptor { Descriptor = _descriptor, Events = Writable };
            _ = Poll(&wait, 1, -1);
            return;
        }

        _closed = true;
        if (error == BrokenPipe) throw new OutputClosedException();
        throw new IOException($"The output cannot be written: {new Win32Exception(error).Message}");
    }

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static unsafe partial nint WriteTo(int descriptor, byte* buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static unsafe partial int Poll(PollDescriptor* descriptors, nuint count, int timeout);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollDescriptor
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }
}
