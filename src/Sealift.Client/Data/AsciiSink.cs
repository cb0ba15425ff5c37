using System.Buffers;

namespace Sealift.Client.Data;

/// <summary>
/// An upload of text (RFC 959 section 3.1.1.1): each line ends in CR LF on the wire. A LF without its CR gets one; a CR LF stays,
/// and so does a CR alone.
/// </summary>
internal sealed class AsciiSink(DataSink next) : DataSink
{
    private const int PieceSize = 32 * 1024;

    private bool _isAfterCarriageReturn;

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(2 * PieceSize);
        try
        {
            while (!bytes.IsEmpty)
            {
                var piece = bytes[..Math.Min(bytes.Length, PieceSize)];
                var count = Convert(piece.Span, buffer);
                await next.WriteAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
                bytes = bytes[piece.Length..];
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public override ValueTask FlushAsync(CancellationToken cancellationToken) => next.FlushAsync(cancellationToken);

    public override ValueTask FinishAsync(CancellationToken cancellationToken) => next.FinishAsync(cancellationToken);

    public override void Dispose()
    {
        next.Dispose();
        base.Dispose();
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
