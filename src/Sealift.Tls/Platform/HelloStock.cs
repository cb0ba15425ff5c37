namespace Sealift.Tls.Platform;

/// <summary>
/// ClientHellos made in advance from one TLS 1.3 ticket. SslStream forgets a ticket once it was used, and some servers send no new
/// one on an upload's connection; but hellos that were made before that first use go on offering it.
/// </summary>
/// <remarks>A stock is finite: it carries so many connections in a row on which the server sends no ticket, and not one more.</remarks>
internal sealed class HelloStock(TimeProvider time) : IDisposable
{
    public const int Size = 48;

    // ProFTPD with OpenSSL's default forgets sessions after 300 s.
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(240);

    private readonly Lock _lock = new();
    private readonly List<(ClientHandshake Handshake, long Made)> _stock = [];
    private bool _isDisposed;

    /// <summary>A handshake that offers the session if any can.</summary>
    /// <param name="start">Makes a handshake with the ticket that SslStream has now, if it has one.</param>
    public ClientHandshake Take(Func<ClientHandshake> start)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            DropStale();
            var fresh = start();
            if (fresh.OffersResumption)
            {
                while (_stock.Count < Size) _stock.Add((start(), time.GetTimestamp()));
                return fresh;
            }

            if (_stock.Count == 0) return fresh;
            fresh.Dispose();
            var newest = _stock[^1].Handshake;
            _stock.RemoveAt(_stock.Count - 1);
            return newest;
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            foreach (var (handshake, _) in _stock) handshake.Dispose();
            _stock.Clear();
        }
    }

    private void DropStale()
    {
        var stale = _stock.FindIndex(item => time.GetElapsedTime(item.Made) < MaxAge);
        if (stale < 0) stale = _stock.Count;
        foreach (var (handshake, _) in _stock.Take(stale)) handshake.Dispose();
        _stock.RemoveRange(0, stale);
    }
}
