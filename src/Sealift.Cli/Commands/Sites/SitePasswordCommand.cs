using System.CommandLine;
using Sealift.Cli.Connecting;
using Sealift.Cli.Output;
using Sealift.Sites;
using Sealift.Sites.Vaults;

namespace Sealift.Cli.Commands.Sites;

/// <summary>Saves a secret of a site in the vault, or forgets it.</summary>
internal sealed class SitePasswordCommand : SiteCommand
{
    private readonly Argument<string> _name = SavedName();
    private readonly Option<string> _kind = new("--kind")
    {
        HelpName = "KIND",
        DefaultValueFactory = _ => SecretKind.Password,
        Description = "Which secret: password (default), account (for ACCT), proxy-password, or key-passphrase (opens the key of --cert).",
    };

    private readonly Option<bool> _forget = new("--forget") { Description = "Forget it instead." };
    private readonly SettingOptions _sources = new([KnownSettings.PasswordFile, KnownSettings.VaultPassphraseFile]);

    public SitePasswordCommand(Terminal terminal)
        : base(terminal, "passwd", "keep a password or another secret of a site in the vault")
    {
        _kind.AcceptOnlyFromAmong([.. SecretKind.All]);
        Arguments.Add(_name);
        Options.Add(_kind);
        Options.Add(_forget);
        _sources.AddTo(this);
    }

    public override IReadOnlyList<string> Details =>
    [
        "The vault is a file beside the sites that only its passphrase opens; the first secret makes it. The passphrase is asked for once in each "
        + "command that needs a secret. It cannot be recovered.",
        "The secret is asked for, or read from --password-file or, for a password, from SEALIFT_PASSWORD. It is used only for the host and port "
        + "that the site names now.",
    ];

    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        ("sealift site passwd printer", "asks for the password and for the vault's passphrase"),
        ("sealift site passwd printer --password-file pw --vault-passphrase-file ~/.vaultpass", "for a script"),
        ("sealift site passwd bank --kind key-passphrase", "what opens the key of its client certificate"),
        ("sealift site passwd printer --forget", "ask for it each time again"),
    ];

    protected override async Task<ExitCode> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var site = Get(arguments.GetRequiredValue(_name));
        var kind = arguments.GetRequiredValue(_kind);
        var sources = _sources.Read(arguments);
        var isForgotten = arguments.GetValue(_forget);
        if (isForgotten && !site.Secrets.Contains(kind, StringComparer.Ordinal))
        {
            Terminal.WriteRemark($"The vault keeps no {kind} of {site.Name}.");
            return ExitCode.Ok;
        }

        if (!isForgotten && kind == SecretKind.Password && site.User is null)
            throw CommandException.Usage($"the site {site.Name} names no user, and a password needs one.", $"Name one: sealift site edit {site.Name} --user NAME");
        var secret = isForgotten ? null : await NewSecret.ReadAsync(Terminal, kind, site, sources.Find(KnownSettings.PasswordFile), cancellationToken);
        var access = new VaultAccess(Terminal, sources.Find(KnownSettings.VaultPassphraseFile));
        var vault = await access.OpenOrCreateAsync(cancellationToken);
        await vault.KeepAsync(site, new Dictionary<string, string?> { [kind] = secret }, cancellationToken);
        await Store.ChangeAsync(file => file.Find(site.Name) is { } now ? file.With(now.WithSecret(kind, secret is not null)) : file, cancellationToken);
        Terminal.WriteRemark(isForgotten ? $"The {kind} of {site.Name} is forgotten." : $"The {kind} of {site.Name} is in the vault ({Store.VaultPath}).");
        return ExitCode.Ok;
    }
}
