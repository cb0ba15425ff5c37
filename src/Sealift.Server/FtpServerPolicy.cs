using System.Net;

namespace Sealift.Server;

/// <summary>
/// What a server allows beyond the strict defaults. Each of these gives something up or opens something; none is needed by a client
/// that speaks FTPS well.
/// </summary>
public sealed record FtpServerPolicy
{
    /// <summary>Everything that is off by default stays off.</summary>
    public static FtpServerPolicy Strict { get; } = new();

    /// <summary>
    /// Whether files and listings may travel in clear text after PROT C (RFC 4217 section 9). The login stays protected. Default
    /// false: PROT C is refused with 534.
    /// </summary>
    public bool AllowClearData { get; init; }

    /// <summary>
    /// Whether commands may go back to clear text after the login (CCC, RFC 4217 section 5) so that a firewall can read them, and whether REIN
    /// leaves TLS. Default false: CCC is refused with 534.
    /// </summary>
    public bool AllowClearCommands { get; init; }

    /// <summary>
    /// Whether the server connects to the client (PORT, EPRT): only to the address of the control connection, and to no port below 1024.
    /// Default false: both are refused with 500.
    /// </summary>
    public bool AllowActive { get; init; }

    /// <summary>
    /// Whether data may be compressed (MODE Z). It costs the server processor time, and its bounds are
    /// <see cref="FtpServerLimits.MaxInflationRatio"/> and <see cref="FtpServerLimits.MaxInflatedBytes"/>. Default false.
    /// </summary>
    public bool AllowCompression { get; init; }

    /// <summary>
    /// Whether an upload that was cut short, by the client, by ABOR or by a limit, stays as far as it came, so that it can be resumed (REST, APPE):
    /// a new file then has its name without being whole. What would replace a file never stays. Default false: nothing of it stays; only
    /// what REST began to continue goes on from where it was cut.
    /// </summary>
    public bool KeepCutUploads { get; init; }

    /// <summary>
    /// Other servers with which a client may have files exchanged directly (PORT, EPRT, PASV, SSCN, CPSV). Data connections with them
    /// cannot resume the client's TLS session; so they are told apart by their address, and where this server begins the handshake,
    /// by their key too. A client at one of these addresses need not resume its session either. Default: none.
    /// </summary>
    public IReadOnlyList<FtpSitePeer> SitePeers { get; init; } = [];

    internal FtpSitePeer? FindSitePeer(IPAddress address) => SitePeers.FirstOrDefault(peer => peer.Address.Equals(address));
}
