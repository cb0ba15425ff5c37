using System.IO.Compression;

namespace Sealift.Client.Compression;

/// <summary>
/// What a data connection in MODE Z carries, unfolded. Its end counts only if the zlib stream is whole: the platform's reader
/// takes a cut one for ended, so the checksum of RFC 1950 is computed here and must be the connection's last four bytes.
/// </summary>
internal sealed class InflateStream : Stream
{
    private readonly CompressedSource _source;
    private readonly ZLibStream _zlib;
    private readonly FtpCompressionLimits _limits;
    private readonly Adler32 _checksum = new();
    private long _count;

    public InflateStream(Stream source, FtpCompressionLimits limits)
    {
        _source = new CompressedSource(source);
        _zlib = new ZLibStream(_source, CompressionMode.Decompress, leaveOpen: true);
        _limits = limits;
    }

    /// <summary>Bytes received, compressed.</summary>
    public long CompressedCount => _source.Count;

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
        if (buffer.IsEmpty) return 0;
        int count;
        try
        {
            count = await _zlib.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidDataException e)
        {
            throw Damaged("it is damaged", e);
        }

        if (count == 0)
        {
            await RequireEndAsync(cancellationToken).ConfigureAwait(false);
            return 0;
        }

        _count += count;
        _checksum.Append(buffer.Span[..count]);
        if (_count > _limits.MaxBytes || (_count > _limits.FreeBytes && _count / _limits.MaxRatio > _source.Count)) throw TooLarge();
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

    protected override void Dispose(bool disposing)
    {
        if (disposing) _zlib.Dispose();
        base.Dispose(disposing);
    }

    // The connection must end where the zlib stream does, and it must be read to its end: that is where close_notify is.
    private async ValueTask RequireEndAsync(CancellationToken cancellationToken)
    {
        if (await _source.ReadAsync(new byte[2], cancellationToken).ConfigureAwait(false) > 0)
            throw Damaged("something follows its end", null);
        if (_source.Count < 8 || _source.LastFour != _checksum.Value)
            throw Damaged("it ends too early", null);
    }

    private static FtpDataException Damaged(string how, Exception? cause) => new(
        FtpDataFailure.Damaged,
        $"The compressed data (MODE Z) is not whole: {how}.",
        "What was received is not complete. Try again without compression.",
        cause);

    private FtpDataException TooLarge() => new(
        FtpDataFailure.TooLarge,
        $"{_source.Count} compressed bytes unfold to more than {_count - 1}: that is more than the limits of compression allow.",
        "It may be an attack that fills memory or disk, or a file of nothing but zeros. Without compression it comes as large as it is.");
}
