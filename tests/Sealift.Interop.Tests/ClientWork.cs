using System.Security.Cryptography.X509Certificates;
using Sealift.Client;
using Sealift.Core;
using Sealift.TestKit;
using Sealift.Tls;
using Sealift.Tls.Trust;

namespace Sealift.Interop.Tests;

/// <summary>A session with a real server, and the shortest words for what the tests do with it.</summary>
internal static class ClientWork
{
    public static Task<FtpClient> ConnectAsync(
        Peer peer,
        string host = "127.0.0.1",
        TlsVersion version = TlsVersion.Tls13,
        TlsBackend backend = TlsBackend.OpenSsl) =>
        FtpClient.ConnectAsync(Options(peer, host, version, backend), TestContext.Current.CancellationToken);

    public static FtpClientOptions Options(Peer peer, string host, TlsVersion version, TlsBackend backend) => new()
    {
        Host = host,
        Port = peer.Port,
        Mode = peer.Mode == PeerMode.Implicit ? FtpTlsMode.Implicit : FtpTlsMode.Explicit,
        Credential = FtpCredential.WithPassword(peer.User, peer.Password),
        Trust = new TrustPolicy { Roots = [X509CertificateLoader.LoadCertificateFromFile(peer.Ca)] },
        MinTlsVersion = version,
        MaxTlsVersion = version,
        TlsBackend = backend,
        ReplyTimeout = TimeSpan.FromSeconds(20),
        StallTimeout = TimeSpan.FromSeconds(20),
    };

    public static async Task PutAsync(this FtpClient client, FtpPath path, byte[] content)
    {
        using var source = new MemoryStream(content, writable: false);
        var result = await client.UploadAsync(source, path, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(content.Length, result.Bytes);
    }

    public static async Task<byte[]> GetAsync(this FtpClient client, FtpPath path, long offset = 0)
    {
        using var target = new MemoryStream();
        await client.DownloadAsync(path, target, offset, cancellationToken: TestContext.Current.CancellationToken);
        return target.ToArray();
    }

    public static async Task<List<FtpEntry>> EntriesAsync(this FtpClient client, FtpPath directory)
    {
        var entries = new List<FtpEntry>();
        await foreach (var entry in client.ListAsync(directory, TestContext.Current.CancellationToken)) entries.Add(entry);
        return entries;
    }

    /// <summary>A new directory on the server for one test.</summary>
    public static async Task<FtpPath> MakeDirectoryAsync(this FtpClient client)
    {
        var directory = FtpPath.Home.Append(Path.GetRandomFileName());
        Assert.True(await client.CreateDirectoryAsync(directory, TestContext.Current.CancellationToken));
        return directory;
    }

    /// <summary>The same file as the server's disk has it.</summary>
    public static string OnDisk(this Peer peer, FtpPath path) => Path.Combine(peer.Home, path.ToString());

    /// <summary>
    /// All data connections resumed the control connection's session. Pure-FTPd issues no TLS 1.3 tickets that it accepts
    /// again, and demands none: there the work must merely succeed.
    /// </summary>
    public static void AssertResumed(this FtpClient client, Peer peer, int atLeast)
    {
        Assert.InRange(client.DataConnections, atLeast, int.MaxValue);
        if (peer.SessionReuse == PeerSessionReuse.Required || client.Tls!.Version == TlsVersion.Tls12)
            Assert.Equal(client.DataConnections, client.ResumedDataConnections);
    }
}
