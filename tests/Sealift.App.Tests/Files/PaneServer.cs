using System.Net;
using Sealift.Core.Stores;
using Sealift.Server;
using Sealift.Server.Events;
using Sealift.TestKit;
using Sealift.Tls;

namespace Sealift.App.Tests.Files;

/// <summary>The embedded server, known to a home: its site is saved there, and so is its password.</summary>
internal sealed class PaneServer : IAsyncDisposable
{
    /// <summary>The name of the saved site.</summary>
    public const string Site = "lab";

    private const string User = "anna";
    private const string Password = "a password of this test";

    private readonly FtpServer _server;
    private readonly TestCertificates _certificates = new();

    private int _logins;

    private PaneServer(IFileStore? store)
    {
        Certificate = _certificates.IssueServer("localhost", "127.0.0.1");
        _server = new FtpServer(new FtpServerOptions
        {
            Explicit = [new IPEndPoint(IPAddress.Loopback, 0)],
            Certificate = TlsCertificate.From(Certificate.Certificate),
            Users = [new FtpUser { Name = User, PasswordHash = FtpPassword.Hash(Password, 1000), Store = store ?? new LocalFileStore(Files.Path) }],
            Listeners = [Hear],
            Limits = new FtpServerLimits { FailedLoginDelay = TimeSpan.Zero, StopTimeout = TimeSpan.FromSeconds(1) },
        });
    }

    /// <summary>How often somebody has logged in.</summary>
    public int Logins => Volatile.Read(ref _logins);

    /// <summary>Called when a listing or a file was transferred whole.</summary>
    public Action? OnTransferred { get; set; }

    /// <summary>What is served, unless the test has a store.</summary>
    public TempDirectory Files { get; } = new();

    private TestCertificate Certificate { get; }

    /// <summary>Starts a server that a home knows.</summary>
    /// <param name="home">The home.</param>
    /// <param name="store">What is served; by default a directory, see <see cref="Files"/>.</param>
    public static async Task<PaneServer> StartAsync(TempDirectory home, IFileStore? store = null)
    {
        var server = new PaneServer(store);
        await server._server.StartAsync(TestContext.Current.CancellationToken);
        SavedSite.Write(home, Site, "127.0.0.1", server._server.ExplicitEndPoints[0].Port, User, Password, $"pin = [\"sha256//{Convert.ToBase64String(server.Certificate.SpkiSha256)}\"]");
        return server;
    }

    private void Hear(FtpServerEvent happened)
    {
        if (happened is LoginSucceeded) Interlocked.Increment(ref _logins);
        if (happened is TransferEnded { IsComplete: true }) OnTransferred?.Invoke();
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Certificate.Dispose();
        _certificates.Dispose();
        Files.Dispose();
    }
}
