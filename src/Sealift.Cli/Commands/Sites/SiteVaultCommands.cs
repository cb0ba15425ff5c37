using Sealift.Cli.CommandLine;
using Sealift.Cli.Output;

namespace Sealift.Cli.Commands.Sites;

/// <summary>The vault itself.</summary>
internal sealed class SiteVaultCommands : CommandGroup
{
    public SiteVaultCommands(Terminal terminal)
        : base("vault", "the vault that keeps the secrets of saved sites")
    {
        Subcommands.Add(new VaultPasswordCommand(terminal));
    }

    public override IReadOnlyList<(string Line, string Remark)> Examples => [("sealift site vault passwd", "change its passphrase")];
}
