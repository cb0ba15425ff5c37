using System.CommandLine;
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
            $"\"{name} --help\" shows what is possible."));
        return ExitCode.Usage;
    }

    // The word that fits nowhere is the reason of what else is then wrong.
    private static string Words(ParseResult parsed, Command command) => parsed.UnmatchedTokens switch
    {
        [] => parsed.Errors[0].Message,
        [var token, ..] when command.Subcommands.Count > 0 && !token.StartsWith('-') => $"there is no command \"{token}\".",
        [var token, ..] => $"\"{token}\" is not expected here.",
    };
}
