using System.Buffers;

namespace Sealift.Server.Data;

/// <summary>
/// A download of text (RFC 959 section 3.1.1.1): each line ends in CR LF on the wire. A LF without its CR gets one; a CR LF stays, and
/// so does a CR alone.
/// </summary>
internal sealed class TextWriteStream(Stream connection) : DataStream
{
    private const int PieceSize = 64 * 1024;

    private bool _isAfterCarriageReturn;

    public override bool CanWrite => true;

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var wire = ArrayPool<byte>.Shared.Rent(2 * PieceSize);
        try
        {
            while (!buffer.IsEmpty)
            {
                var piece = buffer[..Math.Min(buffer.Length, PieceSize)];
                var count = Convert(piece.Span, wire);
                await connection.WriteAsync(wire.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
                buffer = buffer[piece.Length..];
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(wire);
        }
    }

    private int Convert(ReadOnlySpan<byte> text, Span<byte> wire)
    {
        var count = 0;
        foreach (var value in text)
        {
            if (value == (byte)'\n' && !_isAfterCarriageReturn) wire[count++] = (byte)'\r';
            wire[count++] = value;
            _isAfterCarriageReturn = value == (byte)'\r';
        }

        return count;
    }
}
