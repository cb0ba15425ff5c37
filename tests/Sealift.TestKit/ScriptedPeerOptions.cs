using System.Net;
using System.Security.Authentication;

namespace Sealift.TestKit;

/// <summary>How a <see cref="ScriptedFtpPeer"/> behaves apart from its script.</summary>
public sealed record ScriptedPeerOptions
{
    /// <summary>The address to listen on; 127.0.0.1 by default.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>In what pieces replies are written; whole by default.</summary>
    public ScriptDelivery Delivery { get; init; } = ScriptDelivery.Whole;

    /// <summary>The certificate for TLS; the peer issues one for localhost, 127.0.0.1 and ::1 by default.</summary>
    public TestCertificate? Certificate { get; init; }

    /// <summary>The certificate for data connections; the control connection's by default.</summary>
    public TestCertificate? DataCertificate { get; init; }

    /// <summary>The TLS versions it accepts; 1.2 and 1.3 by default.</summary>
    public SslProtocols Versions { get; init; } = SslProtocols.Tls12 | SslProtocols.Tls13;

    /// <summary>Whether TLS sessions may be resumed; true by default. Without, every data connection has a full handshake.</summary>
    public bool Resumes { get; init; } = true;

    /// <summary>The ALPN protocols it accepts; none is chosen when the client offers none. <c>ftp</c> by default.</summary>
    public IReadOnlyList<string> Alpn { get; init; } = ["ftp"];

    /// <summary>The longest wait for any one thing the client should do; a minute by default, which no test should need.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);
}
