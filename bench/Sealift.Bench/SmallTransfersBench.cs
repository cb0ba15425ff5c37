using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using Sealift.Client;
using Sealift.Core;
using Sealift.TestKit;
using Sealift.Tls;
using Sealift.Tls.Trust;

namespace Sealift.Bench;

/// <summary>10,000 small transfers in one process: what stays behind in file descriptors and memory.</summary>
internal static class SmallTransfersBench
{
    // Until the JIT has compiled what is hot and the heap has found its size.
    private const int WarmUp = 5000;
    private const double MaxGrowthMB = 5;
    private const int Transfers = 10_000;

    public static async Task RunAsync(Ground ground)
    {
        var peer = ground.Peer("vsftpd");
        await RunAsync(peer, WarmUp);
        var (descriptors, managed, resident) = Look();
        var began = Stopwatch.GetTimestamp();
        await RunAsync(peer, Transfers);
        var elapsed = Stopwatch.GetElapsedTime(began);
        var (descriptorsAfter, managedAfter, residentAfter) = Look();
        Console.WriteLine(
            $"""
            ## {Transfers:N0} small transfers in one process, after {WarmUp:N0} to warm up

            | what | before | after |
            |---|---|---|
            | open file descriptors | {descriptors} | {descriptorsAfter} |
            | managed memory, MB | {managed / 1e6:0.0} | {managedAfter / 1e6:0.0} |
            | resident memory, MB | {resident / 1e6:0.0} | {residentAfter / 1e6:0.0} |

            100 files of 1 KiB up and down over and over, a new session for each 100 transfers: {Transfers / elapsed.TotalSeconds:0} transfers a second.

            """);
        if (descriptorsAfter > descriptors || managedAfter - managed > MaxGrowthMB * 1e6 || residentAfter - resident > MaxGrowthMB * 1e6)
            throw new InvalidOperationException($"Something was left behind: more descriptors, or over {MaxGrowthMB} MB of memory.");
    }

    private static async Task RunAsync(Peer peer, int transfers)
    {
        using var ca = X509Certificate2.CreateFromPem(await File.ReadAllTextAsync(peer.Ca));
        var content = new byte[1024];
        for (var i = 0; i < transfers; i += 100)
        {
            await using var client = await FtpClient.ConnectAsync(new FtpClientOptions
            {
                Host = "127.0.0.1",
                Port = peer.Port,
                Credential = FtpCredential.WithPassword(peer.User, peer.Password),
                Trust = new TrustPolicy { Roots = [ca] },
                MaxTlsVersion = i % 200 == 0 ? TlsVersion.Tls12 : TlsVersion.Tls13,
            });
            for (var j = 0; j < 50; j++)
            {
                await client.UploadAsync(new MemoryStream(content), FtpPath.Parse($"small{j}"));
                await client.DownloadAsync(FtpPath.Parse($"small{j}"), Stream.Null);
            }

            await client.QuitAsync();
        }
    }

    private static (int Descriptors, long Managed, long Resident) Look()
    {
        var managed = GC.GetTotalMemory(forceFullCollection: true);
        GC.WaitForPendingFinalizers();
        using var self = Process.GetCurrentProcess();
        return (Directory.GetFiles("/proc/self/fd").Length, managed, self.WorkingSet64);
    }
}
