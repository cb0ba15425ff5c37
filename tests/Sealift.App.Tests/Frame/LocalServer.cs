using System.Net;
using Sealift.Cli.Serving;
using Sealift.Core.Stores;
using Sealift.Server;
using Sealift.TestKit;
using Sealift.Tls;
using Sealift.Tls.Trust;

namespace Sealift.App.Tests.Frame;

/// <summary>The embedded server in the process of the test, with a directory of its own.</summary>
internal sealed class LocalServer : IAsyncDisposable
{
    private const string User = "anna";
    private const string Password = "secret of the test 1";

    private readonly TempDirectory _directory = new();
    private readonly TlsCertificate _certificate;
    private readonly FtpServer _server;

    private LocalServer()
    {
        _certificate = SelfSignedCertificate.Create([], TimeProvider.System);
        _server = new FtpServer(new FtpServerOptions
        {
            Explicit = [new IPEndPoint(IPAddress.Loopback, 0)],
            Certificate = _certificate,
            Users = [new FtpUser { Name = User, PasswordHash = FtpPassword.Hash(Password), Store = new LocalFileStore(Home) }],
            Limits = new FtpServerLimits { StopTimeout = TimeSpan.FromSeconds(1) },
        });
        _directory.WritePrivate("password", Password);
    }

    /// <summary>What the server serves.</summary>
    public string Home => Directory.CreateDirectory(_directory.Combine("home")).FullName;

    /// <summary>Its address as it is typed.</summary>
    public string Address => $"ftpes://{User}@{_server.ExplicitEndPoints[0]}/";

    /// <summary>The words that trust it and log in.</summary>
    public IReadOnlyList<string> Words => ["--pin", SpkiPin.Of(_certificate.Leaf).ToString(), "--password-file", _directory.Combine("password")];

    public static async Task<LocalServer> StartAsync()
    {
        var server = new LocalServer();
        await server._server.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _certificate.Dispose();
        _directory.Dispose();
    }
}
