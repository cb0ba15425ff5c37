using System.IO.Compression;
using Sealift.Client.Data;

namespace Sealift.Client.Compression;

/// <summary>An upload in MODE Z: one zlib stream (RFC 1950) from its first byte to its last.</summary>
internal sealed class DeflateSink(DataSink next, int? level) : DataSink
{
    // Small enough that the server gets something to do early, large enough for whole TLS records.
    private const int SendFrom = 64 * 1024;
    private const int MaxPiece = 128 * 1024;

    // The platform's writer says nothing at all when nothing was written; RFC 1950 has a form for that too.
    private static readonly byte[] Nothing = [0x78, 0x9C, 0x03, 0x00, 0x00, 0x00, 0x00, 0x01];

    private readonly MemoryStream _compressed = new();
    private ZLibStream? _zlib;

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (!bytes.IsEmpty)
        {
            var piece = bytes[..Math.Min(bytes.Length, MaxPiece)];
            _zlib ??= new ZLibStream(_compressed, new ZLibCompressionOptions { CompressionLevel = level ?? 6 }, leaveOpen: true);
            _zlib.Write(piece.Span);
            if (_compressed.Length >= SendFrom) await SendAsync(cancellationToken).ConfigureAwait(false);
            bytes = bytes[piece.Length..];
        }
    }

    public override async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        _zlib?.Flush();
        await SendAsync(cancellationToken).ConfigureAwait(false);
        await next.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    public override async ValueTask FinishAsync(CancellationToken cancellationToken)
    {
        if (_zlib is null) await next.WriteAsync(Nothing, cancellationToken).ConfigureAwait(false);
        else await _zlib.DisposeAsync().ConfigureAwait(false);
        await SendAsync(cancellationToken).ConfigureAwait(false);
        await next.FinishAsync(cancellationToken).ConfigureAwait(false);
    }

    public override void Dispose()
    {
        _zlib?.Dispose();
        _compressed.Dispose();
        next.Dispose();
        base.Dispose();
    }

    private async ValueTask SendAsync(CancellationToken cancellationToken)
    {
        if (_compressed.Length == 0) return;
        await next.WriteAsync(_compressed.GetBuffer().AsMemory(0, (int)_compressed.Length), cancellationToken).ConfigureAwait(false);
        _compressed.SetLength(0);
    }
}
