using Sealift.Cli.Tests.Runs;
using Sealift.TestKit;

namespace Sealift.Cli.Tests;

public sealed class ConnectionErrorTests : CommandTests
{
    [Fact]
    public async Task An_unknown_host_is_exit_code_3() =>
        AssertError(3, await RunAsync("ls", "ftpes://alice@no-such-host.invalid/"));

    [Fact]
    public async Task A_refused_port_is_exit_code_3()
    {
        using var dead = new DeadPort();

        AssertError(3, await RunAsync("ls", $"ftpes://alice@127.0.0.1:{dead.Port}/"));
    }

    // URL stands for a server whose port is closed.
    [Theory]
    [InlineData("ls", "URL")]
    [InlineData("get", "URLa.bin", "b.bin")]
    [InlineData("put", "a.bin", "URL")]
    [InlineData("cat", "URLa.bin")]
    [InlineData("cp", "URLa.bin", "URLb.bin")]
    [InlineData("mv", "URLa.bin", "URLb.bin")]
    [InlineData("rm", "URLa.bin")]
    [InlineData("mkdir", "URLa")]
    [InlineData("chmod", "644", "URLa.bin")]
    [InlineData("hash", "URLa.bin")]
    [InlineData("stat", "URLa.bin")]
    [InlineData("stat", "--server", "URL")]
    [InlineData("sync", "tree", "URL")]
    [InlineData("sync", "URL", "tree")]
    [InlineData("trace", "URL")]
    [InlineData("trust", "add", "ADDRESS")]
    [InlineData("cert", "show", "URL")]
    [InlineData("queue", "run")]
    public async Task Every_command_whose_server_cannot_be_reached_ends_with_the_doctor(params string[] words)
    {
        using var dead = new DeadPort();
        var (url, address) = ($"ftpes://alice@127.0.0.1:{dead.Port}/", $"127.0.0.1:{dead.Port}");
        Home.Write("a.bin", "content"u8);
        Directory.CreateDirectory(Home.Combine("tree"));
        Home.Write("tree/a.bin", "content"u8);
        var password = new Dictionary<string, string?> { ["SEALIFT_PASSWORD"] = SealiftRun.Canary };
        if (words[0] == "queue") AssertExit(0, await SealiftRun.RunAsync(Home, ["queue", "add", url, Home.Combine("tree")], password));

        var result = await SealiftRun.RunAsync(
            Home, [.. words.Select(word => word.Replace("URL", url, StringComparison.Ordinal).Replace("ADDRESS", address, StringComparison.Ordinal))], password);

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains($"try: sealift doctor {address}\n", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2p1\r\n")]
    [InlineData("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("\0\u0001\u0002\u0003\r\n")]
    public async Task A_port_that_does_not_speak_ftp_is_exit_code_3(string greeting)
    {
        await using var peer = ScriptedFtpPeer.Start(async session => await session.SendBytesAsync(System.Text.Encoding.Latin1.GetBytes(greeting)));

        AssertError(3, await RunAsync("ls", $"ftpes://alice@127.0.0.1:{peer.Port}/"));
    }

    [Fact]
    public async Task A_port_that_says_nothing_is_exit_code_3_when_the_time_is_over()
    {
        await using var peer = ScriptedFtpPeer.Start(session => session.StaySilentAsync());

        AssertError(3, await RunAsync("ls", $"ftpes://alice@127.0.0.1:{peer.Port}/", "--timeout", "0.5"));
    }

    [Theory]
    [InlineData("502 No TLS here.")]
    [InlineData("500 What?")]
    [InlineData("534 Not today.")]
    public async Task A_server_without_tls_is_exit_code_4_and_gets_no_user_name(string answer)
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.SendAsync("220 Clear text only.");
            await session.ExpectAsync("AUTH TLS", answer);
        });

        AssertError(4, await RunAsync("ls", $"ftpes://alice@127.0.0.1:{peer.Port}/"));
        Assert.DoesNotContain(peer.Sessions.SelectMany(session => session.CommandsInClear), command => command.StartsWith("USER", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_explicit_port_does_not_answer_implicit_tls()
    {
        var result = await RunAsync("ls", $"ftps://alice@127.0.0.1:{Server.Port}/");

        AssertError(4, result);
    }

    [Fact]
    public async Task A_wrong_password_is_exit_code_5_and_is_tried_once()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            session.Answers["PASS"] = "530 No.";
            await session.BeginExplicitAsync();
            await session.AnswerUntilEndAsync();
        });

        var result = await SealiftRun.RunAsync(
            Home,
            ["ls", $"ftpes://alice@127.0.0.1:{peer.Port}/", "--ca", peer.AuthorityFile!],
            new Dictionary<string, string?> { ["SEALIFT_PASSWORD"] = SealiftRun.Canary });

        AssertError(5, result);
        Assert.Single(peer.Sessions.SelectMany(session => session.CommandsInTls), command => command.StartsWith("PASS", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_wrong_password_is_exit_code_5_at_the_real_server() =>
        AssertError(5, await SealiftRun.RunAsync(
            Home,
            ["ls", Server.Url(), "--ca", Server.AuthorityFile],
            new Dictionary<string, string?> { ["SEALIFT_PASSWORD"] = SealiftRun.Canary + "-wrong" }));

    [Fact]
    public async Task Plaintext_warns_and_a_strict_server_refuses_it()
    {
        var result = await SealiftRun.RunAsync(
            Home, ["ls", Server.Url(), "--plaintext"], new Dictionary<string, string?> { ["SEALIFT_PASSWORD"] = FtpsServer.Password });

        AssertError(5, result);
        Assert.Contains("warning: --plaintext", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_download_that_is_cut_without_close_notify_is_exit_code_8_and_leaves_the_old_file()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            session.Answers["MLST"] = "250-Listing\r\n type=file;size=1000; a.bin\r\n250 End";
            await session.BeginExplicitAsync();
            await session.AnswerUntilAsync("RETR");
            await session.SendAsync("150 Here it comes.");
            var data = await session.Data.AcceptAsync();
            await data.SendAsync(new byte[500]);
            await data.CloseAsync(closeNotify: false);
            await session.SendAsync("226 All sent.");
            await session.AnswerUntilEndAsync();
        });
        Home.Write("a.bin", "old"u8);

        var result = await SealiftRun.RunAsync(
            Home,
            ["get", $"ftpes://alice@127.0.0.1:{peer.Port}/a.bin", "--ca", peer.AuthorityFile!],
            new Dictionary<string, string?> { ["SEALIFT_PASSWORD"] = SealiftRun.Canary });

        AssertError(8, result);
        Assert.Equal("old", await File.ReadAllTextAsync(Home.Combine("a.bin"), Cancellation));
        Assert.Equal(["a.bin"], Directory.EnumerateFileSystemEntries(Home.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_download_of_another_size_than_listed_is_exit_code_8_and_leaves_the_old_file()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            session.Answers["MLST"] = "250-Listing\r\n type=file;size=1000; a.bin\r\n250 End";
            await session.BeginExplicitAsync();
            await session.AnswerUntilAsync("RETR");
            await session.SendAsync("150 Here it comes.");
            var data = await session.Data.AcceptAsync();
            await data.SendAllAsync(new byte[999]);
            await session.SendAsync("226 All sent.");
            await session.AnswerUntilEndAsync();
        });
        Home.Write("a.bin", "old"u8);

        var result = await SealiftRun.RunAsync(
            Home,
            ["get", $"ftpes://alice@127.0.0.1:{peer.Port}/a.bin", "--ca", peer.AuthorityFile!],
            new Dictionary<string, string?> { ["SEALIFT_PASSWORD"] = SealiftRun.Canary });

        AssertError(8, result);
        Assert.Equal("old", await File.ReadAllTextAsync(Home.Combine("a.bin"), Cancellation));
    }

    [Fact]
    public async Task An_upload_that_the_server_has_in_another_size_is_exit_code_8_and_is_not_renamed()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            session.Answers["MLST"] = "550 No such file.";
            session.Answers["SIZE"] = "213 4";
            session.Answers["DELE"] = "250 Gone.";
            await session.BeginExplicitAsync();
            await session.AnswerUntilAsync("STOR");
            await session.SendAsync("150 Send.");
            var data = await session.Data.AcceptAsync();
            await data.ReceiveAsync();
            await data.CloseAsync();
            await session.SendAsync("226 Got it.");
            await session.AnswerUntilEndAsync();
        });
        Home.Write("a.bin", "hello"u8);

        var result = await SealiftRun.RunAsync(
            Home,
            ["put", "a.bin", $"ftpes://alice@127.0.0.1:{peer.Port}/a.bin", "--ca", peer.AuthorityFile!],
            new Dictionary<string, string?> { ["SEALIFT_PASSWORD"] = SealiftRun.Canary });

        AssertError(8, result);
        var commands = peer.Sessions.SelectMany(session => session.CommandsInTls).ToList();
        var part = Assert.Single(commands, command => command.StartsWith("STOR", StringComparison.Ordinal))["STOR ".Length..];
        Assert.EndsWith(".sealift-part", part, StringComparison.Ordinal);
        Assert.Contains($"DELE {part}", commands);
        Assert.DoesNotContain(commands, command => command.StartsWith("RNTO", StringComparison.Ordinal));
    }
}
