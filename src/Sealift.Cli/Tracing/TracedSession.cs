using Sealift.Client;
using Sealift.Core.Timeline;
using Sealift.Tls;

namespace Sealift.Cli.Tracing;

/// <summary>A session under observation, and what a picture or a bundle of it tells besides its events.</summary>
/// <param name="Options">What the session was made with; its timeline is filled.</param>
/// <param name="Command">The command of sealift, without its arguments.</param>
internal sealed record TracedSession(FtpClientOptions Options, string Command)
{
    /// <summary>What the session's events are added to.</summary>
    public SessionTimeline Timeline => Options.Timeline!;

    /// <summary>The port in force.</summary>
    public int Port => Options.Port
        ?? (Options.Mode == Core.FtpTlsMode.Implicit ? FtpClientOptions.DefaultImplicitPort : FtpClientOptions.DefaultExplicitPort);

    /// <summary>The control connection's TLS, once there is a session.</summary>
    public TlsInfo? Tls { get; set; }

    /// <summary>The certificate that the server showed, trusted or not.</summary>
    public System.Security.Cryptography.X509Certificates.X509Certificate2? Certificate => Tls?.PeerCertificate;
}
