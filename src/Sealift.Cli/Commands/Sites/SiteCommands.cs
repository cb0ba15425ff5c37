using System.CommandLine;
using Sealift.Cli.Output;

namespace Sealift.Cli.Commands.Sites;

/// <summary>The saved sites.</summary>
internal sealed class SiteCommands : Command
{
    public SiteCommands(Terminal terminal)
        : base("site", "save servers with all their settings, to use them by name (name:/path)")
    {
        Subcommands.Add(new SiteAddCommand(terminal));
        Subcommands.Add(new SiteListCommand(terminal));
        Subcommands.Add(new SiteShowCommand(terminal));
        Subcommands.Add(new SiteEditCommand(terminal));
        Subcommands.Add(new SiteRemoveCommand(terminal));
        Subcommands.Add(new SitePasswordCommand(terminal));
        Subcommands.Add(new SiteVaultCommands(terminal));
    }
}
