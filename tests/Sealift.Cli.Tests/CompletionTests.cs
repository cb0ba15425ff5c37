using System.Diagnostics;
using Sealift.Cli.Tests.Runs;
using Sealift.TestKit;

namespace Sealift.Cli.Tests;

public sealed class CompletionTests : IDisposable
{
    private readonly TempDirectory _home = new();

    public CompletionTests()
    {
        _home.Write("sites.toml", "[printer]\nhost = \"printer.example.org\"\n[prague]\nhost = \"h\"\n[bank]\nhost = \"h\"\n"u8);
        _home.Write("report.pdf", "x"u8);
        var script = string.Join(' ', SealiftRun.Command.Select(word => $"'{word}'"));
        Directory.CreateDirectory(_home.Combine("bin"));
        var sealift = _home.Write("bin/sealift", System.Text.Encoding.UTF8.GetBytes($"#!/bin/sh\nexec {script} \"$@\"\n"));
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(sealift, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData("site|", "site")]
    [InlineData("site|e", "edit")]
    [InlineData("site|vault|", "passwd")]
    [InlineData("ls|pri", "printer:")]
    [InlineData("ls|-l|p", "prague: printer:")]
    [InlineData("mv|printer:a|b", "bank:")]
    [InlineData("site|show|pr", "prague printer")]
    [InlineData("ls|--tls-m", "--tls-max --tls-min")]
    [InlineData("ls|--tls-max|", "1.2 1.3")]
    [InlineData("ls|--tls-max=", "--tls-max=1.2 --tls-max=1.3")]
    [InlineData("ls|--ca|", ":files")]
    [InlineData("put|", ":files")]
    [InlineData("put|report.pdf|ban", "bank:")]
    [InlineData("ls|--pin|", "")]
    [InlineData("ls|bank:|", "")]
    [InlineData("site|edit|bank|--unset|tl", "tls-max tls-min")]
    [InlineData("site|import|--from|", "filezilla lftp netrc winscp")]
    [InlineData("completion|", "bash fish powershell zsh")]
    [InlineData("nonsense|--", "--help --version")]
    public async Task What_fits_at_the_cursor_is_told_to_every_shell(string words, string expected)
    {
        var result = await SealiftRun.RunAsync(_home, ["completion", "--for", .. words.Split('|').Select(word => $"={word}")]);

        Assert.Equal(0, result.ExitCode);
        Assert.Empty(result.Error);
        var found = string.Join(' ', result.Lines.Select(line => line.Split('\t')[0]).Order(StringComparer.Ordinal));
        if (words == "site|") Assert.Contains("add edit", found, StringComparison.Ordinal);
        else Assert.Equal(expected, found);
    }

    [Fact]
    public async Task A_damaged_file_of_sites_breaks_no_completion()
    {
        _home.Write("sites.toml", "what is this"u8);

        var result = await SealiftRun.RunAsync(_home, ["completion", "--for", "=ls", "=p"]);

        Assert.Equal((0, ""), (result.ExitCode, result.Error + result.Output));
    }

    [Theory]
    [InlineData("sealift si", "site")]
    [InlineData("sealift ls pri", "printer:")]
    [InlineData("sealift ls --tls-max ", "1.2 1.3")]
    [InlineData("sealift ls --tls-max=1", "1.2 1.3")]
    [InlineData("sealift put rep", "report.pdf")]
    [InlineData("sealift put report.pdf printer:/x ba", "")]
    [InlineData("sealift put report.pdf alice@host:/x --tls-mi", "--tls-min")]
    public async Task Bash_completes(string line, string expected)
    {
        var program =
            """
            eval "$(sealift completion bash)" || exit 9
            line="$1"
            # As readline splits: at blanks, and ':', '=' and '@' are words of their own.
            IFS=' ' read -ra COMP_WORDS <<< "$(sed 's/[:=@]/ & /g' <<< "$line")"
            [[ $line == *[\ :=@] ]] && COMP_WORDS+=("")
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); COMP_LINE="$line"; COMP_POINT=${#line}
            _sealift; printf '%s\n' "${COMPREPLY[@]}"
            """;

        Assert.Equal(expected, await ShellAsync("/bin/bash", ["--norc", "-c", program, "bash", line]));
    }

    [Theory]
    [InlineData("sealift si", "site")]
    [InlineData("sealift ls pri", "printer:")]
    [InlineData("sealift ls --tls-mi", "--tls-min")]
    [InlineData("sealift put rep", "report.pdf")]
    public async Task Zsh_completes(string line, string expected)
    {
        // A real zsh at a pseudo-terminal: what is typed, a tab, and the line as it is then.
        var program =
            """
            zmodload zsh/zpty || exit 9
            zpty z 'PS1=; PROMPT=; exec zsh -f -i'
            zpty -w z "PS1=; PATH=$PATH; autoload -U compinit; compinit -u -D; source <(sealift completion zsh); unsetopt zle_bracketed_paste 2>/dev/null; show() { print -r -- \"<<\$BUFFER>>\"; exit }; zle -N show; bindkey '^X' show; print READY''NOW"
            zpty -r -m z line '*READYNOW*'
            zpty -w -n z "$1"$'\t'
            zpty -w -n z $'\x18'
            all=
            while zpty -r z line; do all+=$line; [[ $all == *'>>'* ]] && break; done
            print -r -- ${${all##*'<<'}%%'>>'*}
            """;

        Assert.Equal($"{line[..(line.LastIndexOf(' ') + 1)]}{expected}", await ShellAsync("/usr/bin/zsh", ["-f", "-c", program, "zsh", line]));
    }

    [Theory]
    [InlineData("sealift si", "site")]
    [InlineData("sealift ls pri", "printer:")]
    [InlineData("sealift ls --tls-max ", "1.2 1.3")]
    [InlineData("sealift put rep", "report.pdf")]
    public async Task Fish_completes(string line, string expected) =>
        Assert.Equal(expected, await ShellAsync("/usr/bin/fish", ["--no-config", "-c", "sealift completion fish | source; complete -C \"$argv[1]\"", line]));

    [Fact]
    public async Task The_script_for_powershell_asks_the_same_question()
    {
        // There is no PowerShell here to run it.
        var script = (await SealiftRun.RunAsync(_home, ["completion", "powershell"])).Output;

        Assert.Contains("Register-ArgumentCompleter -Native -CommandName sealift", script, StringComparison.Ordinal);
        Assert.Contains("& sealift completion --for @words", script, StringComparison.Ordinal);
        Assert.Equal(script.Count(c => c == '{'), script.Count(c => c == '}'));
        Assert.Equal(script.Count(c => c == '('), script.Count(c => c == ')'));
    }

    private async Task<string> ShellAsync(string shell, string[] arguments)
    {
        Assert.SkipUnless(File.Exists(shell), $"{shell} is not installed here.");
        var start = new ProcessStartInfo(shell, arguments) { UseShellExecute = false, WorkingDirectory = _home.Path, RedirectStandardOutput = true, RedirectStandardInput = true };
        foreach (var (name, value) in SealiftRun.Environment(_home)) start.Environment[name] = value;
        start.Environment["PATH"] = $"{_home.Combine("bin")}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["TERM"] = "dumb";
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(120));
        try
        {
            var output = await process.StandardOutput.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            Assert.Equal(0, process.ExitCode);
            return string.Join(' ', output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')[0].Trim()));
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }
}
