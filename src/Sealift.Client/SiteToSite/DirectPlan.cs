using System.Net.Sockets;
using Sealift.Core;

namespace Sealift.Client.SiteToSite;

/// <summary>Who does what in a direct copy, decided before anything is asked of the servers.</summary>
/// <param name="TargetIsTlsClient">Which server begins the TLS handshake; every server can only be asked to answer one otherwise.</param>
/// <param name="TargetIsPassive">Which server listens for the other.</param>
/// <param name="UsesCpsv">Whether the TLS client is asked for by CPSV instead of SSCN.</param>
/// <param name="Proof">The checksum both have; null where only the size is compared.</param>
internal sealed record DirectPlan(bool TargetIsTlsClient, bool TargetIsPassive, bool UsesCpsv, FtpHashAlgorithm? Proof)
{
    /// <summary>Looks at both servers.</summary>
    /// <returns>The plan, or why there is none.</returns>
    public static (DirectPlan? Plan, string? Reason) Make(FtpClient source, FtpClient target, bool allowsUnproven)
    {
        if (source.Tls is null || target.Tls is null) return (null, "a session is in clear text");
        if (source.Session.Options.ClearDataUnsafe || target.Session.Options.ClearDataUnsafe) return (null, "data connections are in clear text");
        if (source.ServerAddress is not { } from || target.ServerAddress is not { } to) return (null, "a proxy hides a server's address");
        if (from.AddressFamily != to.AddressFamily) return (null, "one server is reached by IPv4 and the other by IPv6");

        var proof = ContentProof.CommonAlgorithm(source, target);
        if (proof is null && !allowsUnproven)
            return (null, "the servers have no checksum in common (SHA-256 or SHA-512) that would prove a direct copy");

        // RaidenFTPD kb000000037: after SSCN ON this server begins the handshakes. The receiver is asked first: a ProFTPD 1.3.8 that
        // sends as TLS client closes without reading the other's session tickets, and the end of the file may be lost.
        var reachesTarget = AddressScope.Reaches(from, to);
        var reachesSource = AddressScope.Reaches(to, from);
        if (!reachesTarget && !reachesSource) return (null, "neither server's address is one that the other can be expected to reach");
        if (target.Features.Has("SSCN")) return (new DirectPlan(true, reachesTarget, false, proof), null);

        // CPSV (glFTPD): like PASV, and the server that listens begins the handshake. It names an IPv4 address.
        var canCpsv = from.AddressFamily == AddressFamily.InterNetwork;
        if (canCpsv && reachesTarget && target.Features.Has("CPSV")) return (new DirectPlan(true, true, true, proof), null);
        if (source.Features.Has("SSCN")) return (new DirectPlan(false, reachesTarget, false, proof), null);
        if (canCpsv && reachesSource && source.Features.Has("CPSV")) return (new DirectPlan(false, false, true, proof), null);
        return (null, "neither server can begin TLS with another (SSCN, CPSV)");
    }
}
