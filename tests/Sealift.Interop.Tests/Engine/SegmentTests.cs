using System.Net;
using System.Security.Cryptography;
using Sealift.Client;
using Sealift.Core;
using Sealift.Core.Stores;
using Sealift.Server;
using Sealift.TestKit;
using Sealift.Tls;
using Sealift.Tls.Trust;
using Sealift.Transfer;
using Sealift.Transfer.Events;
using Sealift.Transfer.Running;

namespace Sealift.Interop.Tests.Engine;

/// <summary>A large file on several sessions at once: down by REST, up by COMB where the server has it.</summary>
public sealed class SegmentTests(PeerServers peers)
{
    private const int Size = (6 * 1024 * 1024) + 17;

    private static readonly TransferRunOptions InFour = new() { Sessions = 2, Segments = 4, SmallestSegment = 1024 * 1024 };

    [Theory]
    [InlineData("vsftpd")]
    [InlineData("proftpd")]
    [InlineData("pureftpd")]
    public async Task A_download_in_four_segments_is_one_file(string name)
    {
        var peer = peers.Require(name);
        using var target = new TempDirectory();
        var (here, there) = EngineWork.MakeDirectory(peer);
        var content = RandomNumberGenerator.GetBytes(Size);
        await File.WriteAllBytesAsync(Path.Combine(here, "big"), content, TestContext.Current.CancellationToken);

        await using var source = EngineWork.Side(peer, there);
        await using var local = TransferSide.Local(target.Path);
        var (events, summary) = await EngineWork.RunAsync(source, local, InFour);

        EngineWork.AssertComplete(summary);
        Assert.Equal(4, Assert.Single(events.OfType<FileDone>()).Receipt.Segments);
        Assert.Equal(content, await File.ReadAllBytesAsync(Path.Combine(target.Path, "big"), TestContext.Current.CancellationToken));
        Assert.Single(Directory.GetFiles(target.Path));
    }

