using System.CommandLine;
using Sealift.Cli.Connecting;
using Sealift.Cli.Output;
using Sealift.Core;
using Sealift.Sites;
using Sealift.Sites.Importing;

namespace Sealift.Cli.Commands.Sites;

/// <summary>Takes over what other programs saved.</summary>
internal sealed class SiteImportCommand : SiteCommand
{
    private readonly Argument<string> _file = new("FILE") { Description = "What the other program wrote." };
    private readonly Option<string?> _from = new("--from") { HelpName = "KIND", Description = "What wrote it: filezilla, winscp, lftp or netrc. Default: found out from its content." };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Show what would come of it, and save nothing." };
    private readonly Option<bool> _replace = new("--replace") { Description = "Replace saved sites of the same name, instead of leaving them as they are." };
    private readonly Option<bool> _noPasswords = new("--no-passwords") { Description = "Leave the passwords out; then no vault and no passphrase is needed." };
    private readonly SettingOptions _vault = new([KnownSettings.VaultPassphraseFile]);

    public SiteImportCommand(Terminal terminal)
        : base(terminal, "import", "take over the servers that another program saved")
    {
        _from.AcceptOnlyFromAmong([.. Enum.GetValues<ImportSource>().Select(SiteImport.NameOf)]);
        Arguments.Add(_file);
        Options.Add(_from);
        Options.Add(_dryRun);
        Options.Add(_replace);
        Options.Add(_noPasswords);
        _vault.AddTo(this);
    }

    public override IReadOnlyList<string> Details =>
    [
        "Knows FileZilla's sitemanager.xml (also what it exports), WinSCP.ini, lftp's bookmarks (~/.local/share/lftp/bookmarks) and .netrc.",
        "Shows each server with its new name, its address and what became of it: new, replaced, there already, or left out. Lines below it say what could "
        + "not be carried over. Passwords go to the vault and nowhere else. All sites are saved together, or none.",
    ];

    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        ("sealift site import --dry-run ~/.config/filezilla/sitemanager.xml", "look first"),
        ("sealift site import ~/.config/filezilla/sitemanager.xml", "asks for the vault's passphrase if there are passwords"),
        ("sealift site import ~/.netrc --from netrc --no-passwords", "the passwords stay where they are"),
    ];

    protected override async Task<ExitCode> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var from = arguments.GetValue(_from);
        ImportSource? source = from is null ? null : Enum.GetValues<ImportSource>().First(kind => SiteImport.NameOf(kind) == from);
        var imported = SiteImport.Read(arguments.GetRequiredValue(_file), source);
        var choices = new ImportChoices { Replaces = arguments.GetValue(_replace), WithSecrets = !arguments.GetValue(_noPasswords) };
        var plan = new ImportPlan(imported, Store.Read(), choices);
        Write(plan);
        if (arguments.GetValue(_dryRun))
        {
            Terminal.WriteRemark("Nothing was saved: --dry-run.");
            return ExitCode.Ok;
        }

        var access = new VaultAccess(Terminal, _vault.Read(arguments).Find(KnownSettings.VaultPassphraseFile));
        await plan.SaveAsync(Store, access.OpenOrCreateAsync, cancellationToken);
        Terminal.WriteRemark($"{plan.Count} of {imported.Count} saved ({Store.Path}).");
        return ExitCode.Ok;
    }

    private static string Words(ImportFate fate) => fate switch
    {
        ImportFate.New => "new",
        ImportFate.Replaced => "replaced",
        ImportFate.Present => "there already",
        _ => "left out",
    };

    private void Write(ImportPlan plan)
    {
        var name = plan.Imported.Max(item => (item.Site?.Name ?? item.Source).Length);
        foreach (var item in plan.Imported)
        {
            var kinds = plan.SecretsOf(item);
            var secrets = kinds.Count > 0 ? $", {string.Join(" and ", kinds)} to the vault" : "";
            Line($"{(item.Site?.Name ?? item.Source).PadRight(name)}  {Words(plan.FateOf(item))}{secrets}  {item.Site?.Url().ToString()}");
            foreach (var note in item.Notes) Line($"    {note}");
        }

        void Line(string text) => Terminal.Out.WriteLine(TerminalText.Escape(text.TrimEnd()));
    }
}
