using System.Security.Cryptography;

namespace Sealift.Server.Tests;

public sealed class LftpTests
{
    [Theory]
    [InlineData("explicit")]
    [InlineData("implicit")]
    public async Task Lftp_lists_downloads_uploads_and_mirrors(string mode)
    {
        PeerProcess.Demand("lftp");
        await using var server = await TestServer.StartAsync();
        var content = RandomNumberGenerator.GetBytes(700_000);
        server.Write("one.bin", content);
        var local = server.Directory.CreateSubdirectory("local").FullName;
        var tree = Directory.CreateDirectory(Path.Combine(local, "tree", "deep er"));
        for (var i = 0; i < 10; i++) await File.WriteAllTextAsync(Path.Combine(tree.FullName, $"füle {i}.txt"), $"text {i}", TestContext.Current.CancellationToken);

        var listing = await LftpAsync(
            server,
            mode,
            $"lcd {local}; cls -1; get one.bin; put one.bin -o two.bin; mirror -R --parallel=2 tree; mirror tree back; rm two.bin; bye");

        Assert.Contains("one.bin", listing, StringComparison.Ordinal);
        Assert.Equal(content, await File.ReadAllBytesAsync(Path.Combine(local, "one.bin"), TestContext.Current.CancellationToken));
        Assert.False(File.Exists(Path.Combine(server.Root, "two.bin")));
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal($"text {i}", server.Read($"tree/deep er/füle {i}.txt"));
            Assert.Equal(
                $"text {i}",
                await File.ReadAllTextAsync(Path.Combine(local, "back", "deep er", $"füle {i}.txt"), TestContext.Current.CancellationToken));
        }
    }

    private static async Task<string> LftpAsync(TestServer server, string mode, string script)
    {
        var (scheme, port) = mode == "explicit" ? ("ftp", server.Explicit.Port) : ("ftps", server.Implicit.Port);
        var settings = "set cmd:fail-exit yes; set net:max-retries 1; set net:timeout 60; set ssl:verify-certificate no; "
            + "set ftp:ssl-force yes; set ftp:ssl-protect-data yes; set file:charset UTF-8; ";
        var (code, output, errors) = await PeerProcess.RunAsync(
            "lftp",
            "--norc",
            "-e",
            settings + $"open -u '{TestServer.User},{TestServer.Password}' {scheme}://127.0.0.1:{port}; {script}");

        Assert.True(code == 0, $"lftp {mode}: exit code {code}\n{errors}\n{string.Join('\n', server.Log.Lines)}");
        return output;
    }
}
