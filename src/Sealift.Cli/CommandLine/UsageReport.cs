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
            ArgumentParsing.Mask(parsed.Errors[0].Message),
            $"\"{name} --help\" shows what is possible."));
        return ExitCode.Usage;
    }
}
