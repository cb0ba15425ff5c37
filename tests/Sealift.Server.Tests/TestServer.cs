using System.Net;
using System.Text;
using Sealift.Core.Stores;
using Sealift.TestKit;
using Sealift.Tls;

namespace Sealift.Server.Tests;

/// <summary>A server on free loopback ports that serves a directory of its own to two users, one of whom only reads.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    public const string User = "anna";
    public const string Reader = "rita";
    public const string Password = "S3cr3t Ünï%40";

    // Tests log in many times; the cost itself is tested elsewhere.
    private const int Iterations = 1000;

    private readonly TestCertificates _certificates;

    private TestServer(DirectoryInfo directory, TestCertificates certificates, FtpServer server, FtpServerLimits limits, TestLog log)
    {
        Directory = directory;
        _certificates = certificates;
        Server = server;
        Limits = limits;
        Log = log;
    }

    public FtpServer Server { get; }

    public FtpServerLimits Limits { get; }

    public TestLog Log { get; }

    /// <summary>What the users see as "/".</summary>
    public string Root => Path.Combine(Directory.FullName, "root");

    /// <summary>The directory above <see cref="Root"/>, which nobody may see.</summary>
    public DirectoryInfo Directory { get; }

    public IPEndPoint Explicit => Server.ExplicitEndPoints[0];

    public IPEndPoint Implicit => Server.ImplicitEndPoints[0];

    public static FtpServerLimits QuickLimits { get; } = new()
    {
        FailedLoginDelay = TimeSpan.FromMilliseconds(1),
        MaxFailedLoginsPerUser = 1_000_000,
        MaxFailedLoginsPerAddress = 1_000_000,
        HandshakeTimeout = TimeSpan.FromSeconds(60),
        StopTimeout = TimeSpan.FromSeconds(5),
        MaxSessions = 1000,
        MaxSessionsPerAddress = 1000,
    };

    /// <summary>Whether servers are on SslStream: with <c>SEALIFT_TLS=platform</c>.</summary>
    public static bool IsPlatform { get; } = string.Equals(Environment.GetEnvironmentVariable("SEALIFT_TLS"), "platform", StringComparison.OrdinalIgnoreCase);

    /// <summary>The authority of this server's certificate; more can be had from it.</summary>
    public TestCertificates Certificates => _certificates;

    public static Task<TestServer> StartAsync(Func<FtpServerOptions, FtpServerOptions>? change = null) =>
        StartAsync((options, _) => change?.Invoke(options) ?? options);

    public static async Task<TestServer> StartAsync(Func<FtpServerOptions, TestCertificates, FtpServerOptions> change)
    {
        var directory = System.IO.Directory.CreateTempSubdirectory("sealift-server-");
        var store = new LocalFileStore(directory.CreateSubdirectory("root").FullName);
        var certificates = new TestCertificates();
        var hash = FtpPassword.Hash(Password, Iterations);
        var log = new TestLog();
        var options = new FtpServerOptions
        {
            Explicit = [new IPEndPoint(IPAddress.Loopback, 0)],
            Implicit = [new IPEndPoint(IPAddress.Loopback, 0)],
            Certificate = TlsCertificate.From(certificates.IssueServer().Certificate),
            Users =
            [
                new FtpUser { Name = User, PasswordHash = hash, Store = store },
                new FtpUser { Name = Reader, PasswordHash = hash, Store = store, Rights = FtpRights.ReadOnly },
            ],
            TlsBackend = IsPlatform ? TlsBackend.Platform : TlsBackend.OpenSsl, // one test asks for the other
            Limits = QuickLimits,
            Logger = log,
        };
        options = change(options, certificates);
        var server = new FtpServer(options);
        await server.StartAsync();
        return new TestServer(directory, certificates, server, options.Limits, log);
    }

    public string Write(string name, string content)
    {
        var path = Path.Combine(Root, name);
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content, new UTF8Encoding(false));
        return path;
    }

    public string Write(string name, byte[] content)
    {
        var path = Path.Combine(Root, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    public string Read(string name) => File.ReadAllText(Path.Combine(Root, name));

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _certificates.Dispose();
        Directory.Delete(recursive: true);
    }
}
