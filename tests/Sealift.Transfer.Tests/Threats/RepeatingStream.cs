namespace Sealift.Transfer.Tests.Threats;

/// <summary>A listing that is made while it is read: a line for each number, or one line without end.</summary>
internal sealed class RepeatingStream(Func<long, byte[]> line, long lines) : Stream
{
    private byte[] _rest = [];
    private int _at;
    private long _next;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Bytes that were taken from it.</summary>
    public long Taken { get; private set; }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = 0;
        while (count < buffer.Length)
        {
            if (_at == _rest.Length)
            {
                if (_next == lines) break;
                _rest = line(_next++);
                _at = 0;
            }

            var part = Math.Min(buffer.Length - count, _rest.Length - _at);
            _rest.AsSpan(_at, part).CopyTo(buffer.Span[count..]);
            _at += part;
            count += part;
        }

        Taken += count;
        return ValueTask.FromResult(count);
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
