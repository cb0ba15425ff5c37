using System.Net;
using Sealift.Core.Stores;
using Sealift.Server;
using Sealift.Server.Events;
using Sealift.TestKit;
using Sealift.Tls;

namespace Sealift.App.Tests.Queue;

/// <summary>The embedded server on a free loopback port, which a home knows as the saved site "shop".</summary>
internal sealed class QueueServer : IAsyncDisposable
{
    private const string User = "alice";
    private const string Password = "correct horse";

    private readonly FtpServer _server;
    private readonly TestCertificates _certificates = new();

    private int _logins;

    private QueueServer()
    {
        _server = new FtpServer(new FtpServerOptions
        {
            Explicit = [new IPEndPoint(IPAddress.Loopback, 0)],
            Certificate = TlsCertificate.From(_certificates.IssueServer().Certificate),
            Users = [new FtpUser { Name = User, PasswordHash = FtpPassword.Hash(Password, 1000), Store = new LocalFileStore(Files.Path) }],
            Listeners = [happened => { if (happened is LoginSucceeded) Interlocked.Increment(ref _logins); }],
            Policy = new FtpServerPolicy { KeepCutUploads = true }, // as other servers do, so that uploads can be gone on with
            Limits = new FtpServerLimits { StopTimeout = TimeSpan.FromSeconds(1) },
        });
    }

    /// <summary>How often somebody has logged in.</summary>
    public int Logins => Volatile.Read(ref _logins);

    /// <summary>What the server serves.</summary>
    public TempDirectory Files { get; } = new();

    /// <summary>Starts it, and saves it as a site of a home.</summary>
    public static async Task<QueueServer> StartAsync(TempDirectory home)
    {
        var server = new QueueServer();
        await server._server.StartAsync(TestContext.Current.CancellationToken);
        SaveSite(home, "shop", server._server.ExplicitEndPoints[0].Port, User, Password, server._certificates.AuthorityFile);
        return server;
    }

    /// <summary>Saves a site of this machine in a home.</summary>
    public static void SaveSite(TempDirectory home, string name, int port, string user, string password, string authority)
    {
        var directory = Directory.CreateDirectory(home.Combine(".config/sealift")).FullName;
        var secret = Path.Combine(directory, name + ".password");
        File.WriteAllText(secret, password + "\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(secret, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var sites = Path.Combine(directory, "sites.toml");
        File.AppendAllText(sites, $"[{name}]\nhost = \"127.0.0.1\"\nport = {port}\nuser = \"{user}\"\nca = \"{authority}\"\npassword-file = \"{secret}\"\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(sites, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _certificates.Dispose();
        Files.Dispose();
    }
}
