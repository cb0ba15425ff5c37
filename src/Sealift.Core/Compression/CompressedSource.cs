namespace Sealift.Core.Compression;

/// <summary>
/// Compressed bytes on their way in. It counts them, remembers the last four, where a zlib stream has its checksum, and gives the
/// very last one by itself: a reader that does not ask for it has found the end of its stream before the end of the data.
/// </summary>
internal sealed class CompressedSource(Stream source) : Stream
{
    private uint _last;
    private byte? _held;

    /// <summary>Bytes received.</summary>
    public long Count { get; private set; }

    /// <summary>The last four bytes as a number, the most significant first (RFC 1950 section 2.2).</summary>
    public uint LastFour => _last;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Reads; a buffer of at least two bytes is needed.</summary>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var held = _held is null ? 0 : 1;
            var count = await source.ReadAsync(buffer[held..], cancellationToken).ConfigureAwait(false);
            if (_held is { } first) buffer.Span[0] = first;
            _held = null;
            if (count == 0) return held;

            Count += count;
            foreach (var value in buffer.Span.Slice(held, count)[Math.Max(0, count - sizeof(uint))..]) _last = (_last << 8) | value;
            count += held - 1;
            _held = buffer.Span[count];
            if (count > 0) return count;
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
}
