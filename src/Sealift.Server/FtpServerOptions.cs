using System.Diagnostics.Metrics;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Sealift.Core;
using Sealift.Core.Timeline;
using Sealift.Server.Events;
using Sealift.Tls;

namespace Sealift.Server;

/// <summary>What a <see cref="FtpServer"/> serves, to whom and where. The defaults are the strict ones.</summary>
public sealed record FtpServerOptions
{
    /// <summary>
    /// Where clients connect and then secure the session with AUTH TLS (RFC 4217). Port 0 picks a free port. An IPv6 end point
    /// takes no IPv4 clients: list both. Default: none.
    /// </summary>
    public IReadOnlyList<IPEndPoint> Explicit { get; init; } = [];

    /// <summary>Where TLS begins with the first byte. Port 0 picks a free port. Default: none.</summary>
    public IReadOnlyList<IPEndPoint> Implicit { get; init; } = [];

    /// <summary>The server's certificate with its key.</summary>
    public required TlsCertificate Certificate { get; init; }

    /// <summary>The oldest TLS version accepted. Default TLS 1.2, the floor.</summary>
    public TlsVersion MinTlsVersion { get; init; } = TlsVersion.Tls12;

    /// <summary>The newest TLS version accepted. Default TLS 1.3.</summary>
    public TlsVersion MaxTlsVersion { get; init; } = TlsVersion.Tls13;

    /// <summary>The TLS implementation; null (the default) chooses as <see cref="TlsServerOptions.Backend"/> says.</summary>
    public TlsBackend? TlsBackend { get; init; }

    /// <summary>Who may log in. Default: nobody.</summary>
    public IReadOnlyList<FtpUser> Users { get; init; } = [];

    /// <summary>
    /// Finds users that <see cref="Users"/> does not name; null from it means that there is no such user. The name comes from the
    /// network: any text up to <see cref="FtpServerLimits.MaxCommandBytes"/> without control characters. Default: none.
    /// </summary>
    public Func<string, CancellationToken, ValueTask<FtpUser?>>? FindUser { get; init; }

    /// <summary>
    /// Decides about logins that neither <see cref="Users"/> nor <see cref="FindUser"/> nor those of the virtual host have a user for, as a directory of
    /// accounts does: the user to log in, or null to refuse. The user's own password and certificates are not asked for then, its other
    /// bounds hold. Locked-out names and addresses do not get here. Default: none.
    /// </summary>
    public Func<FtpLogin, CancellationToken, ValueTask<FtpUser?>>? LogIn { get; init; }

    /// <summary>
    /// Further names of the machine, with users and certificates of their own. <see cref="Users"/>, <see cref="FindUser"/> and
    /// <see cref="Certificate"/> are for clients that name none. Default: none.
    /// </summary>
    public IReadOnlyList<FtpVirtualHost> Hosts { get; init; } = [];

    /// <summary>Whether clients are asked for a certificate. Default: no.</summary>
    public ClientCertificateMode ClientCertificates { get; init; }

    /// <summary>The authorities of client certificates; a certificate that signed itself is its own. Default: none, which trusts nobody.</summary>
    public X509Certificate2Collection ClientRoots { get; init; } = [];

    /// <summary>Whether login and data need TLS. Default true; false also lets passwords and files travel in clear text.</summary>
    public bool RequireTls { get; init; } = true;

    /// <summary>
    /// Whether a data connection must resume the TLS session of its own control connection (RFC 4217 section 10 calls that reasonable), which
    /// proves that both ends are the same client. Default true; others are refused with 522.
    /// </summary>
    public bool RequireSessionResumption { get; init; } = true;

    /// <summary>
    /// The ports of data connections, at least <see cref="FtpServerLimits.MaxSessions"/> of them: every session may need one. Default: null,
    /// any free port of the dynamic range (RFC 6335 section 6).
    /// </summary>
    public PortRange? PassivePorts { get; init; }

    /// <summary>
    /// The IPv4 address that PASV names, where the server is behind a router that translates addresses. Clients in a private network (RFC
    /// 1918) and on this machine are told the address they reached. Default: null, which names that address to everybody.
    /// </summary>
    public IPAddress? ExternalAddress { get; init; }

    /// <summary>What is allowed beyond the strict defaults. Default: nothing.</summary>
    public FtpServerPolicy Policy { get; init; } = FtpServerPolicy.Strict;

    /// <summary>What a session may cost.</summary>
    public FtpServerLimits Limits { get; init; } = new();

    /// <summary>Where events are logged; never a password. Default: nowhere.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;

    /// <summary>The clock of all waits but those of TLS handshakes. Default: the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>
    /// Asked at each connection, with the client's address, for a timeline to be filled; null from it fills none. Must be quick and
    /// must not throw. Default: none.
    /// </summary>
    public Func<IPEndPoint, SessionTimeline?>? Timeline { get; init; }

    /// <summary>
    /// How many sessions that ended are remembered, with their timelines, for <see cref="FtpServer.FindSession"/>. The oldest go first. Default
    /// 0: none.
    /// </summary>
    public int KeptSessions { get; init; }

    /// <summary>
    /// Told of everything that happens, each in its turn, from many threads at once. A listener holds up the session it is told about, so it must
    /// be quick; one that throws is logged. Default: none, and then no event is made.
    /// </summary>
    public IReadOnlyList<Action<FtpServerEvent>> Listeners { get; init; } = [];

    /// <summary>Makes the meter of the server's metrics (<see cref="Telemetry.FtpServerTelemetry"/>). Default: null, a meter of its own.</summary>
    public IMeterFactory? MeterFactory { get; init; }
}
