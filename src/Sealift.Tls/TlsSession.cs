using System.Security.Cryptography.X509Certificates;

namespace Sealift.Tls;

/// <summary>
/// The resumable session of one control connection: its newest ticket, and whom it was negotiated with. The data connections
/// of that control connection use it and refresh it. A ticket is never written to disk.
/// </summary>
public abstract class TlsSession : IDisposable
{
    private protected TlsSession()
    {
    }

    /// <summary>Whether there is a ticket (or session id) that a new connection could offer now.</summary>
    public abstract bool CanResume { get; }

    /// <summary>The leaf certificate the peer presented on the control connection; null on a server whose client showed none.</summary>
    public X509Certificate2? PeerCertificate { get; internal set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Forgets the ticket.</summary>
    protected abstract void Dispose(bool disposing);
}
