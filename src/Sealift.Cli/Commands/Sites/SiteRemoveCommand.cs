using System.CommandLine;
using Sealift.Cli.Connecting;
using Sealift.Cli.Output;
using Sealift.Sites;

namespace Sealift.Cli.Commands.Sites;

/// <summary>Forgets a site.</summary>
internal sealed class SiteRemoveCommand : SiteCommand
{
    private readonly Argument<string> _name = SavedName();
    private readonly Option<bool> _keepSecrets = new("--keep-secrets") { Description = "Leave its passwords in the vault, which then need no passphrase here." };
    private readonly SettingOptions _vault = new([KnownSettings.VaultPassphraseFile]);

    public SiteRemoveCommand(Terminal terminal)
        : base(terminal, "rm", "forget a site and its secrets")
    {
        Arguments.Add(_name);
        Options.Add(_keepSecrets);
        _vault.AddTo(this);
    }

    public override IReadOnlyList<string> Details => ["If the vault keeps secrets of the site, its passphrase is asked for, and they are forgotten too."];

    public override IReadOnlyList<(string Line, string Remark)> Examples => [("sealift site rm printer", "the file on the server stays as it is; only this machine forgets")];

    protected override async Task<ExitCode> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var site = Get(arguments.GetRequiredValue(_name));
        var access = new VaultAccess(Terminal, _vault.Read(arguments).Find(KnownSettings.VaultPassphraseFile));
        await Store.RemoveAsync(site, arguments.GetValue(_keepSecrets) ? null : access.OpenAsync, cancellationToken);
        Terminal.WriteRemark($"{site.Name} is forgotten.");
        return ExitCode.Ok;
    }
}
