using System.CommandLine;
using System.Text;
using System.Text.RegularExpressions;
using Sealift.Cli.CommandLine;
using Sealift.Cli.Output;

namespace Sealift.Cli.Tests;

/// <summary>Walks every command, so that a new one cannot be without its manual.</summary>
public sealed partial class ManualTests : IDisposable
{
    private readonly Terminal _terminal = Terminal.Open();

    public static TheoryData<string> Paths
    {
        get
        {
            using var terminal = Terminal.Open();
            return [.. Walk(Root.Create(terminal), "").Select(pair => pair.Path)];
        }
    }

    public void Dispose() => _terminal.Dispose();

    [Theory]
    [MemberData(nameof(Paths))]
    public void Every_command_option_and_argument_has_its_manual(string path)
    {
        var command = Find(path);

        Assert.False(string.IsNullOrWhiteSpace(command.Description), path);
        Assert.All(command.Options, option => Assert.True(option.Description is { Length: > 10 } && option.Description[^1] == '.', $"{path} {option.Name}"));
        Assert.All(command.Arguments, argument => Assert.True(argument.Description is { Length: > 10 } && argument.Description[^1] == '.', $"{path} {argument.Name}"));
    }

    // These keep the options of a connection for later, and connect to nothing.
    private static readonly string[] ConnectsLater = ["queue add", "site add", "site edit"];

    // These connect with few options of their own.
    private static readonly string[] ConnectsWithFewOptions = ["trust add", "cert show", "queue run", "queue clean"];

    [Theory]
    [MemberData(nameof(Paths))]
    public void Every_command_that_connects_draws_its_sessions(string path)
    {
        var options = Find(path).Options.Select(static option => option.Name).ToHashSet(StringComparer.Ordinal);
        var connects = (options.Contains("--epsv-all") && !ConnectsLater.Contains(path)) || ConnectsWithFewOptions.Contains(path);

        foreach (var option in new[] { "--trace", "--redact", "--no-notes", "--full" })
            Assert.True(options.Contains(option) == connects, $"{path} {option}");
    }

    [Fact]
    public void The_commands_that_are_named_here_exist() =>
        Assert.All([.. ConnectsLater, .. ConnectsWithFewOptions], path => Assert.Contains(path, Walk(Root.Create(_terminal), "").Select(static pair => pair.Path)));

    [Theory]
    [MemberData(nameof(Paths))]
    public void Every_command_has_examples_and_all_of_them_can_be_typed(string path)
    {
        var command = Find(path);
        var root = Root.Create(_terminal);
        var examples = HelpPage.ExamplesOf(command);

        Assert.NotEmpty(examples);
        foreach (var (line, remark) in examples)
        {
            Assert.NotEmpty(remark);
            var calls = Call().Matches(line);
            Assert.NotEmpty(calls);
            foreach (Match call in calls)
            {
                var words = Words(call.Groups["words"].Value);
                var parsed = Root.Parse(root, words);
                Assert.True(parsed.Errors.Count == 0, $"{line}: {string.Join(' ', parsed.Errors.Select(error => error.Message))}");
                Assert.Null(UsageReport.FindMistypedOption(parsed, words));
            }
        }

        if (command is not RootCommand) Assert.Contains(examples, example => example.Line.Contains($"sealift {path}".TrimEnd(), StringComparison.Ordinal));
    }

    [GeneratedRegex("(?:^|[|(] ?)sealift (?<words>[^|)>]*)", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Call();

    private static string[] Words(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var quote = '\0';
        foreach (var c in text.Trim() + " ")
        {
            if (quote != '\0' && c == quote) quote = '\0';
            else if (quote == '\0' && c is '"' or '\'') quote = c;
            else if (quote != '\0' || c != ' ') word.Append(c);
            else if (word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }
        }

        return [.. words];
    }

    private static IEnumerable<(string Path, Command Command)> Walk(Command command, string path) =>
        command.Subcommands.SelectMany(sub => Walk(sub, $"{path} {sub.Name}".Trim())).Prepend((path, command));

    private Command Find(string path) => Walk(Root.Create(_terminal), "").First(pair => pair.Path == path).Command;
}
