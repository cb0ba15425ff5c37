using System.CommandLine;
using System.CommandLine.Completions;

namespace Sealift.Cli.CommandLine.Completing;

/// <summary>What may stand where the cursor is. Commands, options, their values, saved sites; never anything from a server.</summary>
internal static class Completer
{
    // By the name that an argument or a value has in the manual.
    private static readonly string[] FileNames = ["FILE", "LOCAL", "DIRECTORY"];
    private static readonly string[] RemoteNames = ["URL", "SOURCE", "TARGET"];

    /// <summary>The candidates for the last word.</summary>
    /// <param name="root">The command line.</param>
    /// <param name="words">The words after the program's name; the last is the one at the cursor, empty if it has not begun.</param>
    public static IReadOnlyList<Candidate> Complete(RootCommand root, IReadOnlyList<string> words)
    {
        var current = words.Count == 0 ? "" : words[^1];
        Command command = root;
        Option? waiting = null;
        var position = 0;
        var onlyArguments = false;
        foreach (var word in words.SkipLast(1))
        {
            if (waiting is not null) waiting = null;
            else if (onlyArguments) position++;
            else if (word == "--") onlyArguments = true;
            else if (IsOption(word)) waiting = word.Contains('=', StringComparison.Ordinal) ? null : FindOption(command, word) is { } option && TakesValue(option) ? option : null;
            else if (command.Subcommands.FirstOrDefault(sub => sub.Name == word) is { } sub) command = sub;
            else position++;
        }

        var found = (waiting, onlyArguments) switch
        {
            ({ } option, _) => ValuesOf(option),
            (null, false) when IsOption(current) && current.IndexOf('=', StringComparison.Ordinal) is var equals and > 0 =>
                FindOption(command, current[..equals]) is { } option ? Prefixed(current[..(equals + 1)], ValuesOf(option)) : [],
            (null, false) when current.StartsWith('-') => OptionsOf(command),
            (null, false) when command.Subcommands.Count > 0 => command.Subcommands.Where(sub => !sub.Hidden).Select(sub => new Candidate(sub.Name, Brief(sub.Description))),
            _ => ArgumentAt(command, position) is { } argument ? ValuesOf(argument) : [],
        };
        return [.. found.Where(candidate => candidate == Candidate.Files || candidate.Text.StartsWith(current, StringComparison.OrdinalIgnoreCase))];
    }

    private static bool IsOption(string word) => word.Length > 1 && word[0] == '-';

    private static bool TakesValue(Option option) => option.Arity.MaximumNumberOfValues > 0 && option is not Option<bool>;

    private static Option? FindOption(Command command, string name) => All(command).FirstOrDefault(option => option.Name == name || option.Aliases.Contains(name));

    private static IEnumerable<Option> All(Command command) =>
        command.Options.Concat(command.Parents.OfType<Command>().SelectMany(All).Where(option => option.Recursive)).Where(option => !option.Hidden).Distinct();

    private static IEnumerable<Candidate> OptionsOf(Command command) => All(command)
        .Select(option => new Candidate(option.Name, Brief(option.Description)))
        .OrderBy(candidate => candidate.Text, StringComparer.Ordinal);

    private static Argument? ArgumentAt(Command command, int position) => command.Arguments.Count == 0
        ? null
        : position < command.Arguments.Count ? command.Arguments[position]
        : command.Arguments[^1].Arity.MaximumNumberOfValues > 1 ? command.Arguments[^1]
        : null;

    private static IEnumerable<Candidate> ValuesOf(Option option) => Array.Exists(FileNames, name => name == option.HelpName)
        ? [Candidate.Files]
        : option.GetCompletions(CompletionContext.Empty).Select(Of);

    private static IEnumerable<Candidate> ValuesOf(Argument argument) => argument.Name switch
    {
        var name when Array.Exists(FileNames, known => known == name) => [Candidate.Files],
        var name when Array.Exists(RemoteNames, known => known == name) => SiteNames.WithColon().Select(Of),
        _ => argument.GetCompletions(CompletionContext.Empty).Select(Of),
    };

    private static IEnumerable<Candidate> Prefixed(string prefix, IEnumerable<Candidate> candidates) =>
        candidates.Select(candidate => candidate == Candidate.Files ? candidate : candidate with { Text = prefix + candidate.Text });

    private static Candidate Of(CompletionItem item) => new(item.InsertText ?? item.Label, item.Detail ?? "");

    // The first sentence, on one line: what a menu has room for.
    private static string Brief(string? text)
    {
        if (text is null) return "";
        var end = text.AsSpan().IndexOfAny(['.', ':', ';']);
        return (end < 0 ? text : text[..end]).ReplaceLineEndings(" ").Replace('\t', ' ');
    }
}
