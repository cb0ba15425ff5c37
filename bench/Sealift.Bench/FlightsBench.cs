using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using Sealift.Client;
using Sealift.Core;
using Sealift.TestKit;
using Sealift.Tls;
using Sealift.Tls.Trust;
using Sealift.Transfer;
using Sealift.Transfer.Events;
using Sealift.Transfer.Planning;
using Sealift.Transfer.Running;

namespace Sealift.Bench;

/// <summary>
/// Round trips a file: many small files behind a proxy that adds a delay each way, by the engine in this process. Given twice: the time
/// a file at 50 ms each way divided by the round trip, and the slope between 20 ms and 50 ms, which is the count itself.
/// </summary>
internal static class FlightsBench
{
    private const int FileSize = 4096;
    private static readonly TimeSpan Near = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Far = TimeSpan.FromMilliseconds(50);

    public static async Task RunAsync(Ground ground, int files = 200)
    {
        Console.WriteLine($"## Round trips a file, {files} files of {FileSize} bytes: time at {2 * Far.TotalMilliseconds:0} ms (slope)\n");
        Console.WriteLine("| server | TLS | down, 1 session | up, 1 session | down, 8 sessions, s | up, 8 sessions, s |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (var version in (TlsVersion[])[TlsVersion.Tls12, TlsVersion.Tls13])
        {
            foreach (var name in (string[])["vsftpd", "proftpd", "pureftpd"])
            {
                var peer = ground.Peer(name);
                var down = await MeasureAsync(peer, version, files, isUpload: false);
                var up = await MeasureAsync(peer, version, files, isUpload: true);
                var downMany = await RunAsync(peer, version, files, isUpload: false, Far, sessions: 8);
                var upMany = await RunAsync(peer, version, files, isUpload: true, Far, sessions: 8);
                Console.WriteLine(
                    $"| {peer.Server} | {(version == TlsVersion.Tls12 ? "1.2" : "1.3")} | {down} | {up} | {downMany.TotalSeconds:0.0} | {upMany.TotalSeconds:0.0} |");
            }
        }

        Console.WriteLine();
    }

    private static async Task<string> MeasureAsync(Peer peer, TlsVersion version, int files, bool isUpload)
    {
        var near = await RunAsync(peer, version, files / 4, isUpload, Near, sessions: 1);
        var far = await RunAsync(peer, version, files, isUpload, Far, sessions: 1);
        var perFile = far.TotalSeconds / files;
        var slope = (perFile - (near.TotalSeconds / (files / 4))) / (2 * (Far - Near).TotalSeconds);
        return $"{perFile / (2 * Far.TotalSeconds):0.00} ({slope:0.00})";
    }

    private static async Task<TimeSpan> RunAsync(Peer peer, TlsVersion version, int files, bool isUpload, TimeSpan oneWay, int sessions)
    {
        var name = $"flights-{Guid.NewGuid():N}";
        var here = Directory.CreateDirectory(Path.Combine(Ground.Memory, name)).FullName;
        var there = Directory.CreateDirectory(Path.Combine(peer.Home, name)).FullName;
        File.SetUnixFileMode(there, (UnixFileMode)0b111_111_111);
        foreach (var file in Enumerable.Range(0, files))
            await File.WriteAllBytesAsync(Path.Combine(isUpload ? here : there, $"f{file:0000}"), new byte[FileSize]);
        using var ca = X509Certificate2.CreateFromPem(await File.ReadAllTextAsync(peer.Ca));
        await using var proxy = DelayProxy.Start(peer.Ports, oneWay);
        var pool = new FtpClientPool(
            new FtpClientOptions
            {
                Host = proxy.Address.ToString(),
                Port = peer.Port,
                Credential = FtpCredential.WithPassword(peer.User, peer.Password),
                Trust = new TrustPolicy { Roots = [ca] },
                MaxTlsVersion = version,
            },
            new FtpClientPoolOptions { MaxSessions = sessions });
        try
        {
            await using var local = TransferSide.Local(here);
            await using var remote = TransferSide.Ftp(pool, FtpPath.Root.Append(name), peer.Name, peer.Name);
            var (source, target) = isUpload ? (local, remote) : (remote, local);
            var steps = Enumerable.Range(0, files).Select(file => new TransferStep(StepAction.Copy, FtpPath.Parse($"f{file:0000}"), StepReason.Missing)
            {
                Source = new FtpEntry { Name = $"f{file:0000}", Kind = FtpEntryKind.File, Size = FileSize },
                Because = "measured",
            });
            var runner = new TransferRunner(source, target, steps.ToAsyncEnumerable(), new TransferRunOptions { Sessions = sessions });
            await using (await pool.RentAsync())
            {
                // The login is not part of what is measured.
            }

            var began = Stopwatch.GetTimestamp();
            await foreach (var happened in runner.RunAsync())
            {
                if (happened is RunFinished { Summary: { IsComplete: false } summary })
                    throw new InvalidOperationException($"{peer.Name}: {(summary.Failures is [var first, ..] ? first : null)}");
            }

            return Stopwatch.GetElapsedTime(began);
        }
        finally
        {
            Directory.Delete(here, recursive: true);
            Directory.Delete(there, recursive: true);
        }
    }
}
