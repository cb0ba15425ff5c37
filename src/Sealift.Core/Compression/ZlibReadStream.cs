using System.IO.Compression;

namespace Sealift.Core.Compression;

/// <summary>
/// What a data connection in MODE Z carries (one zlib stream, RFC 1950), unfolded. Its end counts only if the zlib stream is whole:
/// the platform's reader takes a cut one for ended, so the checksum of RFC 1950 is computed here and must be the connection's last
/// four bytes. Reading is asynchronous only; the source is not disposed.
/// </summary>
public sealed class ZlibReadStream : Stream
{
    private readonly CompressedSource _source;
    private readonly ZLibStream _zlib;
    private readonly InflationLimits _limits;
    private readonly Adler32 _checksum = new();
    private long _count;

    /// <summary>Begins to read.</summary>
    /// <param name="source">The compressed bytes, to their end.</param>
    /// <param name="limits">What they may unfold to.</param>
    public ZlibReadStream(Stream source, InflationLimits limits)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(limits);
        _source = new CompressedSource(source);
        _zlib = new ZLibStream(_source, CompressionMode.Decompress, leaveOpen: true);
        _limits = limits;
    }

    /// <summary>Bytes received, compressed.</summary>
    public long CompressedCount => _source.Count;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <summary>Not supported.</summary>
    public override long Length => throw new NotSupportedException();

    /// <summary>Not supported.</summary>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Reads the next bytes; 0 at the proven end.</summary>
    /// <param name="buffer">Where to.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="InvalidDataException">The stream is damaged, or not whole.</exception>
    /// <exception cref="InflationException">It unfolds to more than the limits allow.</exception>
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
        if (_count > _limits.MaxBytes || (_count > _limits.FreeBytes && _count / _limits.MaxRatio > _source.Count))
            throw new InflationException(_source.Count, _count - 1);
        return count;
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        ValidateBufferArguments(buffer, offset, count);
        return ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    }

    /// <summary>Not supported: read asynchronously.</summary>
    /// <param name="buffer">Unused.</param>
    /// <param name="offset">Unused.</param>
    /// <param name="count">Unused.</param>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Read with ReadAsync.");

    /// <summary>Does nothing: nothing is written.</summary>
    public override void Flush()
    {
        // Nothing is written.
    }

    /// <summary>Not supported.</summary>
    /// <param name="offset">Unused.</param>
    /// <param name="origin">Unused.</param>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <summary>Not supported.</summary>
    /// <param name="value">Unused.</param>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>Not supported.</summary>
    /// <param name="buffer">Unused.</param>
    /// <param name="offset">Unused.</param>
    /// <param name="count">Unused.</param>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) _zlib.Dispose();
        base.Dispose(disposing);
    }

    private static InvalidDataException Damaged(string how, Exception? cause) =>
        new($"The compressed data (MODE Z) is not whole: {how}.", cause);

    // The connection must end where the zlib stream does, and it must be read to its end: that is where close_notify is.
    private async ValueTask RequireEndAsync(CancellationToken cancellationToken)
    {
        if (await _source.ReadAsync(new byte[2], cancellationToken).ConfigureAwait(false) > 0)
            throw Damaged("something follows its end", null);
        if (_source.Count < 8 || _source.LastFour != _checksum.Value)
            throw Damaged("it ends too early", null);
    }
}
