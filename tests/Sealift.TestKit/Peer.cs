using System.Globalization;
using System.Net;
using System.Text.Json.Serialization;

namespace Sealift.TestKit;

/// <summary>One running server, as <c>peers.json</c> describes it.</summary>
public sealed record Peer
{
    /// <summary>One of <see cref="PeerNames"/>.</summary>
    public required string Name { get; init; }

    /// <summary>The program: <c>vsftpd</c>, <c>proftpd</c>, <c>pureftpd</c> or <c>pyftpdlib</c>.</summary>
    public required string Server { get; init; }

    /// <summary>The program's own version, such as <c>1.3.8</c>.</summary>
    public required string Version { get; init; }

    /// <summary>The version of the Debian package.</summary>
    public required string Package { get; init; }

    /// <summary>Explicit, implicit or plain.</summary>
    public required PeerMode Mode { get; init; }

    /// <summary><c>both</c>, <c>1.2</c>, <c>1.3</c> or <c>none</c>.</summary>
    public required string Tls { get; init; }

    /// <summary>The demand on data connections.</summary>
    public required PeerSessionReuse SessionReuse { get; init; }

    /// <summary>How much it allows, and what it demands.</summary>
    public required PeerPolicy Policy { get; init; }

    /// <summary>The loopback addresses it listens on: 127.0.0.1, and ::1 where the machine has it.</summary>
    [JsonConverter(typeof(IPAddressListConverter))]
    public required IReadOnlyList<IPAddress> Addresses { get; init; }

    /// <summary>The control port, the same on every address.</summary>
    public required int Port { get; init; }

    /// <summary>The first port of the passive range.</summary>
    public required int PassiveFrom { get; init; }

    /// <summary>The last port of the passive range.</summary>
    public required int PassiveTo { get; init; }

    /// <summary>The user's name.</summary>
    public required string User { get; init; }

    /// <summary>The user's password, random for each start.</summary>
    public required string Password { get; init; }

    /// <summary>The folder on disk that the user sees as <c>/</c>.</summary>
    public required string Home { get; init; }

    /// <summary>PEM file of the CA to trust; empty for a server without TLS.</summary>
    public required string Ca { get; init; }

    /// <summary>
    /// The folder of the client certificates, for a server that demands one; empty for the others. PEM, each with a
    /// <c>.key</c> beside it: <c>client.pem</c> is accepted, <c>stranger.pem</c> is of another authority than
    /// <c>clients-ca.pem</c>.
    /// </summary>
    public required string ClientCertificates { get; init; }

    /// <summary>The server's log file, for failure messages.</summary>
    public required string Log { get; init; }

    /// <summary>What a user can type to reach it: <c>localhost</c> and each address.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Hosts => ["localhost", .. Addresses.Select(address => address.ToString())];

    /// <summary>Whether it speaks this TLS version, <c>1.2</c> or <c>1.3</c>.</summary>
    public bool Speaks(string version) => Tls == "both" || Tls == version;

    /// <summary>The control port and the whole passive range: what a proxy in front of it must forward.</summary>
    [JsonIgnore]
    public IEnumerable<int> Ports => Enumerable.Range(PassiveFrom, PassiveTo - PassiveFrom + 1).Prepend(Port);

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Name} ({Server} {Version}, port {Port})");
}
