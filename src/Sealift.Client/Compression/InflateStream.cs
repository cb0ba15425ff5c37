using Sealift.Core.Compression;

namespace Sealift.Client.Compression;

/// <summary>A download in MODE Z, unfolded; what is wrong with it is told as the client tells it.</summary>
internal sealed class InflateStream(Stream source, FtpCompressionLimits limits) : Stream
{
    private readonly ZlibReadStream _zlib = new(
        source, new InflationLimits { MaxRatio = limits.MaxRatio, FreeBytes = limits.FreeBytes, MaxBytes = limits.MaxBytes });

    /// <summary>Bytes received, compressed.</summary>
    public long CompressedCount => _zlib.CompressedCount;

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
        try
        {
            return await _zlib.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidDataException e)
        {
            throw new FtpDataException(
                FtpDataFailure.Damaged, e.Message, "What was received is not complete. Try again without compression.", e.InnerException);
        }
        catch (InflationException e)
        {
            throw new FtpDataException(
                FtpDataFailure.TooLarge,
                e.Message,
                "It may be an attack that fills memory or disk, or a file of nothing but zeros. Without compression it comes as large as it is.");
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
        if (disposing) _zlib.Dispose();
        base.Dispose(disposing);
    }
}
