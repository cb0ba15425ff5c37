using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sealift.Core;
using Sealift.Core.Stores;
using Sealift.TestKit;
using Sealift.TestKit.Faults;
using Sealift.Tls;
using Sealift.Tls.Trust;
using Sealift.Transfer;
using Sealift.Transfer.Events;
using Sealift.Transfer.Journals;
using Sealift.Transfer.Planning;
using Sealift.Transfer.Running;

namespace Sealift.Interop.Tests.Engine;

/// <summary>
/// Connections to real servers that break on the way, with TLS as those servers speak it: one at a time, at the edges of everything. The engine tries
/// again within the run, and the file arrives whole.
/// </summary>
public sealed class WireFaultTests(PeerServers peers)
{
    private const int Size = 300_000;

    private static readonly RetryPolicy AtOnce = new() { FirstPause = TimeSpan.Zero, LongestPause = TimeSpan.FromMilliseconds(50), FullPause = TimeSpan.Zero };
    private static readonly FtpPath Name = FtpPath.Parse("a");

    public static TheoryData<string, WireFaultKind, bool> Rows
    {
        get
        {
            var rows = new TheoryData<string, WireFaultKind, bool>();
            foreach (var peer in (string[])[PeerNames.Vsftpd, PeerNames.Proftpd, PeerNames.Pureftpd])
            {
                foreach (var kind in (WireFaultKind[])[WireFaultKind.Cut, WireFaultKind.Reset, WireFaultKind.Stall, WireFaultKind.BlackHole, WireFaultKind.HalfClose, WireFaultKind.FlipBit])
                {
                    rows.Add(peer, kind, true);
                    rows.Add(peer, kind, false);
                }
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task A_connection_to_a_real_server_may_break_and_the_file_arrives_whole(string name, WireFaultKind kind, bool isUpload)
    {
        var peer = peers.Require(name);
        var address = RandomNumberGenerator.GetBytes(2);
        var (here, there) = EngineWork.MakeDirectory(peer);
        await using var proxy = FaultProxy.Start([peer.Port], peer.Ports.Skip(1), new IPAddress([127, (byte)(10 + (address[0] % 40)), address[1], 2]));
        var content = RandomNumberGenerator.GetBytes(Size);
        foreach (var fault in Faults(kind))
        {
            var local = new MemoryFileStore();
            File.Delete(Path.Combine(here, "a"));
            await File.WriteAllBytesAsync(Path.Combine(here, isUpload ? "old" : "a"), content, TestContext.Current.CancellationToken);
            await WriteAsync(local, isUpload ? content : "old"u8.ToArray());
            proxy.Plan = connection => !connection.IsControl && connection.Number == 1 ? fault : null;

            var summary = await RunAsync(peer, proxy, local, there, isUpload);

            Assert.True(summary.IsComplete, $"{fault}: {string.Join('\n', summary.Failures.Append(summary.PlanFailure))}");
            var arrived = isUpload ? await File.ReadAllBytesAsync(Path.Combine(here, "a"), TestContext.Current.CancellationToken) : await ReadAsync(local);
            Assert.True(content.AsSpan().SequenceEqual(arrived), $"{fault}: another content arrived");
            Assert.DoesNotContain(Directory.EnumerateFiles(here), static file => file.EndsWith(LocalFileStore.PartSuffix, StringComparison.Ordinal));
            await proxy.EndAllAsync();
        }
    }

    private static IEnumerable<WireFault> Faults(WireFaultKind kind) =>
        from direction in (WireDirection[])[WireDirection.ToServer, WireDirection.ToClient]
        from at in (long[])[0, 300, 131_072]
        where kind != WireFaultKind.FlipBit || at > 0
        select new WireFault(kind, direction, at);

    private static async Task WriteAsync(MemoryFileStore store, byte[] content)
    {
        await using var stream = await store.OpenWriteAsync(Name, FileWriteOptions.Replace, TestContext.Current.CancellationToken);
        await stream.WriteAsync(content, TestContext.Current.CancellationToken);
        await stream.CompleteAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<byte[]> ReadAsync(MemoryFileStore store)
    {
        await using var stream = await store.OpenReadAsync(Name, cancellationToken: TestContext.Current.CancellationToken);
        using var content = new MemoryStream();
        await stream.CopyToAsync(content, TestContext.Current.CancellationToken);
        return content.ToArray();
    }

    private static async Task<TransferRunSummary> RunAsync(Peer peer, FaultProxy proxy, MemoryFileStore local, FtpPath there, bool isUpload)
    {
        var clock = new TestClock();
        var certificate = Path.Combine(Path.GetDirectoryName(peer.Ca)!, "server.pem"); // it does not name the proxy's address
        using var leaf = X509CertificateLoader.LoadCertificateFromFile(certificate);
        var options = ClientWork.Options(peer, proxy.Address.ToString(), TlsVersion.Tls13, TlsBackend.OpenSsl) with
        {
            Trust = new TrustPolicy { Pins = [SpkiPin.Of(leaf)] },
            TimeProvider = clock,
        };
        await using var remote = EngineWork.Side(options, there, peer.Name, sessions: 1);
        await using var here = TransferSide.Of(local, FtpPath.Home, "here");
        var (source, target) = isUpload ? (here, remote) : (remote, here);
        var entry = isUpload
            ? await local.FindAsync(Name, TestContext.Current.CancellationToken)
            : new FtpEntry { Name = "a", Kind = FtpEntryKind.File, Size = Size };
        var runOptions = new TransferRunOptions { Sessions = 1, Retry = AtOnce, Journal = new MemoryTransferJournal(), TimeProvider = clock };
        var running = RunAsync(new TransferRunner(source, target, Steps(entry!), runOptions));

        // Only a limit ends what stands still; the server's own time passes as it does.
        while (!running.IsCompleted && !proxy.Connections.Any(static connection => connection.Struck.IsCompleted))
            await Task.WhenAny(running, Task.Delay(10, TestContext.Current.CancellationToken));
        await clock.PassUntilAsync(running, TimeSpan.FromHours(1), Quiet(proxy), TimeSpan.FromMinutes(4));
        return await running;
    }

    // Nothing has moved for a quarter of a second: a busy server is not a silent one.
    private static Func<long> Quiet(FaultProxy proxy)
    {
        var (seen, quiet, unrest) = (-1L, 0, 0L);
        return () =>
        {
            quiet = proxy.Activity == seen ? quiet + 1 : 0;
            seen = proxy.Activity;
            return quiet >= 16 ? unrest : ++unrest;
        };
    }

    private static async Task<TransferRunSummary> RunAsync(TransferRunner runner)
    {
        TransferRunSummary? summary = null;
        await foreach (var happened in runner.RunAsync(TestContext.Current.CancellationToken)) summary = (happened as RunFinished)?.Summary;
        return summary!;
    }

    private static async IAsyncEnumerable<TransferStep> Steps(FtpEntry entry)
    {
        await Task.Yield();
        yield return new TransferStep(StepAction.Copy, Name, StepReason.Forced) { Source = entry, Because = "asked for" };
    }
}
