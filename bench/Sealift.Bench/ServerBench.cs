using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Sealift.Client;
using Sealift.Core;

namespace Sealift.Bench;

/// <summary>This project's server and Debian's, one after the other with the same client: what each needs for the same work.</summary>
internal static class ServerBench
{
    private const long Size = 1L << 30;
    private const int Loops = 4;
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(10);

    public static async Task RunAsync(Ground ground, int pairs)
    {
        using var own = MeasuredServer.StartOwn(ground.Binary, ground.Peer("vsftpd"));
        using var vsftpd = MeasuredServer.Of(ground.Peer("vsftpd"));
        using var proftpd = MeasuredServer.Of(ground.Peer("proftpd"));
        using var pureftpd = MeasuredServer.Of(ground.Peer("pureftpd"));
        MeasuredServer[] servers = [own, vsftpd, proftpd, pureftpd];

        await CpuAsync(servers, pairs);
        await LoginsAsync(servers, pairs);
        await SmallFilesAsync(ground, servers, pairs);
        await LatencyAsync(servers);
        await IdleAsync(ground, [vsftpd, proftpd, pureftpd]);
    }

    // A GiB each way. The session is still there when the time is taken: some servers never wait for its processes.
    private static async Task CpuAsync(MeasuredServer[] servers, int pairs)
    {
        Console.WriteLine($"## CPU of the server for 1 GiB over TLS 1.3, medians of {pairs}\n");
        Console.WriteLine("| server | sent, CPU s | sent, MiB/s | received, CPU s | received, MiB/s |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach (var server in servers) await CpuBench.MakeAsync(Path.Combine(server.Home, "big.bin"));
        var runs = servers.ToDictionary(s => s, _ => new List<(Usage Sent, Usage Received)>());

        // The first round is not counted: it is the first to touch much of the machine's memory.
        for (var i = -1; i < pairs; i++)
        {
            foreach (var server in servers)
            {
                await using var client = await FtpClient.ConnectAsync(server.ClientOptions());
                var sent = await MeasureAsync(server, () => client.DownloadAsync(FtpPath.Parse("big.bin"), Stream.Null));
                var received = await MeasureAsync(server, () => client.UploadAsync(new Zeros(Size), FtpPath.Parse("up.bin")));
                if (i >= 0) runs[server].Add((sent, received));
                await client.DeleteFileAsync(FtpPath.Parse("up.bin"));
                await client.QuitAsync();
            }
        }

        foreach (var server in servers)
        {
            File.Delete(Path.Combine(server.Home, "big.bin"));
            var (sent, received) = (Usage.Median([.. runs[server].Select(r => r.Sent)]), Usage.Median([.. runs[server].Select(r => r.Received)]));
            Row($"| {server.Name} | {sent.CpuSeconds:0.00} | {1024 / sent.WallSeconds:0} | {received.CpuSeconds:0.00} | {1024 / received.WallSeconds:0} |");
        }

        Console.WriteLine();
    }

    // New sessions with full handshakes, four at a time, for ten seconds. Client and server share the cores, so CPU time says more than the rate.
    private static async Task LoginsAsync(MeasuredServer[] servers, int pairs)
    {
        Console.WriteLine($"## Logins: explicit TLS 1.3, full handshake, 4 clients at a time for {Span.TotalSeconds} s, medians of {pairs}\n");
        Console.WriteLine("| server | logins a second | CPU of the server a login, ms |");
        Console.WriteLine("|---|---|---|");
        var runs = servers.ToDictionary(s => s, _ => new List<(double Rate, double Cpu)>());
        for (var i = 0; i < pairs; i++)
        {
            foreach (var server in servers)
            {
                var logins = 0;
                await LoginAsync(server); // the first is not the usual one: nothing is in any cache yet
                var usage = await MeasureAsync(server, () => Task.WhenAll(Enumerable.Range(0, Loops).Select(async _ =>
                {
                    var began = Stopwatch.GetTimestamp();
                    while (Stopwatch.GetElapsedTime(began) < Span)
                    {
                        await LoginAsync(server);
                        Interlocked.Increment(ref logins);
                    }
                })));
                runs[server].Add((logins / usage.WallSeconds, usage.CpuSeconds * 1000 / logins));
            }
        }

        foreach (var server in servers)
            Row($"| {server.Name} | {Usage.Median(runs[server].Select(r => r.Rate)):0} | {Usage.Median(runs[server].Select(r => r.Cpu)):0.0} |");
        Console.WriteLine();
    }

    private static async Task LoginAsync(MeasuredServer server)
    {
        await using var client = await FtpClient.ConnectAsync(server.ClientOptions());
        await client.QuitAsync();
    }

    private static async Task SmallFilesAsync(Ground ground, MeasuredServer[] servers, int pairs)
    {
        Console.WriteLine($"## 2,000 files of 4 KiB, 8 sessions of `sealift`, TLS 1.3 and 1.2, medians of {pairs}\n");
        Console.WriteLine("| server | TLS | direction | files a second | CPU of the server a file, ms |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach (var version in (string[])["1.3", "1.2"])
        {
            foreach (var isUpload in (bool[])[false, true])
            {
                var runs = servers.ToDictionary(s => s, _ => new List<(double Rate, double Cpu)>());
                for (var i = 0; i < pairs; i++)
                {
                    foreach (var server in servers)
                    {
                        using var tree = await Tree.MakeAsync(server.AsPeer(), isUpload, 20, 100, 4096);
                        var cpu = server.CpuSeconds();
                        var usage = TreeBench.RunOwn(ground, server.AsPeer(), tree, version);
                        cpu = server.CpuSeconds() - cpu;
                        var arrived = tree.CountArrived(4096);
                        if (arrived != tree.Files.Count) throw new InvalidOperationException($"{server.Name}: {arrived} of {tree.Files.Count} files arrived.");
                        runs[server].Add((arrived / usage.WallSeconds, cpu * 1000 / arrived));
                    }
                }

                foreach (var server in servers)
                {
                    var (rate, each) = (Usage.Median(runs[server].Select(r => r.Rate)), Usage.Median(runs[server].Select(r => r.Cpu)));
                    Row($"| {server.Name} | {version} | {(isUpload ? "up" : "down")} | {rate:0} | {each:0.00} |");
                }
            }
        }

        Console.WriteLine();
    }

    // A fifth session, of another process, asks while four receive. The clients share the cores with the servers.
    private static async Task LatencyAsync(MeasuredServer[] servers)
    {
        Console.WriteLine($"## NOOP while 4 transfers run, for {Span.TotalSeconds} s\n");
        Console.WriteLine("| server | median, ms | 99th percentile, ms | slowest, ms | MiB/s of the transfers |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach (var server in servers)
        {
            await CpuBench.MakeAsync(Path.Combine(server.Home, "big.bin"));
            using var over = new CancellationTokenSource();
            var received = new CountingStream();
            var transfers = Enumerable.Range(0, Loops).Select(_ => KeepReceivingAsync(server, received, over.Token)).ToArray();
            var began = Stopwatch.GetTimestamp();
            var (median, late, slowest) = await AskingProcess.RunAsync(server, Span);
            var rate = received.Count / Stopwatch.GetElapsedTime(began).TotalSeconds / (1 << 20);
            Row($"| {server.Name} | {median:0.00} | {late:0.00} | {slowest:0.00} | {rate:0} |");
            await over.CancelAsync();
            await Task.WhenAll(transfers);
            File.Delete(Path.Combine(server.Home, "big.bin"));
        }

        Console.WriteLine();
    }

    private static async Task KeepReceivingAsync(MeasuredServer server, Stream target, CancellationToken over)
    {
        try
        {
            await using var client = await FtpClient.ConnectAsync(server.ClientOptions(), over);
            while (true) await client.DownloadAsync(FtpPath.Parse("big.bin"), target, cancellationToken: over);
        }
        catch (Exception e) when (over.IsCancellationRequested && e is OperationCanceledException or FtpException)
        {
            return; // the measurement is over
        }
    }

    // 2,000 on ours; 100 on the others, which give each session a process or two.
    private static async Task IdleAsync(Ground ground, MeasuredServer[] others)
    {
        Console.WriteLine("## Memory of idle TLS 1.3 sessions, logged in (proportional set size: shared pages divided by those who share them)\n");
        Console.WriteLine("| server | sessions | KiB each |");
        Console.WriteLine("|---|---|---|");
        using (var own = MeasuredServer.StartForMany(ground.Peer("vsftpd"))) await IdleAsync(own, 2000);
        foreach (var server in others) await IdleAsync(server, 100);
        Console.WriteLine();
    }

    private static async Task IdleAsync(MeasuredServer server, int count)
    {
        for (var i = 0; i < 50; i++) await LoginAsync(server);
        var before = server.MemoryKiB();
        var clients = new ConcurrentBag<FtpClient>();
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = Loops }, async (_, cancellationToken) =>
            clients.Add(await FtpClient.ConnectAsync(server.ClientOptions(), cancellationToken)));
        await Task.Delay(TimeSpan.FromSeconds(3)); // what the logins left behind is collected
        Row($"| {server.Name} | {count} | {(server.MemoryKiB() - before) / count:0.0} |");
        await Parallel.ForEachAsync(clients, async (client, _) => await client.DisposeAsync());
    }

    private static async Task<Usage> MeasureAsync(MeasuredServer server, Func<Task> work)
    {
        var cpu = server.CpuSeconds();
        var began = Stopwatch.GetTimestamp();
        await work();
        var wall = Stopwatch.GetElapsedTime(began).TotalSeconds;
        return new Usage(server.CpuSeconds() - cpu, 0, wall);
    }

    private static void Row(FormattableString row) => Console.WriteLine(row.ToString(CultureInfo.InvariantCulture));
}
