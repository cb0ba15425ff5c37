using Sealift.Tls;

namespace Sealift.Server.Access;

/// <summary>
/// The TLS of a server with one set of certificates. A session keeps the one it began with, because its data connections resume
/// sessions that only this one knows; the last one to leave a generation that was replaced closes it.
/// </summary>
internal sealed class TlsGeneration(TlsServer tls)
{
    private readonly Lock _lock = new();
    private int _sessions;
    private bool _isReplaced;

    public TlsServer Tls => tls;

    public bool TryEnter()
    {
        lock (_lock)
        {
            if (_isReplaced) return false;
            _sessions++;
            return true;
        }
    }

    public void Leave()
    {
        lock (_lock)
        {
            _sessions--;
            if (!_isReplaced || _sessions > 0) return;
        }

        tls.Dispose();
    }

    /// <summary>Takes no more sessions.</summary>
    public void Retire()
    {
        lock (_lock)
        {
            if (_isReplaced) return;
            _isReplaced = true;
            if (_sessions > 0) return;
        }

        tls.Dispose();
    }
}
