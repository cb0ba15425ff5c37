using System.Net;
using System.Security.Cryptography;
using Sealift.Cli.Serving;
using Sealift.Core.Stores;
using Sealift.Server;
using Sealift.Tls;
using Sealift.Tls.Trust;

namespace Sealift.Cli.Demo;

/// <summary>The embedded server on free loopback ports, with a directory of its own that goes when it goes.</summary>
internal sealed class DemoServer : IAsyncDisposable
{
    public const string User = "demo";
    public const string FileName = "Grüße aus Hamburg.bin";
    private const int FileLength = 1024 * 1024 + 1;

    private readonly FtpServer _server;
    private readonly TlsCertificate _certificate;

    private DemoServer(string directory, byte[] content, string password, TlsCertificate certificate, FtpServer server)
    {
        DirectoryPath = directory;
        Content = content;
        Password = password;
        _certificate = certificate;
        _server = server;
    }

    public string DirectoryPath { get; }

    /// <summary>The bytes of <see cref="FileName"/>.</summary>
    public byte[] Content { get; }

    public string Password { get; }

    public SpkiPin Pin => SpkiPin.Of(_certificate.Leaf);

    public IPEndPoint Explicit => _server.ExplicitEndPoints[0];

    public IPEndPoint Implicit => _server.ImplicitEndPoints[0];

    public static async Task<DemoServer> StartAsync(CancellationToken cancellationToken)
    {
        var directory = Directory.CreateTempSubdirectory("sealift-demo-").FullName;
        try
        {
            var content = RandomNumberGenerator.GetBytes(FileLength);
            await File.WriteAllBytesAsync(Path.Join(directory, FileName), content, cancellationToken);
            var password = GeneratedPassword.Create();
            var certificate = SelfSignedCertificate.Create([], TimeProvider.System);
            var user = new FtpUser { Name = User, PasswordHash = FtpPassword.Hash(password), Store = new LocalFileStore(directory) };
            var server = new FtpServer(new FtpServerOptions
            {
                Explicit = [new IPEndPoint(IPAddress.Loopback, 0)],
                Implicit = [new IPEndPoint(IPAddress.Loopback, 0)],
                Certificate = certificate,
                Users = [user],
                Limits = new FtpServerLimits { StopTimeout = TimeSpan.FromSeconds(1), FailedLoginDelay = TimeSpan.FromMilliseconds(100) },
            });
            await server.StartAsync(cancellationToken);
            return new DemoServer(directory, content, password, certificate, server);
        }
        catch
        {
            Directory.Delete(directory, recursive: true);
            throw;
        }
    }

    /// <summary>What is on the disk under a name; <see langword="null"/> if nothing is.</summary>
    public byte[]? OnDisk(string name)
    {
        var path = Path.Join(DirectoryPath, name);
        return File.Exists(path) ? File.ReadAllBytes(path) : null;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _certificate.Dispose();
        Directory.Delete(DirectoryPath, recursive: true);
    }
}
