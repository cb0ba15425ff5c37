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
    public const int ExplicitPort = 20021;
    public const int ImplicitPort = 20990;
    public const int RepliesPort = 20022;

    public const string Password = "secret";

    private const int MaxTrials = 10;
    private const int Sessions = 24;
    private static readonly PortRange Passive = new(21000, 21000 + Sessions - 1);
    private static readonly TimeSpan HangGuard = TimeSpan.FromSeconds(60);

    // What a password costs is tested elsewhere; here it would cost most of the time.
    private static readonly string PasswordHash = FtpPassword.Hash(Password, 1000);

    private readonly ConcurrentDictionary<string, IFileStore> _homes;
    private readonly FtpServer _server;
    private int _logins;

    private SweepLane(FtpServer server, FaultProxy proxy, ReplyProxy replies, ConcurrentDictionary<string, IFileStore> homes)
    {
        _server = server;
        Proxy = proxy;
        Replies = replies;
        _homes = homes;
    }

    /// <summary>What stands before the server, on the same ports.</summary>
    public FaultProxy Proxy { get; }

    /// <summary>What stands before it on <see cref="RepliesPort"/> and may answer in its place.</summary>
    public ReplyProxy Replies { get; }

    /// <summary>Starts a lane on addresses that nobody uses.</summary>
    /// <param name="certificates">Who issues the server's certificate.</param>
    /// <param name="answersAlone">Whether nobody answers in the server's place, so that it can insist on resumed sessions.</param>
    public static async Task<SweepLane> StartAsync(TestCertificates certificates, bool answersAlone)
    {
        for (var trial = 1; ; trial++)
        {
            var random = RandomNumberGenerator.GetBytes(3);
            byte[] network = [127, (byte)(64 + (random[0] % 128)), random[1], (byte)(2 + (random[2] % 120 * 2))];
            var there = new IPAddress(network);
            network[3]++;
            var here = new IPAddress(network);
            FtpServer? server = null;
            try
            {
                var homes = new ConcurrentDictionary<string, IFileStore>(StringComparer.Ordinal);
                var certificate = certificates.IssueServer(here.ToString());
                server = new FtpServer(Options(there, TlsCertificate.From(certificate.Certificate), homes, answersAlone));
                await server.StartAsync();
                var proxy = FaultProxy.Start([ExplicitPort, ImplicitPort], Enumerable.Range(Passive.First, Passive.Count), here, there);
                var replies = ReplyProxy.Start(new IPEndPoint(here, RepliesPort), new IPEndPoint(there, ImplicitPort), certificate);
                return new SweepLane(server, proxy, replies, homes);
            }
            catch (Exception e) when (e is SocketException or FtpServerException && trial < MaxTrials)
            {
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

    private static FtpServerOptions Options(IPAddress address, TlsCertificate certificate, ConcurrentDictionary<string, IFileStore> homes, bool answersAlone) => new()
    {
        Explicit = [new IPEndPoint(address, ExplicitPort)],
        Implicit = [new IPEndPoint(address, ImplicitPort)],
        PassivePorts = Passive,
        Certificate = certificate,

        // SslStream cannot tell a server under TLS 1.3 that a session was resumed (docs/tls.md).
        RequireSessionResumption = answersAlone && !Backend.IsPlatform,
        FindUser = (name, _) => ValueTask.FromResult(homes.TryGetValue(name, out var store) ? new FtpUser { Name = name, PasswordHash = PasswordHash, Store = store } : null),
        Limits = new FtpServerLimits { MaxSessions = Sessions, MaxSessionsPerAddress = Sessions, HandshakeTimeout = HangGuard, StopTimeout = TimeSpan.FromSeconds(5) },
    };
}
