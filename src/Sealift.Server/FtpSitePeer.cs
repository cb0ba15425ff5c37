using System.Net;
using Sealift.Tls.Trust;

namespace Sealift.Server;

/// <summary>Another server with which files may be exchanged directly; always under TLS.</summary>
public sealed record FtpSitePeer
{
    /// <summary>The address that its data connections come from and go to.</summary>
    public required IPAddress Address { get; init; }

    /// <summary>The key of its certificate, which it must present where this server begins the handshake (SSCN, CPSV).</summary>
    public required SpkiPin Pin { get; init; }
}
