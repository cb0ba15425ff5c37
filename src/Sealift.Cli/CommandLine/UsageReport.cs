using System.CommandLine;
using System.CommandLine.Parsing;
using Sealift.Cli.Output;

namespace Sealift.Cli.CommandLine;

/// <summary>Tells what is wrong with a command line.</summary>
internal static class UsageReport
{
    public static ExitCode Write(Terminal terminal, ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var name = command is RootCommand ? "sealift" : $"sealift {command.Name}";
        if (command.Parents.OfType<Command>().FirstOrDefault() is { } parent and not RootCommand)
            name = $"sealift {parent.Name} {command.Name}";
        terminal.WriteFailure(new Failure(
            ExitCode.Usage,
            ArgumentParsing.Mask(Words(parsed, command)),
            $"\"{name} --help\" shows what is possible.",
            FailureCode.Usage));
        return ExitCode.Usage;
    }

    /// <summary>
    /// An option that does not exist and would be taken for a file's name: words before "--" that begin with a dash.
    /// </summary>
    public static string? FindMistypedOption(ParseResult parsed, string[] arguments)
    {
        var end = Array.IndexOf(arguments, "--");
        var before = end < 0 ? arguments : arguments[..end];
        return parsed.CommandResult.Children.OfType<ArgumentResult>()
            .SelectMany(a => a.Tokens)
            .Select(t => t.Value)
            .FirstOrDefault(v => v.Length > 1 && v[0] == '-' && before.Contains(v, StringComparer.Ordinal));
    }

    /// <summary>Tells that there is no such option.</summary>
    public static ExitCode WriteMistyped(Terminal terminal, string option)
    {
        terminal.WriteFailure(new Failure(
            ExitCode.Usage,
            $"there is no option \"{ArgumentParsing.Mask(option)}\" here.",
            "A name that begins with a dash is written with a path (./-name), or after --.",
            FailureCode.Usage));
        return ExitCode.Usage;
    }

    // The word that fits nowhere is the reason of what else is then wrong.
    private static string Words(ParseResult parsed, Command command) => parsed.UnmatchedTokens switch
    {
        [] when parsed.Errors[0].SymbolResult is ArgumentResult { Tokens.Count: 0, Parent: CommandResult } missing => $"{missing.Argument.Name} is missing.",
        // The library sets the values that are possible on lines of their own, with a tab that a terminal would show escaped.
        [] => parsed.Errors[0].Message.Replace("\t", "", StringComparison.Ordinal),
        [var token, ..] when command.Subcommands.Count > 0 && !token.StartsWith('-') => $"there is no command \"{token}\".",
        [var token, ..] => $"\"{token}\" is not expected here.",
    };
}
