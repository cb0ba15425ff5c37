using System.Net;
using Sealift.Client;
using Sealift.Core;
using Sealift.Core.Stores;
using Sealift.Server;
using Sealift.TestKit;
using Sealift.TestKit.Stores;
using Sealift.Tls;
using Sealift.Tls.Trust;

namespace Sealift.Transfer.Tests.Running;

/// <summary>A side of one of three kinds, with faults at the bottom: under the engine, or under the server that the engine talks to.</summary>
internal sealed class RandomSide : IAsyncDisposable
{
    private readonly TempDirectory? _directory;
    private readonly TestCertificates? _certificates;
    private readonly FtpServer? _server;

    private RandomSide(SideKind kind, IReadOnlyDictionary<string, HashSet<string>> contents, TestCertificates? certificates)
    {
        Kind = kind;
        _directory = kind == SideKind.Local ? new TempDirectory() : null;
        Raw = _directory is null ? new MemoryFileStore() : new LocalFileStore(_directory.Path);
        Watched = new WatchedStore(Raw, contents);
        Faults = new FaultStore(Watched);
        if (kind != SideKind.Ftp) return;
        _certificates = certificates;
        _server = new FtpServer(new FtpServerOptions
        {
            Explicit = [new IPEndPoint(IPAddress.Loopback, 0)],
            Certificate = TlsCertificate.From(certificates!.IssueServer().Certificate),
            Users = [new FtpUser { Name = "anna", PasswordHash = FtpPassword.Hash("secret", 1000), Store = Faults }],
        });
    }

    public SideKind Kind { get; }

    /// <summary>The files, without faults.</summary>
    public IFileStore Raw { get; }

    public WatchedStore Watched { get; }

    public FaultStore Faults { get; }

    public static async Task<RandomSide> StartAsync(SideKind kind, IReadOnlyDictionary<string, HashSet<string>> contents, TestCertificates certificates)
    {
        var side = new RandomSide(kind, contents, certificates);
        if (side._server is { } server) await server.StartAsync(TestContext.Current.CancellationToken);
        return side;
    }

    /// <summary>The side for one run.</summary>
    public TransferSide Open(string name)
    {
        if (_server is null) return TransferSide.Of(Faults, FtpPath.Home, name);
        var pool = new FtpClientPool(
            new FtpClientOptions
            {
                Host = "127.0.0.1",
                Port = _server.ExplicitEndPoints[0].Port,
                Credential = FtpCredential.WithPassword("anna", "secret"),
                Trust = new TrustPolicy { Roots = [_certificates!.Authority] },
            },
            new FtpClientPoolOptions { MaxSessions = 3 });
        return TransferSide.Ftp(pool, FtpPath.Root, name, name);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        _directory?.Dispose();
    }
}
