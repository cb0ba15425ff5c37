namespace Sealift.Client.Data;

/// <summary>
/// A download of text (RFC 959 section 3.1.1.1): the CR LF at the end of each line becomes a LF. A CR alone stays, as does
/// everything on a system whose own lines end in CR LF.
/// </summary>
internal sealed class AsciiReadStream(Stream source) : Stream
{
    private const byte CarriageReturn = (byte)'\r';
    private const byte LineFeed = (byte)'\n';

    private static readonly bool IsOwnForm = Environment.NewLine == "\r\n";

    private readonly byte[] _wire = new byte[32 * 1024];
    private int _start;
    private int _end;
    private bool _isHoldingBack;

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
        if (IsOwnForm) return await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        if (buffer.IsEmpty) return 0;
        while (true)
        {
            var count = Convert(buffer.Span);
            if (count > 0) return count;
            _start = 0;
            _end = await source.ReadAsync(_wire, cancellationToken).ConfigureAwait(false);
            if (_end > 0) continue;
            if (!_isHoldingBack) return 0;
            _isHoldingBack = false;
            buffer.Span[0] = CarriageReturn;
            return 1;
        }
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

    protected override void Dispose(bool disposing)
    {
        if (disposing) source.Dispose();
        base.Dispose(disposing);
    }

    // A CR waits for what follows it, be it in the next block.
    private int Convert(Span<byte> text)
    {
        var count = 0;
        while (_start < _end && count < text.Length)
        {
            var value = _wire[_start];
            if (_isHoldingBack && value != LineFeed)
            {
                text[count++] = CarriageReturn;
                _isHoldingBack = false;
                continue;
            }

            _start++;
            _isHoldingBack = value == CarriageReturn;
            if (!_isHoldingBack) text[count++] = value;
        }

        return count;
    }
}
