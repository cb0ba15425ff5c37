using Sealift.Cli.CommandLine;
using Sealift.Cli.Output;

namespace Sealift.Cli.Commands.Sites;

/// <summary>The saved sites.</summary>
internal sealed class SiteCommands : CommandGroup
{
    public SiteCommands(Terminal terminal)
        : base("site", "save servers with all their settings, to use them by name (name:/path)")
    {
        Subcommands.Add(new SiteAddCommand(terminal));
        Subcommands.Add(new SiteListCommand(terminal));
        Subcommands.Add(new SiteShowCommand(terminal));
        Subcommands.Add(new SiteEditCommand(terminal));
        Subcommands.Add(new SiteRemoveCommand(terminal));
        Subcommands.Add(new SiteImportCommand(terminal));
        Subcommands.Add(new SitePasswordCommand(terminal));
        Subcommands.Add(new SiteVaultCommands(terminal));
    }

    public override IReadOnlyList<string> Details =>
    [
        "A saved site stands wherever a URL does: name:/path from the server's top, name:path from where the site begins, name: for that place itself.",
    ];

    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        ("sealift site add printer ftpes://alice@printer.example.org/inbox/ --save-password", "set it up once"),
        ("sealift put report.pdf printer:", "use it"),
        ("sealift site import --dry-run ~/.config/filezilla/sitemanager.xml", "see what can be taken over from FileZilla"),
    ];
}
