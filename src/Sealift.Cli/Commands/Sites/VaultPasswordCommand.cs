using System.CommandLine;
using Sealift.Cli.Connecting;
using Sealift.Cli.Output;
using Sealift.Sites;

namespace Sealift.Cli.Commands.Sites;

/// <summary>Changes the passphrase of the vault.</summary>
internal sealed class VaultPasswordCommand : SiteCommand
{
    private readonly SettingOptions _old = new([KnownSettings.VaultPassphraseFile]);
    private readonly Option<string?> _newFile = new("--new-passphrase-file") { HelpName = "FILE", Description = "The first line of this file is the new passphrase, instead of a question." };

    public VaultPasswordCommand(Terminal terminal)
        : base(terminal, "passwd", "change the passphrase of the vault")
    {
        _old.AddTo(this);
        Options.Add(_newFile);
    }

    public override IReadOnlyList<string> Details =>
    [
        "Asks for the old passphrase and twice for the new one. The vault is sealed anew in one step: after a failure the old passphrase still holds.",
    ];

    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        ("sealift site vault passwd", "asks for both"),
        ("sealift site vault passwd --vault-passphrase-file old --new-passphrase-file new", "for a script"),
    ];

    protected override async Task<ExitCode> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var access = new VaultAccess(Terminal, _old.Read(arguments).Find(KnownSettings.VaultPassphraseFile));
        var vault = await access.OpenAsync(cancellationToken);
        await vault.ChangePassphraseAsync(await access.NewPassphraseAsync(arguments.GetValue(_newFile), cancellationToken), cancellationToken);
        Terminal.WriteRemark($"The vault has a new passphrase ({Store.VaultPath}).");
        return ExitCode.Ok;
    }
}
