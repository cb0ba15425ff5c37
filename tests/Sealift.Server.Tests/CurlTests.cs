using System.Security.Cryptography;

namespace Sealift.Server.Tests;

public sealed class CurlTests
{
    [Theory]
    [InlineData("explicit", "1.3")]
    [InlineData("explicit", "1.2")]
    [InlineData("implicit", "1.3")]
    [InlineData("implicit", "1.2")]
    public async Task Curl_lists_downloads_and_uploads(string mode, string version)
    {
        PeerProcess.Demand("curl");
        await using var server = await TestServer.StartAsync();
        var content = RandomNumberGenerator.GetBytes(3_000_001);
        server.Write("large.bin", content);
        server.Write("with space.txt", "hello");
        var target = Path.Combine(server.Directory.FullName, "target.bin");

        var listing = await CurlAsync(server, mode, version, "", "-l");
        var download = await CurlAsync(server, mode, version, "large.bin", "-o", target);
        var upload = await CurlAsync(server, mode, version, "copy.bin", "-T", target);
        var empty = await CurlAsync(server, mode, version, "empty.bin", "-T", "/dev/null");

        Assert.Equal("large.bin\nwith space.txt\n", Sorted(listing));
        Assert.Equal("", download);
        Assert.Equal(content, await File.ReadAllBytesAsync(target));
        Assert.Equal("", upload);
        Assert.Equal(content, await File.ReadAllBytesAsync(Path.Combine(server.Root, "copy.bin")));
        Assert.Equal("", empty);
        Assert.Equal(0, new FileInfo(Path.Combine(server.Root, "empty.bin")).Length);
    }

    [Fact]
    public async Task Curl_uploads_and_downloads_in_turn_on_one_control_connection()
    {
        PeerProcess.Demand("curl");
        await using var server = await TestServer.StartAsync();
        var content = RandomNumberGenerator.GetBytes(1_500_000);
        var local = Path.Combine(server.Directory.FullName, "local.bin");
        await File.WriteAllBytesAsync(local, content, TestContext.Current.CancellationToken);
        var url = $"ftp://127.0.0.1:{server.Explicit.Port}/";
        string[] common = ["-sS", "-k", "--ssl-reqd", "--tlsv1.3", "-u", $"{TestServer.User}:{TestServer.Password}"];
        var arguments = new List<string>();
        for (var i = 0; i < 6; i++)
        {
            arguments.AddRange([.. common, "-T", local, url + i, "--next", .. common, "-o", $"{local}.{i}", url + i, "--next"]);
            arguments.AddRange([.. common, "-T", local, url + "again" + i, "--next"]);
        }

        arguments.RemoveAt(arguments.Count - 1);
        var (code, _, errors) = await PeerProcess.RunAsync("curl", [.. arguments]);

        Assert.True(code == 0, $"{errors}\n{string.Join('\n', server.Log.Lines)}");
        Assert.Single(server.Log.Lines, line => line.Contains("logged in", StringComparison.Ordinal));
        for (var i = 0; i < 6; i++)
        {
            Assert.Equal(content, await File.ReadAllBytesAsync($"{local}.{i}", TestContext.Current.CancellationToken));
            Assert.Equal(content, await File.ReadAllBytesAsync(Path.Combine(server.Root, $"again{i}"), TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public async Task Curl_resumes_in_both_directions()
    {
        PeerProcess.Demand("curl");
        await using var server = await TestServer.StartAsync();
        var content = RandomNumberGenerator.GetBytes(400_000);
        var local = Path.Combine(server.Directory.FullName, "local.bin");
        await File.WriteAllBytesAsync(local, content[..150_000], TestContext.Current.CancellationToken);
        server.Write("whole.bin", content);
        server.Write("part.bin", content[..70_000]);

        await CurlAsync(server, "explicit", "1.3", "whole.bin", "-C", "-", "-o", local);
        await CurlAsync(server, "explicit", "1.3", "part.bin", "-C", "70000", "-T", local);

        Assert.Equal(content, await File.ReadAllBytesAsync(local));
        Assert.Equal(content, await File.ReadAllBytesAsync(Path.Combine(server.Root, "part.bin")));
    }

    [Fact]
    public async Task Curl_renames_deletes_and_makes_directories()
    {
        PeerProcess.Demand("curl");
        await using var server = await TestServer.StartAsync();
        server.Write("a", "content");
        server.Write("b", "gone");

        await CurlAsync(server, "explicit", "1.3", "", "-Q", "RNFR a", "-Q", "RNTO c", "-Q", "DELE b", "-Q", "MKD d");

        Assert.Equal("content", server.Read("c"));
        Assert.True(Directory.Exists(Path.Combine(server.Root, "d")));
        Assert.Equal(2, Directory.GetFileSystemEntries(server.Root).Length);
    }

    private static async Task<string> CurlAsync(TestServer server, string mode, string version, string path, params string[] more)
    {
        var (scheme, port) = mode == "explicit" ? ("ftp", server.Explicit.Port) : ("ftps", server.Implicit.Port);
        var escaped = Uri.EscapeDataString(path);
        var (code, output, errors) = await PeerProcess.RunAsync(
            "curl",
            ["-sS", "-k", "--ssl-reqd", $"--tlsv{version}", "--tls-max", version, "--max-time", "50",
                "-u", $"{TestServer.User}:{TestServer.Password}", .. more, $"{scheme}://127.0.0.1:{port}/{escaped}"]);

        Assert.True(code == 0, $"curl {mode} {version} {path}: exit code {code}\n{errors}\n{string.Join('\n', server.Log.Lines)}");
        return output;
    }

    private static string Sorted(string lines) =>
        string.Concat(lines.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries).Order().Select(l => l + "\n"));
}
