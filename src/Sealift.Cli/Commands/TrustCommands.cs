using System.CommandLine;
using Sealift.Cli.Output;

namespace Sealift.Cli.Commands;

/// <summary>The servers whose keys are trusted.</summary>
internal sealed class TrustCommands : Command
{
    public TrustCommands(Terminal terminal)
        : base("trust", "show and change the servers whose keys are trusted (known hosts)")
    {
        Subcommands.Add(new TrustListCommand(terminal));
        Subcommands.Add(new TrustAddCommand(terminal));
        Subcommands.Add(new TrustRemoveCommand(terminal));
    }
}
