using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Sealift.Core;
using Sealift.Core.Stores;
using Sealift.Server;
using Sealift.TestKit;
using Sealift.TestKit.Faults;
using Sealift.Tls;

namespace Sealift.Proof.Tests.Sweeps;

/// <summary>Our server with a fault proxy before it, on loopback addresses of their own, for one case at a time.</summary>
internal sealed class SweepLane : IAsyncDisposable
{
    public const string Password = "secret";

    private const int MaxTrials = 20;
    private const int Sessions = 24;
    private const int FirstPort = 20_000;
    private const int Ports = 32; // of a lane: the control ports and those for data
    private static readonly TimeSpan HangGuard = TimeSpan.FromMinutes(5);

    // The server has all the time that a busy machine takes: a connection that breaks is ended by the proxy.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    // What a password costs is tested elsewhere; here it would cost most of the time.
    private static readonly string PasswordHash = FtpPassword.Hash(Password, 1000);

    private readonly ConcurrentDictionary<string, IFileStore> _homes;
    private readonly FtpServer _server;
    private int _logins;

    private SweepLane(string host, int firstPort, FtpServer server, FaultProxy proxy, ReplyProxy replies, ConcurrentDictionary<string, IFileStore> homes)
    {
        Host = host;
        ExplicitPort = firstPort;
        _server = server;
        Proxy = proxy;
        Replies = replies;
        _homes = homes;
    }

    /// <summary>What clients call it: an address, or the name that leads to one.</summary>
    public string Host { get; }

    public int ExplicitPort { get; }

    public int ImplicitPort => ExplicitPort + 1;

    /// <summary>Where somebody may answer in the server's place.</summary>
    public int RepliesPort => ExplicitPort + 2;

    /// <summary>What stands before the server, on the same ports.</summary>
    public FaultProxy Proxy { get; }

    /// <summary>What stands before it on <see cref="RepliesPort"/> and may answer in its place.</summary>
    public ReplyProxy Replies { get; }

    /// <summary>Starts a lane on an address that nobody uses, or on ports that nobody uses.</summary>
    /// <param name="certificates">Who issues the server's certificate.</param>
    /// <param name="kind">What its server is like.</param>
    public static async Task<SweepLane> StartAsync(TestCertificates certificates, LaneKind kind)
    {
        for (var trial = 1; ; trial++)
        {
            var random = RandomNumberGenerator.GetBytes(3);
            byte[] network = [127, (byte)(64 + (random[0] % 128)), random[1], (byte)(2 + (random[2] % 120 * 2))];
            var there = new IPAddress(network);
            network[3]++;
            var here = kind.IsByName ? IPAddress.Loopback : new IPAddress(network);

            // Below those that the system gives to whoever asks for any port.
            var first = FirstPort + (kind.IsByName ? RandomNumberGenerator.GetInt32(350) * Ports : 0);
            FtpServer? server = null;
            FaultProxy? proxy = null;
            try
            {
                var homes = new ConcurrentDictionary<string, IFileStore>(StringComparer.Ordinal);
                var host = kind.IsByName ? "localhost" : here.ToString();
                var certificate = certificates.IssueServer(host);
                var passive = new PortRange(first + Ports - Sessions, first + Ports - 1);
                server = new FtpServer(Options(new IPEndPoint(there, first), passive, TlsCertificate.From(certificate.Certificate), homes, kind));
                await server.StartAsync();
                proxy = FaultProxy.Start([first, first + 1], Enumerable.Range(passive.First, passive.Count), here, there);
                var replies = ReplyProxy.Start(new IPEndPoint(here, first + 2), new IPEndPoint(there, first + 1), certificate);
                return new SweepLane(host, first, server, proxy, replies, homes);
            }
            catch (Exception e) when (e is SocketException or FtpServerException && trial < MaxTrials)
            {
                if (proxy is not null) await proxy.DisposeAsync();
                if (server is not null) await server.DisposeAsync();
            }
        }
    }

    /// <summary>Makes an account of its own.</summary>
    /// <returns>Its name.</returns>
    public string AddHome(IFileStore store)
    {
        var user = $"user{++_logins}";
        _homes[user] = store;
        return user;
    }

    public void RemoveHome(string user) => _homes.TryRemove(user, out _);

    /// <summary>Ends all connections and waits until the server has ended their sessions.</summary>
    /// <returns>Whether it has.</returns>
    public async Task<bool> QuietenAsync()
    {
        Proxy.Plan = static _ => null;
        Replies.Fault = static _ => null;
        await Replies.EndAllAsync();
        await Proxy.EndAllAsync();
        using var patience = new CancellationTokenSource(HangGuard);
        while (_server.SessionCount > 0 && !patience.IsCancellationRequested) await Task.Delay(1, CancellationToken.None);
        return _server.SessionCount == 0;
    }

    public async ValueTask DisposeAsync()
    {
        await Replies.DisposeAsync();
        await Proxy.DisposeAsync();
        await _server.DisposeAsync();
    }

    private static FtpServerOptions Options(
        IPEndPoint first, PortRange passive, TlsCertificate certificate, ConcurrentDictionary<string, IFileStore> homes, LaneKind kind) => new()
        {
            Explicit = [first],
            Implicit = [new IPEndPoint(first.Address, first.Port + 1)],
            PassivePorts = passive,
            Certificate = certificate,
            TlsBackend = kind.Backend,
            MinTlsVersion = kind.Oldest,
            RequireSessionResumption = kind.IsStrict,

            // As vsftpd does: it asks for a certificate and takes clients without. SslStream would resume no session then.
            ClientCertificates = kind.Backend == TlsBackend.OpenSsl ? ClientCertificateMode.Optional : ClientCertificateMode.None,
            FindUser = (name, _) => ValueTask.FromResult(homes.TryGetValue(name, out var store) ? new FtpUser { Name = name, PasswordHash = PasswordHash, Store = store } : null),
            Limits = new FtpServerLimits { MaxSessions = Sessions, MaxSessionsPerAddress = Sessions, HandshakeTimeout = Patience, LoginTimeout = Patience, StopTimeout = TimeSpan.FromSeconds(5) },
        };
}
