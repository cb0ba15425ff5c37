using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using Sealift.Cli.CommandLine;
using Sealift.Cli.Output;
using Sealift.Cli.Tests.Runs;
using Sealift.TestKit;

namespace Sealift.Cli.Tests;

public sealed partial class UsageTests : IDisposable
{
    private readonly TempDirectory _home = new();

    public static TheoryData<string> Commands =>
        [
            "queue add", "queue ls", "queue show", "queue run", "queue pause", "queue resume", "queue move", "queue retry", "queue rm", "queue history", "queue clean",
            "ls", "get", "put", "cat", "hash", "chmod", "stat", "rm", "mkdir", "mv", "trust ls", "trust add", "trust rm", "site add", "site ls", "site show", "site edit",
            "site rm", "site import", "site passwd", "site vault passwd", "serve", "demo", "completion",
        ];

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task The_root_help_lists_every_command_every_exit_code_and_every_password_source()
    {
        var help = await RunAsync("--help");

        Assert.Equal(0, help.ExitCode);
        foreach (var command in Commands)
            Assert.Matches($"(?m)^  {command.Data.Split(' ')[0]} ", help.Output);
        foreach (var code in (int[])[0, 1, 2, 3, 4, 5, 6, 7, 8, 130]) Assert.Matches($"(?m)^  {code} ", help.Output);
        foreach (var source in (string[])["--password-file", "SEALIFT_PASSWORD", ".netrc", "prompt"])
            Assert.Contains(source, help.Output, StringComparison.Ordinal);
        Assert.All(help.Lines, line => Assert.True(line.Length <= 120, line));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void The_help_of_a_command_has_examples_and_lists_only_flags_that_are_understood(string command)
    {
        using var terminal = Terminal.Open();
        var root = Root.Create(terminal);
        var words = command.Split(' ');
        using var help = new StringWriter();
        HelpPage.Write(help, Root.Parse(root, words).CommandResult.Command);

        Assert.Contains("Examples:", help.ToString(), StringComparison.Ordinal);
        var flags = Flag().Matches(help.ToString());
        Assert.NotEmpty(flags);
        foreach (Match flag in flags)
        {
            var value = flag.Groups["value"].Success ? [Value(flag.Groups["long"].Value)] : Array.Empty<string>();
            foreach (var name in flag.Groups["name"].Captures.Select(capture => capture.Value))
            {
                var parsed = Root.Parse(root, [.. words, name, .. value]);
                Assert.Empty(parsed.UnmatchedTokens);
                Assert.Contains(parsed.CommandResult.Children, child => child is OptionResult { IdentifierToken.Value: { } found } && found == name);
            }
        }
    }

    [Fact]
    public async Task The_help_of_a_command_goes_to_stdout()
    {
        var help = await RunAsync("get", "--help");

        Assert.Equal(0, help.ExitCode);
        Assert.StartsWith("sealift get: ", help.Output, StringComparison.Ordinal);
        Assert.Empty(help.Error);
    }

    [Theory]
    [InlineData("ls", "ftpes://h/", "--bogus")]
    [InlineData("bogus")]
    [InlineData("trust", "bogus")]
    [InlineData("trust")]
    [InlineData("ls")]
    [InlineData("ls", "ftpes://h/", "extra")]
    [InlineData("ls", "ftpes://h/", "--timeout", "soon")]
    [InlineData("ls", "ftpes://h/", "--timeout", "-1")]
    [InlineData("ls", "ftpes://h/", "--tls-min", "1.1")]
    [InlineData("ls", "ftpes://h/", "--tls-min", "1.3", "--tls-max", "1.2")]
    [InlineData("ls", "ftps://h/", "--plaintext")]
    [InlineData("ls", "ftp://h/", "--plaintext", "--insecure")]
    [InlineData("ls", "http://h/")]
    [InlineData("ls", "h")]
    [InlineData("get", "ftpes://h/a", "--insecur")]
    [InlineData("put", "-x", "ftpes://h/a")]
    [InlineData("ls", "ftpes:///path")]
    [InlineData("ls", "ftpes://h:0/")]
    [InlineData("ls", "ftpes://h:65536/")]
    [InlineData("ls", "ftpes://h/;type=a")]
    [InlineData("get", "ftpes://h/a", "-", "--json")]
    [InlineData("rm", "ftpes://h/")]
    [InlineData("ls", "nowhere:/")]
    [InlineData("site", "show", "nowhere")]
    [InlineData("site", "add", "a b", "ftpes://h/")]
    [InlineData("site", "add", "a", "http://h/")]
    [InlineData("site", "add", "a", "ftpes://u:p@h/")]
    [InlineData("trust", "add", "h:port")]
    [InlineData("trust", "add", "h", "--pin", "nonsense")]
    [InlineData("serve", ".", "--port", "65536")]
    [InlineData("serve", ".", "--listen", "localhost")]
    [InlineData("serve", ".", "--passive-ports", "9-1")]
    public async Task A_wrong_command_line_is_exit_code_2_with_a_hint(params string[] arguments)
    {
        var result = await RunAsync(arguments);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("sealift: ", result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    [Fact]
    public async Task A_value_that_is_not_possible_is_answered_with_those_that_are_one_a_line()
    {
        var result = await RunAsync("completion", "tcsh");

        Assert.Equal(2, result.ExitCode);
        Assert.DoesNotContain("\\x09", result.Error, StringComparison.Ordinal);
        Assert.Contains("\n  'fish'", result.Error.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("LOCAL", "put")]
    [InlineData("URL", "put", "a.txt")]
    [InlineData("URL", "hash")]
    public async Task An_argument_that_is_missing_is_named(string missing, params string[] arguments)
    {
        var result = await RunAsync(arguments);

        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith($"sealift: {missing} is missing.", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_usage_line_shows_which_argument_may_be_given_again()
    {
        var help = await RunAsync("hash", "--help");

        Assert.Contains("sealift hash [options] URL…", help.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_arguments_show_the_manual_and_are_exit_code_2()
    {
        var result = await RunAsync();

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("Usage:", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_version_is_one_line()
    {
        var result = await RunAsync("--version");

        Assert.Equal(0, result.ExitCode);
        Assert.Matches(@"^\d+\.\d+\.\d+", Assert.Single(result.Lines));
    }

    [Fact]
    public async Task An_argument_that_begins_with_an_at_sign_is_no_file_of_arguments()
    {
        _home.Write("file", "--version"u8);

        var result = await RunAsync("@file");

        Assert.Equal(2, result.ExitCode);
    }

    [GeneratedRegex("(?m)^  (?:(?<name>-[a-zA-Z]), )?(?<name>(?<long>--[a-z-]+))(?<value> [^ ]+)?(?:  |$)", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Flag();

    private static string Value(string name) => name switch
    {
        "--tls-min" or "--tls-max" => "1.2",
        "--timeout" => "1",
        "--port" or "--implicit-port" => "2121",
        "--mode" => "implicit",
        "--kind" => "account",
        "--from" => "netrc",
        "--pin" => "nonsense",
        _ => "absent",
    };

    private Task<SealiftResult> RunAsync(params string[] arguments) => SealiftRun.RunAsync(_home, arguments);
}
