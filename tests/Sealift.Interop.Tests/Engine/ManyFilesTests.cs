using System.Security.Cryptography;
using Sealift.Core;
using Sealift.TestKit;
using Sealift.Tls;
using Sealift.Transfer;
using Sealift.Transfer.Running;

namespace Sealift.Interop.Tests.Engine;

/// <summary>Two thousand small files on eight sessions: where other clients lose some, every one arrives.</summary>
[Trait("Fault", "F31")]
public sealed class ManyFilesTests(PeerServers peers)
{
    private const int Directories = 20;
    private const int FilesEach = 100;

    [Theory]
    [InlineData("vsftpd", TlsVersion.Tls13)]
    [InlineData("proftpd", TlsVersion.Tls13)]
    [InlineData("pureftpd", TlsVersion.Tls12)]
    public async Task Two_thousand_files_go_up_and_come_down_again(string name, TlsVersion version)
    {
        var peer = peers.Require(name);
        using var here = new TempDirectory();
        using var back = new TempDirectory();
        var content = await MakeTreeAsync(here.Path);
        var root = FtpPath.Root.Append(Path.GetRandomFileName());

        await using (var source = TransferSide.Local(here.Path))
        await using (var target = EngineWork.Side(peer, root, version))
        {
            await target.Store.CreateDirectoryAsync(root, TestContext.Current.CancellationToken);
            await RunAsync(source, target);
        }

        await using (var source = EngineWork.Side(peer, root, version))
        await using (var target = TransferSide.Local(back.Path))
        {
            await RunAsync(source, target);
        }

        var names = Directory.EnumerateFiles(back.Path, "*", SearchOption.AllDirectories).ToList();
        Assert.Equal(Directories * FilesEach, names.Count);
        foreach (var file in names)
            Assert.Equal(content[Path.GetRelativePath(back.Path, file)], await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
    }

    private static async Task RunAsync(TransferSide source, TransferSide target)
    {
        var (_, summary) = await EngineWork.RunAsync(source, target, new TransferRunOptions { Sessions = 8 });
        EngineWork.AssertComplete(summary);
        Assert.Equal(Directories * FilesEach, summary.FilesDone);
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
