using Sealift.Tls.Certificates;
using Sealift.Tls.Trust;

namespace Sealift.App.Asking;

/// <summary>
/// Whether a certificate that nobody vouches for is trusted from now on. Yes is any answer but null. What is shown is read at once: the
/// certificates end with the handshake, and a window may draw the question later.
/// </summary>
public sealed class TrustAsk : Ask
{
    /// <summary>Makes the question.</summary>
    /// <param name="server">The server and what it presented.</param>
    /// <param name="refusal">Why it is not trusted.</param>
    public TrustAsk(ServerIdentity server, TrustDecision refusal)
    {
        ArgumentNullException.ThrowIfNull(server);
        ArgumentNullException.ThrowIfNull(refusal);
        Host = server.Host;
        Port = server.Port;
        Reason = refusal.Reason;
        Certificate = CertificateFacts.Of(server.Certificate);
        Chain = [.. server.Intermediates.Select(CertificateFacts.Of)];
    }

    /// <summary>The host as it was typed.</summary>
    public string Host { get; }

    /// <summary>The port.</summary>
    public int Port { get; }

    /// <summary>Why it is not trusted.</summary>
    public string Reason { get; }

    /// <summary>The server's own certificate.</summary>
    public CertificateFacts Certificate { get; }

    /// <summary>The others that it sent, as it ordered them.</summary>
    public IReadOnlyList<CertificateFacts> Chain { get; }
}
