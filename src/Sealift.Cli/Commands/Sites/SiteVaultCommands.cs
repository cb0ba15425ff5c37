using System.CommandLine;
using Sealift.Cli.Output;

namespace Sealift.Cli.Commands.Sites;

/// <summary>The vault itself.</summary>
internal sealed class SiteVaultCommands : Command
{
    public SiteVaultCommands(Terminal terminal)
        : base("vault", "the vault that keeps the secrets of saved sites")
    {
        Subcommands.Add(new VaultPasswordCommand(terminal));
    }
}
