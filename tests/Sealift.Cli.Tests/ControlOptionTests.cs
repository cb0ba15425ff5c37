using System.Text;
using Sealift.Cli.Tests.Runs;
using Sealift.TestKit;

namespace Sealift.Cli.Tests;

/// <summary>The options that change how a session is secured, or how its names are written.</summary>
public sealed class ControlOptionTests : CommandTests
{
    [Theory]
    [InlineData("--encoding", "klingon")]
    [InlineData("--encoding", "utf-16")]
    [InlineData("--auth", "GSSAPI")]
    [InlineData("--implicit-handshake", "sometime")]
    [InlineData("--virtual-host", "host:21")]
    [InlineData("--virtual-host", "two words")]
    [InlineData("--language", "d\u00E9")]
    [InlineData("--keep-alive", "0.5")]
    [InlineData("--keep-alive", "soon")]
    public async Task A_value_that_cannot_be_used_is_exit_code_2(string option, string value) =>
        AssertError(2, await RunAsync("ls", "ftpes://alice@no-such-host.invalid/", option, value));

    [Theory]
    [InlineData("--data-clear")]
    [InlineData("--ccc")]
    public async Task Half_a_protection_contradicts_none(string option) =>
        AssertError(2, await RunAsync("ls", "ftpes://alice@no-such-host.invalid/", "--plaintext", option));

    [Theory]
    [InlineData("--data-clear", "PROT C", "534 Data is private here.")]
    [InlineData("--ccc", "CCC", "533 Commands are private here.")]
    public async Task What_was_given_up_by_name_is_warned_of_and_a_refusal_is_exit_code_6(string option, string command, string reply)
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            session.Answers[command.Split(' ')[0]] = reply;
            await session.BeginExplicitAsync();
            while (await session.ReadLineAsync() is { } line)
                await session.SendAsync(session.Answers.TryGetValue(line.Split(' ')[0], out var answer) ? answer : "502 Not here.");
        });

        var result = await RunBareAsync("ls", $"ftpes://anonymous@127.0.0.1:{peer.Port}/", "--ca", peer.AuthorityFile!, option);

        Assert.Equal(6, result.ExitCode);
        Assert.Contains("warning: " + option, result.Error, StringComparison.Ordinal);
        Assert.Contains(reply, result.Error, StringComparison.Ordinal);
        Assert.Contains("hint: ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_greets_before_tls_gets_the_option_for_it_as_a_hint()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.SendAsync("220 Hello in clear text.");
            await session.StaySilentAsync();
        });

        var result = await RunAsync("ls", $"ftps://anonymous@127.0.0.1:{peer.Port}/");

        Assert.Equal(4, result.ExitCode);
        Assert.Contains("--implicit-handshake after-greeting", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_question_of_the_server_that_nobody_can_answer_is_exit_code_5()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            session.Answers["USER"] = "336 otp-md5 97 ke1234";
            session.Answers["PASS"] = "530 No.";
            await session.BeginExplicitAsync();
            while (await session.ReadLineAsync() is { } line)
                await session.SendAsync(session.Answers.TryGetValue(line.Split(' ')[0], out var answer) ? answer : "502 Not here.");
        });

        var result = await RunBareAsync("ls", $"ftpes://anonymous@127.0.0.1:{peer.Port}/", "--ca", peer.AuthorityFile!);

        Assert.Equal(5, result.ExitCode);
        Assert.Contains("336 otp-md5 97 ke1234", result.Error, StringComparison.Ordinal);
        Assert.Contains("terminal", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("caf%E9", null, new byte[] { 0xE9 })]
    [InlineData("caf%E9", "latin1", new byte[] { 0xE9 })]
    [InlineData("caf\u00E9", "latin1", new byte[] { 0xE9 })]
    [InlineData("caf\u00E9", null, new byte[] { 0xC3, 0xA9 })]
    public async Task A_name_is_sent_in_the_bytes_that_the_url_and_the_encoding_say(string name, string? encoding, byte[] expected)
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            session.Answers["DELE"] = "250 Gone.";
            session.Answers["MLST"] = "250-Listing\r\n type=file;size=1; x\r\n250 End";
            await session.BeginExplicitAsync();
            while (await session.ReadLineAsync() is { } line && line != "QUIT")
                await session.SendAsync(session.Answers.TryGetValue(line.Split(' ')[0], out var answer) ? answer : "502 Not here.");
        });
        string[] options = encoding is null ? [] : ["--encoding", encoding];

        var result = await RunBareAsync(["rm", $"ftpes://anonymous@127.0.0.1:{peer.Port}/{name}", "--ca", peer.AuthorityFile!, .. options]);

        Assert.Equal(0, result.ExitCode);
        byte[] command = [.. "DELE caf"u8, .. expected, .. "\r\n"u8];
        Assert.True(peer.Sessions[0].BytesInTls.ToArray().AsSpan().IndexOf(command) >= 0, Encoding.Latin1.GetString([.. peer.Sessions[0].BytesInTls]));
    }

    [Fact]
    public async Task A_name_that_the_encoding_has_not_is_exit_code_2()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginExplicitAsync();
            while (await session.ReadLineAsync() is { } line)
                await session.SendAsync(session.Answers.TryGetValue(line.Split(' ')[0], out var answer) ? answer : "502 Not here.");
        });

        AssertError(2, await RunBareAsync(
            "rm", $"ftpes://anonymous@127.0.0.1:{peer.Port}/\u65E5\u672C", "--ca", peer.AuthorityFile!, "--encoding", "latin1"));
    }
}
