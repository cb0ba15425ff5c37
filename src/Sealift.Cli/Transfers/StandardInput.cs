namespace Sealift.Cli.Transfers;

/// <summary>
/// Stdin as bytes. A read of the console's own stream blocks and knows no cancellation; here the wait for it can be given up, so
/// that Ctrl-C also ends an upload whose source says nothing.
/// </summary>
internal sealed class StandardInput : Stream
{
    private readonly Stream _console = Console.OpenStandardInput();

    // The reader keeps its own buffer: a read that was given up may still come to its end.
    private readonly byte[] _buffer = new byte[128 * 1024];
    private int _start;
    private int _end;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_start == _end)
        {
            _end = await Task.Run(() => _console.Read(_buffer, 0, _buffer.Length), CancellationToken.None).WaitAsync(cancellationToken);
            _start = 0;
        }

        var count = Math.Min(buffer.Length, _end - _start);
        _buffer.AsMemory(_start, count).CopyTo(buffer);
        _start += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Read with ReadAsync.");

    public override void Flush()
    {
        // Nothing is written.
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
