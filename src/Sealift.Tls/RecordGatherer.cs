using System.Buffers;

namespace Sealift.Tls;

/// <summary>
/// Gathers small writes into full TLS records (RFC 8446 section 5.1: at most 2^14 bytes each), so that ten writes of ten bytes cost
/// one record. Large writes pass through uncopied.
/// </summary>
internal sealed class RecordGatherer(int recordSize) : IDisposable
{
    private byte[]? _gathered;
    private int _length;

    public async ValueTask WriteAsync(
        ReadOnlyMemory<byte> buffer,
        Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> send,
        CancellationToken cancellationToken)
    {
        if (_length > 0)
        {
            var fill = Math.Min(recordSize - _length, buffer.Length);
            Keep(buffer.Span[..fill]);
            buffer = buffer[fill..];
            if (_length == recordSize) await FlushAsync(send, cancellationToken).ConfigureAwait(false);
        }

        var whole = buffer.Length - (buffer.Length % recordSize);
        if (whole > 0) await send(buffer[..whole], cancellationToken).ConfigureAwait(false);
        if (whole < buffer.Length) Keep(buffer.Span[whole..]);
    }

    public async ValueTask FlushAsync(
        Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> send, CancellationToken cancellationToken)
    {
        if (_length == 0) return;
        var length = _length;
        _length = 0;
        await send(_gathered.AsMemory(0, length), cancellationToken).ConfigureAwait(false);
        Dispose();
    }

    public void Dispose()
    {
        if (_gathered is null) return;
        ArrayPool<byte>.Shared.Return(_gathered, clearArray: true);
        _gathered = null;
        _length = 0;
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        _gathered ??= ArrayPool<byte>.Shared.Rent(recordSize);
        bytes.CopyTo(_gathered.AsSpan(_length));
        _length += bytes.Length;
    }
}
