using System.Globalization;
using System.Net;
using Sealift.Core.Stores;
using Sealift.Server;
using Sealift.TestKit;
using Sealift.Tls;
using Sealift.Tls.Trust;

namespace Sealift.App.Tests.Sites;

/// <summary>The embedded server with a certificate that nobody vouches for.</summary>
internal sealed class StrangeServer : IAsyncDisposable
{
    public const string User = "anna";
    public const string Password = "S3cr3t-canary";

    private readonly TestCertificates _certificates = new();
    private readonly FtpServer _server;

    private StrangeServer(TestCertificateOptions certificate)
    {
        var issued = _certificates.Issue(certificate).Certificate;
        Pin = SpkiPin.Of(issued);
        _server = new FtpServer(new FtpServerOptions
        {
            Explicit = [new IPEndPoint(IPAddress.Loopback, 0)],
            Certificate = TlsCertificate.From(issued),
            Users = [new FtpUser { Name = User, PasswordHash = FtpPassword.Hash(Password, 1000), Store = new MemoryFileStore() }],
            Limits = new FtpServerLimits { StopTimeout = TimeSpan.FromSeconds(1) },
        });
    }

    /// <summary>The key that it presents now.</summary>
    public SpkiPin Pin { get; private set; }

    public int Port => _server.ExplicitEndPoints[0].Port;

    /// <summary>The lines of a site for it.</summary>
    /// <param name="name">The site.</param>
    /// <param name="lines">More lines.</param>
    public string SiteLines(string name, string lines = "") =>
        string.Create(CultureInfo.InvariantCulture, $"[{name}]\nhost = \"127.0.0.1\"\nport = {Port}\nuser = \"{User}\"\n{lines}\n");

    public static async Task<StrangeServer> StartAsync(TestCertificateOptions? certificate = null)
    {
        var server = new StrangeServer(certificate ?? new TestCertificateOptions { SelfSigned = true });
        await server._server.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    /// <summary>Presents another key from now on.</summary>
    public void ChangeKey()
    {
        var issued = _certificates.Issue(new TestCertificateOptions { SelfSigned = true, CommonName = "another.example" }).Certificate;
        Pin = SpkiPin.Of(issued);
        _server.UseCertificates(TlsCertificate.From(issued));
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _certificates.Dispose();
    }
}
