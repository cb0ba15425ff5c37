using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sealift.Core.Stores;
using Sealift.Server;
using Sealift.Server.Events;
using Sealift.TestKit;
using Sealift.Tls;

namespace Sealift.Cli.Tests.Runs;

/// <summary>The embedded server on free loopback ports, for runs of the command.</summary>
internal sealed class FtpsServer : IAsyncDisposable
{
    public const string User = "alice";
    public const string Password = SealiftRun.Canary + "-alice";

    private static readonly TimeSpan HangGuard = TimeSpan.FromSeconds(120);

    private readonly FtpServer _server;
    private readonly TestCertificates _certificates = new();
    private readonly TempDirectory _lists = new();

    private int _logins;
    private int _refusedLogins;

    private FtpsServer(IFileStore? store, TestCertificateOptions certificate)
    {
        Certificate = _certificates.Issue(certificate);
        _server = new FtpServer(new FtpServerOptions
        {
            Explicit = [new IPEndPoint(IPAddress.Loopback, 0)],
            Implicit = [new IPEndPoint(IPAddress.Loopback, 0)],
            Certificate = TlsCertificate.From(Certificate.Certificate),
            Users = [new FtpUser { Name = User, PasswordHash = FtpPassword.Hash(Password, 1000), Store = store ?? new LocalFileStore(Files.Path) }],
            Listeners = [Hear],
            Limits = new FtpServerLimits { FailedLoginDelay = TimeSpan.Zero, StopTimeout = TimeSpan.FromSeconds(1) },
        });
    }

    /// <summary>What the server serves.</summary>
    public TempDirectory Files { get; } = new();

    public TestCertificate Certificate { get; }

    /// <summary>How often somebody has logged in.</summary>
    public int Logins => Volatile.Read(ref _logins);

    /// <summary>How often a login was refused.</summary>
    public int RefusedLogins => Volatile.Read(ref _refusedLogins);

    public string AuthorityFile => _certificates.AuthorityFile;

    public int Port => _server.ExplicitEndPoints[0].Port;

    /// <summary>How many sessions there are at this moment.</summary>
    public int Sessions => _server.SessionCount;

    public int ImplicitPort => _server.ImplicitEndPoints[0].Port;

    public string Pin => $"sha256//{Convert.ToBase64String(Certificate.SpkiSha256)}";

    public static Task<FtpsServer> StartAsync(IFileStore? store = null, bool isSelfSigned = false) =>
        StartAsync(new TestCertificateOptions { SelfSigned = isSelfSigned }, store);

    /// <summary>A server with a certificate of the test's choice.</summary>
    public static async Task<FtpsServer> StartAsync(TestCertificateOptions certificate, IFileStore? store = null)
    {
        var server = new FtpsServer(store, certificate);
        await server._server.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    /// <summary>An explicit URL of a path relative to the login directory.</summary>
    public string Url(string path = "", string host = "127.0.0.1") => $"ftpes://{User}@{host}:{Port}/{path}";

    /// <summary>An implicit URL.</summary>
    public string ImplicitUrl(string path = "", string host = "127.0.0.1") => $"ftps://{User}@{host}:{ImplicitPort}/{path}";

    /// <summary>A list of the authority's, valid for a week; the path of the file.</summary>
    public string WriteRevocationList(bool revokesServer)
    {
        var now = TimeProvider.System.GetUtcNow();
        var list = new CertificateRevocationListBuilder();
        if (revokesServer) list.AddEntry(Certificate.Certificate, now.AddDays(-1));
        return _lists.Write(
            $"{revokesServer}.crl", list.Build(_certificates.Authority, 1, now.AddDays(7), HashAlgorithmName.SHA256, thisUpdate: now.AddDays(-1)));
    }

    /// <summary>Waits until the server is done with every client: it puts away what a client left in the middle some time after that has gone.</summary>
    public async Task AwaitNoSessionAsync()
    {
        using var guard = new CancellationTokenSource(HangGuard);
        while (Sessions > 0) await Task.Delay(1, guard.Token);
    }

    private void Hear(FtpServerEvent happened)
    {
        if (happened is LoginSucceeded) Interlocked.Increment(ref _logins);
        if (happened is LoginFailed) Interlocked.Increment(ref _refusedLogins);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _certificates.Dispose();
        _lists.Dispose();
        Files.Dispose();
    }
}
