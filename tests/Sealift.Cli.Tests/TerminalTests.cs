using System.Diagnostics;
using System.Text;
using Sealift.Cli.Tests.Runs;
using Sealift.TestKit;

namespace Sealift.Cli.Tests;

/// <summary>Runs on a pseudo-terminal, which script(1) of util-linux gives.</summary>
[Trait("Threat", "T34")]
[Trait("Threat", "T36")]
public sealed class TerminalTests : CommandTests
{
    private const string Script = "/usr/bin/script";

    [Fact]
    public async Task Hostile_names_in_a_listing_are_escaped_on_a_terminal()
    {
        await using var peer = HostilePeer();

        var shown = await OnTerminalAsync(null, ["ls", $"ftpes://alice@127.0.0.1:{peer.Port}/", "--ca", peer.AuthorityFile!]);

        Assert.Contains("red\\x1b[31m", shown, StringComparison.Ordinal);
        Assert.Contains("\\u202etxt.exe", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("\e[31m", shown, StringComparison.Ordinal);
        Assert.DoesNotContain('\u202e', shown);
    }

    [Fact]
    public async Task Hostile_replies_are_escaped_in_errors()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            session.Answers["PASS"] = "530 No \e[2J\e]0;owned\a\u009b31m.";
            await session.BeginExplicitAsync();
            await session.AnswerUntilEndAsync();
        });

        var shown = await OnTerminalAsync(null, ["ls", $"ftpes://alice@127.0.0.1:{peer.Port}/", "--ca", peer.AuthorityFile!]);

        Assert.Contains("\\x1b[2J", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("\e[2J", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("\e]0;", shown, StringComparison.Ordinal);
        Assert.DoesNotContain('\u009b', shown);
    }

    [Fact]
    public async Task A_file_is_shown_escaped_on_a_terminal()
    {
        Server.Files.Write("a", "line\ttab\r\nx\e[31mred\n"u8);

        var shown = await OnTerminalAsync(null, ["cat", Server.Url("a"), "--ca", Server.AuthorityFile]);

        Assert.Contains("line\ttab", shown, StringComparison.Ordinal);
        Assert.Contains("x\\x1b[31mred", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("\e[31m", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_terminal_gets_a_header_and_colours_unless_told_not_to()
    {
        Directory.CreateDirectory(Server.Files.Combine("dir"));
        string[] arguments = ["ls", "-l", Server.Url(), "--ca", Server.AuthorityFile];

        Assert.Contains("\e[1;34mdir\e[0m", await OnTerminalAsync(null, arguments), StringComparison.Ordinal);
        Assert.DoesNotContain("\e[", await OnTerminalAsync(null, arguments, ("NO_COLOR", "1")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_download_ends_with_a_line_that_says_on_what_evidence()
    {
        Server.Files.Write("a", new byte[1000]);

        var shown = await OnTerminalAsync(null, ["get", Server.Url("a"), "--ca", Server.AuthorityFile]);

        Assert.Contains("a: 1000 B in ", shown, StringComparison.Ordinal);
        Assert.Contains("confirmed by reply, close_notify, size", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_key_is_asked_about_and_yes_makes_it_known()
    {
        var shown = await OnTerminalAsync("yes\n", ["ls", Server.Url()]);

        Assert.Contains(Server.Pin, shown, StringComparison.Ordinal);
        Assert.Contains(Server.Pin, await File.ReadAllTextAsync(Home.Combine("known_hosts"), Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_key_is_asked_about_and_anything_but_yes_is_no()
    {
        var shown = await OnTerminalAsync("maybe\n", ["ls", Server.Url()]);

        Assert.Contains("hint: ", shown, StringComparison.Ordinal);
        Assert.False(File.Exists(Home.Combine("known_hosts")));
    }

    [Fact]
    public async Task A_control_character_above_7F_in_a_name_is_escaped_in_a_pipe_too()
    {
        await using var peer = HostilePeer();

        var piped = await SealiftRun.RunAsync(
            Home, ["ls", $"ftpes://alice@127.0.0.1:{peer.Port}/", "--ca", peer.AuthorityFile!], new Dictionary<string, string?> { ["SEALIFT_PASSWORD"] = FtpsServer.Password });

        Assert.Contains("csi\\x9b31m", piped.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u009b', piped.Output);
    }

    [Fact]
    public async Task A_vault_is_made_with_a_passphrase_typed_twice_and_opened_with_one_typed_once()
    {
        string[] common = ["--ca", Server.AuthorityFile];
        var made = await ConverseAsync(
            [("New passphrase", "long enough"), ("The same again", "long enough")], ["site", "add", "printer", Server.Url(), "--save-password", .. common]);
        Assert.Contains("New passphrase of the vault: ", made, StringComparison.Ordinal);
        Assert.DoesNotContain("long enough", made, StringComparison.Ordinal);
        Assert.True(File.Exists(Home.Combine("vault")));

        var used = await ConverseAsync(
            [("Passphrase of the vault", "wrong"), ("try again", "long enough")], ["ls", "printer:"], ("SEALIFT_PASSWORD", ""));
        Assert.Contains("that is not the passphrase of the vault; try again.", used, StringComparison.Ordinal);
        Assert.DoesNotContain("hint: ", used, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(120, true)]
    [InlineData(80, false)]
    public async Task A_changed_certificate_is_shown_side_by_side_where_there_is_room(int columns, bool isBeside)
    {
        var old = $"sha256//{Convert.ToBase64String(new byte[32])}";
        Home.Write("known_hosts", Encoding.ASCII.GetBytes(
            $"sealift-known-hosts 1\n127.0.0.1:{Server.Port} {old} 2026-01-02T03:04:05Z 2025-01-01T00:00:00Z/2027-01-01T00:00:00Z \"CN=old\" \"CN=Old CA\" \"ftp.old.example\" \"RSA 2048\"\n"));

        var shown = await OnTerminalAsync(null, ["ls", Server.Url(), "--ca", Server.AuthorityFile], ("COLUMNS", $"{columns}"));

        var lines = shown.Split('\n');
        Assert.Equal(isBeside, lines.Any(line => line.Contains("CN=Old CA", StringComparison.Ordinal) && line.Contains("CN=Sealift test CA", StringComparison.Ordinal)));
        Assert.All(lines.Where(line => line.Contains(" | ", StringComparison.Ordinal)), line => Assert.True(line.TrimEnd().Length <= columns, line));
        foreach (var text in new[] { "RSA 2048", "ECDSA P-256", "ftp.old.example", "2025-01-01 to 2027-01-01", "since 2026-01-02" })
            Assert.Contains(text, shown, StringComparison.Ordinal);
        Assert.Contains($"sealift trust rm 127.0.0.1:{Server.Port}", shown, StringComparison.Ordinal);
        Assert.Contains("sealift trust add", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_passphrase_of_a_new_key_is_asked_twice_and_not_shown()
    {
        const string passphrase = $"{SealiftRun.Canary}-passphrase";

        await ConverseAsync([("New passphrase for anna.key", passphrase), ("The same once more", passphrase)], ["cert", "new", "anna", "--client"]);
        var differing = await ConverseAsync(
            [("New passphrase for berta.key", passphrase), ("The same once more", "another one")], ["cert", "new", "berta", "--client"]);

        Assert.True(File.Exists(Home.Combine("anna.key")));
        Assert.Contains("the two passphrases differ", differing, StringComparison.Ordinal);
        Assert.False(File.Exists(Home.Combine("berta.key")));
    }

    private static ScriptedFtpPeer HostilePeer() => ScriptedFtpPeer.Start(async session =>
    {
        await session.BeginExplicitAsync();
        await session.AnswerUntilAsync("MLSD");
        await session.SendAsync("150 Here it comes.");
        var data = await session.Data.AcceptAsync();
        await data.SendAllAsync(Encoding.UTF8.GetBytes("type=file; red\e[31m\r\ntype=file; invoice\u202etxt.exe\r\ntype=file; csi\u009b31m\r\n"));
        await session.SendAsync("226 All sent.");
        await session.AnswerUntilEndAsync();
    });

    private Task<string> OnTerminalAsync(string? typed, string[] arguments, params (string Name, string Value)[] environment) =>
        ConverseAsync(typed is null ? [] : [("", typed.TrimEnd('\n'))], arguments, environment);

    // An answer is typed when its question is there: what was typed ahead of a question for a secret does not count.
    private async Task<string> ConverseAsync((string Question, string Answer)[] answers, string[] arguments, params (string Name, string Value)[] environment)
    {
        Assert.SkipUnless(File.Exists(Script), "There is no script(1) here to make a terminal.");
        var line = string.Join(' ', SealiftRun.Command.Concat(arguments).Select(word => $"'{word}'"));
        var start = new ProcessStartInfo(Script, ["-q", "-e", "-c", line, "/dev/null"])
        {
            UseShellExecute = false,
            WorkingDirectory = Home.Path,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in SealiftRun.Environment(Home)) start.Environment[name] = value;
        start.Environment["SEALIFT_PASSWORD"] = FtpsServer.Password;
        start.Environment["TERM"] = "xterm-256color";
        start.Environment.Remove("NO_COLOR");
        foreach (var (name, value) in environment) start.Environment[name] = value;

        using var process = Process.Start(start)!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        var shown = "";
        var asked = 0;
        var buffer = new char[4096];
        foreach (var (question, answer) in answers)
        {
            while (shown.IndexOf(question, asked, StringComparison.Ordinal) is var found && found < 0)
            {
                var read = await process.StandardOutput.ReadAsync(buffer, limit.Token);
                Assert.True(read > 0, $"\"{question}\" was not asked:\n{shown}");
                shown += new string(buffer, 0, read);
            }

            asked = shown.IndexOf(question, asked, StringComparison.Ordinal) + question.Length;
            if (question.Length > 0)
            {
                while (shown.IndexOf(": ", asked, StringComparison.Ordinal) < 0) shown += new string(buffer, 0, await process.StandardOutput.ReadAsync(buffer, limit.Token));
            }

            await process.StandardInput.WriteAsync($"{answer}\n");
            await process.StandardInput.FlushAsync(Cancellation);
        }

        shown += await process.StandardOutput.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(Cancellation);
        Assert.DoesNotContain(SealiftRun.Canary, shown, StringComparison.Ordinal);
        return shown;
    }
}
