using System.IO.Compression;

namespace Sealift.Server.Data;

/// <summary>A download in MODE Z: one zlib stream (RFC 1950) from its first byte to its last.</summary>
internal sealed class DeflateWriteStream(Stream connection, int level) : DataStream
{
    // Large enough for whole TLS records, small enough that the client gets something to do early.
    private const int SendFrom = 64 * 1024;
    private const int MaxPiece = 128 * 1024;

    // The platform's writer says nothing at all when nothing was written; RFC 1950 has a form for that too.
    private static readonly byte[] Nothing = [0x78, 0x9C, 0x03, 0x00, 0x00, 0x00, 0x00, 0x01];

    private readonly MemoryStream _compressed = new();
    private ZLibStream? _zlib;

    public override bool CanWrite => true;

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!buffer.IsEmpty)
        {
            var piece = buffer[..Math.Min(buffer.Length, MaxPiece)];
            _zlib ??= new ZLibStream(_compressed, new ZLibCompressionOptions { CompressionLevel = level }, leaveOpen: true);
            _zlib.Write(piece.Span);
            if (_compressed.Length >= SendFrom) await SendAsync(cancellationToken).ConfigureAwait(false);
            buffer = buffer[piece.Length..];
        }
    }

    /// <summary>Writes the end of the zlib stream.</summary>
    public async ValueTask FinishAsync(CancellationToken cancellationToken)
    {
        if (_zlib is null) await connection.WriteAsync(Nothing, cancellationToken).ConfigureAwait(false);
        else await _zlib.DisposeAsync().ConfigureAwait(false);
        await SendAsync(cancellationToken).ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _zlib?.Dispose();
            _compressed.Dispose();
        }

        base.Dispose(disposing);
    }

    private async ValueTask SendAsync(CancellationToken cancellationToken)
    {
        if (_compressed.Length == 0) return;
        await connection.WriteAsync(_compressed.GetBuffer().AsMemory(0, (int)_compressed.Length), cancellationToken).ConfigureAwait(false);
        _compressed.SetLength(0);
    }
}
