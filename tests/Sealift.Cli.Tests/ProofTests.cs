using System.Security.Cryptography;
using System.Text;
using Sealift.Cli.Tests.Runs;
using Sealift.TestKit;

namespace Sealift.Cli.Tests;

/// <summary>Checksums, compression, text and names, at the command line: with Debian's servers, and with one that lies.</summary>
public sealed class ProofTests(PeerServers servers) : IClassFixture<PeerServers>
{
    private static readonly string Text = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"line {i}\n"));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Checksums_of_both_ends_are_compared_where_the_server_computes_them()
    {
        var (peer, home, url) = Begin(PeerNames.Proftpd);
        using var directory = home;

        var put = await RunAsync(home, peer, "put", "text", url, "--verify", "--json");
        var get = await RunAsync(home, peer, "get", url, "back", "--verify", "--json");
        var hash = await RunAsync(home, peer, "hash", "--algorithm", "sha256", url);
        var part = await RunAsync(home, peer, "hash", "--algorithm", "md5", "--range", "5-14", "--json", url);

        var expected = Convert.ToHexStringLower(SHA512.HashData(Encoding.ASCII.GetBytes(Text)));
        foreach (var result in new[] { put, get })
        {
            var record = Assert.Single(result.Json);
            Assert.Equal(["reply", "close_notify", "size", "hash"], record.GetProperty("evidence").EnumerateArray().Select(e => e.GetString()));
            Assert.Equal(("SHA-512", expected), (record.GetProperty("hashAlgorithm").GetString(), record.GetProperty("hash").GetString()));
        }

        Assert.Equal($"{Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(Text)))}  {url.Split('/')[^1]}", Assert.Single(hash.Lines));
        var json = Assert.Single(part.Json);
        Assert.Equal(Md5(Text[5..15]), json.GetProperty("hash").GetString());
        Assert.Equal(("5-14", "server"), (json.GetProperty("range").GetString(), json.GetProperty("computedBy").GetString()));
        Assert.Equal(6, (await RunAsync(home, peer, "hash", url + "-absent")).ExitCode);
    }

    [Theory]
    [InlineData(PeerNames.Vsftpd)]
    [InlineData(PeerNames.Pureftpd)]
    public async Task Server_without_checksums_is_told_before_anything_is_transferred_and_read_back_on_demand(string name)
    {
        var (peer, home, url) = Begin(name);
        using var directory = home;

        var refused = await RunAsync(home, peer, "put", "text", url, "--verify");
        var absent = await RunAsync(home, peer, "stat", url);
        var put = await RunAsync(home, peer, "put", "text", url, "--verify", "--read-back", "--json");
        var hash = await RunAsync(home, peer, "hash", url);
        var read = await RunAsync(home, peer, "hash", "--download", "--algorithm", "md5", url);

        Assert.Equal((8, 6, 6), (refused.ExitCode, absent.ExitCode, hash.ExitCode));
        Assert.Contains("hint: --read-back", refused.Error, StringComparison.Ordinal);
        Assert.Contains("hint: --download", hash.Error, StringComparison.Ordinal);
        Assert.Contains("read_back", Assert.Single(put.Json).GetProperty("evidence").ToString(), StringComparison.Ordinal);
        Assert.StartsWith(Md5(Text), Assert.Single(read.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compression_is_told_in_bytes_and_its_absence_in_a_warning()
    {
        var (peer, home, url) = Begin(PeerNames.ProftpdOpen);
        using var directory = home;

        var put = await RunAsync(home, peer, "put", "text", url, "--compress", "--json");
        var get = await RunAsync(home, peer, "get", url, "back", "-z", "--json");
        var list = await RunAsync(home, peer, "ls", "-z", url[..(url.LastIndexOf('/') + 1)]);
        var cat = await RunAsync(home, peer, "cat", "-z", url);
        var (plain, other, plainUrl) = Begin(PeerNames.Vsftpd);
        using var otherDirectory = other;
        var without = await RunAsync(other, plain, "put", "text", plainUrl, "--compress", "--json");

        foreach (var result in new[] { put, get })
            Assert.InRange(Assert.Single(result.Json).GetProperty("compressedBytes").GetInt64(), 1000, Text.Length / 2);
        Assert.Contains(url.Split('/')[^1], list.Lines);
        Assert.Equal(Text, cat.Output);
        Assert.Equal(Text, await File.ReadAllTextAsync(home.Combine("back"), Stop));
        Assert.Equal(0, without.ExitCode);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, Assert.Single(without.Json).GetProperty("compressedBytes").ValueKind);
        Assert.Contains("warning: the server has no compression", without.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(PeerNames.Proftpd)]
    [InlineData(PeerNames.Pureftpd)]
    public async Task Text_comes_back_as_it_was_and_its_size_is_no_evidence(string name)
    {
        var (peer, home, url) = Begin(name);
        using var directory = home;

        var put = await RunAsync(home, peer, "put", "text", url, "--ascii", "--json");
        var get = await RunAsync(home, peer, "get", url, "back", "--ascii", "--json");

        Assert.Equal(Text, await File.ReadAllTextAsync(home.Combine("back"), Stop));
        foreach (var result in new[] { put, get })
            Assert.Equal(["reply", "close_notify"], Assert.Single(result.Json).GetProperty("evidence").EnumerateArray().Select(e => e.GetString()));
    }

    [Theory]
    [InlineData(PeerNames.Vsftpd)]
    [InlineData(PeerNames.Proftpd)]
    [InlineData(PeerNames.Pureftpd)]
    public async Task Name_that_the_server_chose_is_printed_and_permissions_are_set(string name)
    {
        var (peer, home, url) = Begin(name);
        using var directory = home;
        var top = url[..(url.LastIndexOf('/') + 1)];

        var put = await RunAsync(home, peer, "put", "--unique", "text", top);
        var stored = Assert.Single(put.Lines);
        var cat = await RunAsync(home, peer, "cat", top + stored);
        var chmod = await RunAsync(home, peer, "chmod", "600", top + stored);

        Assert.Equal(Text, cat.Output);
        Assert.Equal(0, chmod.ExitCode);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(peer.Home, stored)));
    }

    [Fact]
    public async Task Wrong_checksum_leaves_the_old_file_on_the_server_and_removes_the_new_one()
    {
        using var home = new TempDirectory();
        home.Write("text", "new content"u8);
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await BeginAsync(session);
            await session.AnswerUntilAsync("STOR");
            await session.SendAsync("150 Send it.");
            using (var data = await session.Data.AcceptAsync())
            {
                await data.ReceiveAsync();
                await data.CloseAsync();
            }

            await session.SendAsync("226 Stored.");
            session.Answers["DELE"] = "250 Gone.";
            session.Answers["MLST"] = "550 No such file.";
            await session.AnswerUntilEndAsync();
        });

        var result = await RunAsync(home, peer, "put", "text", $"ftpes://joe@127.0.0.1:{peer.Port}/target", "--verify");

        Assert.Equal(8, result.ExitCode);
        Assert.Contains("checksums (SHA-256) differ", result.Error, StringComparison.Ordinal);
        var commands = peer.Sessions[0].CommandsInTls;
        Assert.DoesNotContain(commands, command => command.StartsWith("RN", StringComparison.Ordinal) || command == "STOR target");
        Assert.Contains(commands, command => command.StartsWith("DELE .", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Wrong_checksum_leaves_the_old_file_here_untouched()
    {
        using var home = new TempDirectory();
        home.Write("target", "old content"u8);
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await BeginAsync(session);
            session.Answers["MLST"] = "250-Here\n type=file;size=11; file\n250 End";
            await session.AnswerUntilAsync("RETR");
            await session.SendAsync("150 Here it comes.");
            using (var data = await session.Data.AcceptAsync()) await data.SendAllAsync("new content"u8.ToArray());
            await session.SendAsync("226 All of it.");
            await session.AnswerUntilEndAsync();
        });

        var result = await RunAsync(home, peer, "get", $"ftpes://joe@127.0.0.1:{peer.Port}/file", "target", "--verify");

        Assert.Equal(8, result.ExitCode);
        Assert.Equal("old content", await File.ReadAllTextAsync(home.Combine("target"), Stop));
        Assert.DoesNotContain(Directory.GetFiles(home.Combine(".")), file => file.EndsWith(".sealift-part", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("hash", "--algorithm", "sha3", "ftpes://joe@localhost/file")]
    [InlineData("hash", "--range", "9-1", "ftpes://joe@localhost/file")]
    [InlineData("hash", "--range", "9", "ftpes://joe@localhost/file")]
    [InlineData("get", "--verify", "--ascii", "ftpes://joe@localhost/file")]
    [InlineData("get", "--read-back", "ftpes://joe@localhost/file")]
    [InlineData("put", "--unique", "--direct", "text", "ftpes://joe@localhost/")]
    [InlineData("chmod", "888", "ftpes://joe@localhost/file")]
    [InlineData("chmod", "u+x", "ftpes://joe@localhost/file")]
    public async Task What_cannot_be_meant_is_refused_before_any_connection(params string[] arguments)
    {
        using var home = new TempDirectory();
        home.Write("text", "content"u8);

        var result = await SealiftRun.RunAsync(home, arguments);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("hint: ", result.Error, StringComparison.Ordinal);
    }

    private (Peer Peer, TempDirectory Home, string Url) Begin(string name)
    {
        var peer = servers.Require(name);
        var home = new TempDirectory();
        home.Write("text", Encoding.ASCII.GetBytes(Text));
        return (peer, home, $"ftpes://{peer.User}@localhost:{peer.Port}/{RandomNumberGenerator.GetHexString(12)}.txt");
    }

    private static async Task BeginAsync(ScriptedSession session)
    {
        await session.BeginExplicitAsync();
        session.Answers["FEAT"] = "211-Features:\n EPSV\n MLST type*;size*;\n SIZE\n HASH SHA-256*\n211 End";
        session.Answers["MLST"] = "550 No such file.";
        session.Answers["SIZE"] = "213 11";
        session.Answers["HASH"] = $"213 {new string('0', 64)}";
    }

    private static string Md5(string text)
    {
        using var hasher = new Core.FtpHasher(Core.FtpHashAlgorithm.Md5);
        hasher.Append(Encoding.ASCII.GetBytes(text));
        return hasher.Finish().ToString();
    }

    private static Task<SealiftResult> RunAsync(TempDirectory home, Peer peer, params string[] arguments) => SealiftRun.RunAsync(
        home, [.. arguments, "--ca", peer.Ca], new Dictionary<string, string?> { ["SEALIFT_PASSWORD"] = peer.Password });

    private static Task<SealiftResult> RunAsync(TempDirectory home, ScriptedFtpPeer peer, params string[] arguments)
    {
        home.Write("ca.pem", Encoding.ASCII.GetBytes(peer.Certificate.Issuer.ExportCertificatePem()));
        return SealiftRun.RunAsync(
            home, [.. arguments, "--ca", home.Combine("ca.pem")], new Dictionary<string, string?> { ["SEALIFT_PASSWORD"] = "secret" });
    }
}
