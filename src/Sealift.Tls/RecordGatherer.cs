using System.Buffers;

namespace Sealift.Tls;

/// <summary>
/// Gathers small writes into full TLS records (RFC 8446 section 5.1: at most 2^14 bytes each), so that ten writes of ten bytes cost
/// one record. Large writes pass through uncopied. One writer at a time; it may be disposed of at any time, by any thread.
/// </summary>
internal sealed class RecordGatherer(int recordSize) : IDisposable
{
    private readonly Lock _gate = new();
    private byte[]? _gathered;
    private int _length;
    private bool _isDisposed;

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
        if (Claim() is not { } claimed) return;
        try
        {
            await send(claimed, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(claimed.Array!, clearArray: true);
        }
    }

    // What a flush has claimed is the flush's to give back: a buffer that came back twice would be given to two connections.
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            if (_gathered is null) return;
            ArrayPool<byte>.Shared.Return(_gathered, clearArray: true);
            _gathered = null;
            _length = 0;
        }
    }

    private ArraySegment<byte>? Claim()
    {
        lock (_gate)
        {
            if (_gathered is null || _length == 0) return null;
            var claimed = new ArraySegment<byte>(_gathered, 0, _length);
            _gathered = null;
            _length = 0;
            return claimed;
        }
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, typeof(TlsStream));
            _gathered ??= ArrayPool<byte>.Shared.Rent(recordSize);
            bytes.CopyTo(_gathered.AsSpan(_length));
            _length += bytes.Length;
        }
    }
}
