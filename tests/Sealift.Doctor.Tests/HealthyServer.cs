using System.Net;
using Sealift.Client;
using Sealift.Core.Stores;
using Sealift.Server;
using Sealift.TestKit;
using Sealift.Tls;

namespace Sealift.Doctor.Tests;

/// <summary>This suite's own server, with which nothing is wrong unless a test wants it.</summary>
internal sealed class HealthyServer : IAsyncDisposable
{
    public const string User = "anna";
    public const string Password = "a password that is long enough";

    // The cost of hashing is tested elsewhere.
    private const int Iterations = 1000;

    private readonly TestCertificates _certificates;
    private readonly FtpServer _server;

    private HealthyServer(TestCertificates certificates, FtpServer server)
    {
        _certificates = certificates;
        _server = server;
    }

    public MemoryFileStore Store { get; private init; } = null!;

    public string AuthorityFile => _certificates.AuthorityFile;

    public int Port => _server.ExplicitEndPoints[0].Port;

    public int ImplicitPort => _server.ImplicitEndPoints[0].Port;

    /// <summary>The examination of its explicit port without a login.</summary>
    public DoctorOptions Options => Examine.Local(Port, AuthorityFile);

    /// <summary>The same with a login.</summary>
    public DoctorOptions LoggedIn => Options with
    {
        LogsIn = true,
        Client = Options.Client with { Credential = FtpCredential.WithPassword(User, Password) },
    };

    public static async Task<HealthyServer> StartAsync(
        TestCertificateOptions? certificate = null, Func<FtpServerOptions, FtpServerOptions>? change = null)
    {
        var certificates = new TestCertificates();
        var issued = certificates.Issue(certificate ?? new TestCertificateOptions());
        var store = new MemoryFileStore();
        var options = new FtpServerOptions
        {
            Explicit = [new IPEndPoint(IPAddress.Loopback, 0)],
            Implicit = [new IPEndPoint(IPAddress.Loopback, 0)],
            Certificate = TlsCertificate.From(issued.Certificate),
            Users = [new FtpUser { Name = User, PasswordHash = FtpPassword.Hash(Password, Iterations), Store = store }],
        };
        var server = new FtpServer(change is null ? options : change(options));
        await server.StartAsync(TestContext.Current.CancellationToken);
        return new HealthyServer(certificates, server) { Store = store };
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _certificates.Dispose();
    }
}
