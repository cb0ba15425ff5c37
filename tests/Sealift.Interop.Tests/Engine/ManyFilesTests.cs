using System.Security.Cryptography;
using Sealift.Client;
using Sealift.Core;
using Sealift.TestKit;
using Sealift.Tls;
using Sealift.Transfer;
using Sealift.Transfer.Events;
using Sealift.Transfer.Planning;
using Sealift.Transfer.Running;

namespace Sealift.Interop.Tests.Engine;

/// <summary>Two thousand small files on eight sessions: where other clients lose some, every one arrives.</summary>
public sealed class ManyFilesTests(PeerServers peers)
{
    private const int Directories = 20;
    private const int FilesEach = 100;

    [Theory]
    [InlineData("vsftpd", TlsVersion.Tls12)]
    [InlineData("vsftpd", TlsVersion.Tls13)]
    [InlineData("proftpd", TlsVersion.Tls12)]
    [InlineData("proftpd", TlsVersion.Tls13)]
    [InlineData("pureftpd", TlsVersion.Tls12)]
    [InlineData("pureftpd", TlsVersion.Tls13)]
    public async Task Two_thousand_files_go_up_and_come_down_again(string name, TlsVersion version)
    {
        var peer = peers.Require(name);
        using var here = new TempDirectory();
        using var back = new TempDirectory();
        var content = await MakeTreeAsync(here.Path);
        var root = FtpPath.Root.Append(Path.GetRandomFileName());

        await using (var source = TransferSide.Local(here.Path))
        await using (var target = Side(peer, version, root))
        {
            await target.Store.CreateDirectoryAsync(root, TestContext.Current.CancellationToken);
            await RunAsync(source, target);
        }

        await using (var source = Side(peer, version, root))
        await using (var target = TransferSide.Local(back.Path))
        {
            await RunAsync(source, target);
        }

        var names = Directory.EnumerateFiles(back.Path, "*", SearchOption.AllDirectories).ToList();
        Assert.Equal(Directories * FilesEach, names.Count);
        foreach (var file in names)
            Assert.Equal(content[Path.GetRelativePath(back.Path, file)], await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
    }

    private static TransferSide Side(Peer peer, TlsVersion version, FtpPath root) => TransferSide.Ftp(
        new FtpClientPool(
            ClientWork.Options(peer, "127.0.0.1", version, TlsBackend.OpenSsl), new FtpClientPoolOptions { MaxSessions = 8 }),
        root,
        peer.Name,
        peer.Name);

    private static async Task RunAsync(TransferSide source, TransferSide target)
    {
        var runner = new TransferRunner(source, target, EverythingAsync(source, FtpPath.Home), new TransferRunOptions { Sessions = 8 });
        TransferRunSummary? summary = null;
        await foreach (var happened in runner.RunAsync(TestContext.Current.CancellationToken))
            summary = (happened as RunFinished)?.Summary;
        Assert.NotNull(summary);
        Assert.Empty(summary.Failures.Select(failure => failure.ToString()));
        Assert.Null(summary.PlanFailure);
        Assert.Equal(Directories * FilesEach, summary.FilesDone);
        TestContext.Current.TestOutputHelper?.WriteLine($"{source.Name} to {target.Name}: {summary.Elapsed.TotalSeconds:0.00} s");
    }

    private static async IAsyncEnumerable<TransferStep> EverythingAsync(TransferSide source, FtpPath directory)
    {
        List<FtpEntry> entries = [];
        await foreach (var entry in source.Store.ListAsync(source.Root.Combine(directory))) entries.Add(entry);
        foreach (var entry in entries)
        {
            var path = directory.Append(entry.Name);
            var isDirectory = entry.Kind == FtpEntryKind.Directory;
            yield return new TransferStep(isDirectory ? StepAction.CreateDirectory : StepAction.Copy, path, StepReason.Missing) { Source = entry, Because = "missing" };
            if (!isDirectory) continue;
            await foreach (var step in EverythingAsync(source, path)) yield return step;
        }
    }

    private static async Task<Dictionary<string, byte[]>> MakeTreeAsync(string root)
    {
        var content = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        for (var i = 0; i < Directories; i++)
        {
            Directory.CreateDirectory(Path.Combine(root, $"d{i:00}"));
            for (var j = 0; j < FilesEach; j++)
            {
                var name = Path.Combine($"d{i:00}", $"f{j:000}.dat");
                content[name] = RandomNumberGenerator.GetBytes(4096);
                await File.WriteAllBytesAsync(Path.Combine(root, name), content[name], TestContext.Current.CancellationToken);
            }
        }

        return content;
    }
}