    [Fact]
    public async Task Segments_of_a_cancelled_download_are_gone_on_with()
    {
        var peer = peers.Require("proftpd");
        using var target = new TempDirectory();
        var (here, there) = EngineWork.MakeDirectory(peer);
        var content = RandomNumberGenerator.GetBytes(Size);
        await File.WriteAllBytesAsync(Path.Combine(here, "big"), content, TestContext.Current.CancellationToken);
        var journal = new Transfer.Journals.MemoryTransferJournal();
        await using var source = EngineWork.Side(peer, there);
        await using var local = TransferSide.Local(target.Path);

        // Slow enough that the first progress comes long before the end, whatever else the machine does.
        var slow = InFour with { Journal = journal, RateLimit = new RateLimit(256 * 1024) };
        var runner = new TransferRunner(new Transfer.Planning.TransferPlan(source, local), slow);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        await foreach (var happened in runner.RunAsync(stop.Token))
        {
            if (happened is FileProgress { Bytes: > 1024 * 1024 }) await stop.CancelAsync();
            if (happened is RunFinished { Summary: var cancelled }) Assert.True(cancelled.WasCancelled);
        }

        var (events, summary) = await EngineWork.RunAsync(source, local, InFour with { Journal = journal });

        EngineWork.AssertComplete(summary);
        Assert.InRange(Assert.Single(events.OfType<FileDone>()).Receipt.ResumedAt, 64 * 1024, Size);
        Assert.Equal(content, await File.ReadAllBytesAsync(Path.Combine(target.Path, "big"), TestContext.Current.CancellationToken));
        Assert.Single(Directory.GetFiles(target.Path));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_upload_in_segments_is_joined_by_a_server_that_can(bool isLateWithSome)
    {
        using var source = new TempDirectory();
        using var served = new TempDirectory();
        var content = RandomNumberGenerator.GetBytes(Size);
        await File.WriteAllBytesAsync(Path.Combine(source.Path, "big"), content, TestContext.Current.CancellationToken);
        using var certificates = new TestCertificates();

        // The last segment is the longest by a byte. When it and the first one are confirmed, all bytes of the others have been sent, and no more.
        IFileStore store = new LocalFileStore(served.Path);
        if (isLateWithSome) store = new LateStore(store, Size / 4, Size - (Size / 4 * 3));
        await using var server = new FtpServer(new FtpServerOptions
        {
            Explicit = [new IPEndPoint(IPAddress.Loopback, 0)],
            Certificate = TlsCertificate.From(certificates.IssueServer().Certificate),
            Users = [new FtpUser { Name = "anna", PasswordHash = FtpPassword.Hash("secret", 1000), Store = store }],
        });
        await server.StartAsync(TestContext.Current.CancellationToken);
        var options = new FtpClientOptions
        {
            Host = "127.0.0.1",
            Port = server.ExplicitEndPoints[0].Port,
            Credential = FtpCredential.WithPassword("anna", "secret"),
            Trust = new TrustPolicy { Roots = [certificates.Authority] },
        };

        await using var local = TransferSide.Local(source.Path);
        await using var target = EngineWork.Side(options, FtpPath.Root, "own");
        var (events, summary) = await EngineWork.RunAsync(local, target, InFour with { Proof = TransferProof.HashWherePossible });

        EngineWork.AssertComplete(summary);
        Assert.Equal(4, Assert.Single(events.OfType<FileDone>()).Receipt.Segments);
        Assert.Equal(content, await File.ReadAllBytesAsync(Path.Combine(served.Path, "big"), TestContext.Current.CancellationToken));
        Assert.Single(Directory.GetFiles(served.Path));
    }

    [Fact]
    public async Task An_upload_to_a_server_that_cannot_join_goes_whole()
    {
        var peer = peers.Require("vsftpd");
        using var source = new TempDirectory();
        var (here, there) = EngineWork.MakeDirectory(peer);
        var content = RandomNumberGenerator.GetBytes(Size);
        await File.WriteAllBytesAsync(Path.Combine(source.Path, "big"), content, TestContext.Current.CancellationToken);

        await using var local = TransferSide.Local(source.Path);
        await using var target = EngineWork.Side(peer, there);
        var (events, summary) = await EngineWork.RunAsync(local, target, InFour);

        EngineWork.AssertComplete(summary);
        Assert.Equal(1, Assert.Single(events.OfType<FileDone>()).Receipt.Segments);
        Assert.Equal(content, await File.ReadAllBytesAsync(Path.Combine(here, "big"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Files_go_from_server_to_server()
    {
        var (one, other) = (peers.Require("pureftpd"), peers.Require("vsftpd"));
        var (fromHere, from) = EngineWork.MakeDirectory(one);
        var (toHere, to) = EngineWork.MakeDirectory(other);
        foreach (var number in Enumerable.Range(0, 12))
            await File.WriteAllBytesAsync(Path.Combine(fromHere, $"f{number}"), RandomNumberGenerator.GetBytes(number * 20_000), TestContext.Current.CancellationToken);

        await using var source = EngineWork.Side(one, from);
        await using var target = EngineWork.Side(other, to);
        var (_, summary) = await EngineWork.RunAsync(source, target, new TransferRunOptions());

        EngineWork.AssertComplete(summary);
        foreach (var file in Directory.GetFiles(fromHere))
        {
            var there = Path.Combine(toHere, Path.GetFileName(file));
            Assert.Equal(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken), await File.ReadAllBytesAsync(there, TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public async Task Files_are_copied_within_one_server()
    {
        var peer = peers.Require("vsftpd");
        var (fromHere, from) = EngineWork.MakeDirectory(peer);
        var (toHere, to) = EngineWork.MakeDirectory(peer);
        foreach (var number in Enumerable.Range(0, 6))
            await File.WriteAllBytesAsync(Path.Combine(fromHere, $"f{number}"), RandomNumberGenerator.GetBytes(50_000), TestContext.Current.CancellationToken);
        await using var pool = new FtpClientPool(ClientWork.Options(peer, "127.0.0.1", TlsVersion.Tls13, TlsBackend.OpenSsl), new FtpClientPoolOptions { MaxSessions = 4 });

        await using var source = TransferSide.Ftp(pool, from, "from", "one");
        await using var target = TransferSide.Ftp(pool, to, "to", "one");
        var (_, summary) = await EngineWork.RunAsync(source, target, new TransferRunOptions());

        EngineWork.AssertComplete(summary);
        Assert.Equal(6, Directory.GetFiles(toHere).Length);
    }
}
