using System.CommandLine;
using Sealift.Cli.Connecting;
using Sealift.Cli.Output;
using Sealift.Core;
using Sealift.Sites;
using Sealift.Sites.Vaults;

namespace Sealift.Cli.Commands.Sites;

/// <summary>Saves a site.</summary>
internal sealed class SiteAddCommand : SiteCommand
{
    private readonly Argument<string> _name = new("NAME") { Description = $"What to call it. {SiteName.Rule}" };
    private readonly Argument<string> _url = new("URL") { Description = "The server, with the user and where the site begins: ftpes://alice@ftp.example.org/inbox/. Or HOST, or USER@HOST." };
    private readonly Option<bool> _savePassword = new("--save-password") { Description = "Keep the password in the vault: asked for, or from --password-file or SEALIFT_PASSWORD." };
    private readonly Option<bool> _replace = new("--replace") { Description = "Replace the site if there is one of this name." };
    private readonly SettingOptions _about = new([SiteKeys.Description, SiteKeys.Folder]);
    private readonly SettingOptions _settings = new(KnownSettings.All);

    public SiteAddCommand(Terminal terminal)
        : base(terminal, "add", "save a server under a name")
    {
        Arguments.Add(_name);
        Arguments.Add(_url);
        Options.Add(_savePassword);
        Options.Add(_replace);
        _about.AddTo(this);
        _settings.AddTo(this);
    }

    public override IReadOnlyList<string> Details =>
    [
        "Every option of a connection that is given here belongs to the site from now on; the same option on a later command line counts more.",
        $"Sites are in a text file that you may edit: $SEALIFT_SITES, or sealift/sites.toml in $XDG_CONFIG_HOME or ~/.config. "
        + "Secrets are never in it, but in the vault beside it. Nothing is sent to the server.",
    ];

    public override IReadOnlyList<(string Title, IReadOnlyList<Option> Options)> OptionGroups => [("Connection, login and trust", _settings.All)];

    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        ("sealift site add printer ftpes://alice@printer.example.org/inbox/ --save-password", "then: sealift put report.pdf printer:"),
        ("sealift site add bank ftps://ftp.bank.example --user 4711 --cert me.pfx --tls-max 1.2 --folder Work", "implicit TLS, a client certificate, TLS 1.2"),
    ];

    protected override async Task<ExitCode> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var name = arguments.GetRequiredValue(_name);
        if (!SiteName.IsValid(name)) throw CommandException.Usage($"\"{name}\" cannot be the name of a site.", SiteName.Rule);
        var url = SiteAddress.Read(arguments.GetRequiredValue(_url));
        var typed = _about.Read(arguments).Over(_settings.Read(arguments));
        if (typed.Find(KnownSettings.User) is { } user && url.User is not null && user != url.User)
            throw CommandException.Usage("--user and the URL name two different users.", "Leave one of them out.");
        var isPasswordSaved = arguments.GetValue(_savePassword);
        if (url.Password is not null && !isPasswordSaved)
            throw CommandException.Usage("the URL has a password, which is not saved in a file that anybody can read.", "Leave it out, and add --save-password to keep it in the vault.");

        var passwordFile = typed.Find(KnownSettings.PasswordFile);
        if (isPasswordSaved) typed = typed.Without(KnownSettings.PasswordFile);
        var site = Site.From(name, url);
        site = site.With(SiteAddress.ForFile(typed).Over(site.Values));
        var isReplaced = arguments.GetValue(_replace);
        Require(Store.Read(), name, isReplaced);

        if (isPasswordSaved) site = await KeepPasswordAsync(site, url, passwordFile, typed.Find(KnownSettings.VaultPassphraseFile), cancellationToken);
        await Store.ChangeAsync(
            file =>
            {
                Require(file, name, isReplaced);
                return file.With(site);
            },
            cancellationToken);
        Terminal.WriteRemark($"{name} is saved ({Store.Path}). Try: sealift ls {name}:");
        return ExitCode.Ok;
    }

    private static void Require(SiteFile file, string name, bool isReplaced)
    {
        if (!isReplaced && file.Find(name) is { } there)
            throw CommandException.Usage($"there is a site {there.Name} already.", $"\"sealift site edit {there.Name}\" changes it, --replace puts this one in its place.");
    }

    // The vault first: a site that claims a password which is not there would be worse than a secret that no site uses.
    private async Task<Site> KeepPasswordAsync(Site site, FtpUrl url, string? passwordFile, string? passphraseFile, CancellationToken cancellationToken)
    {
        if (site.User is null) throw CommandException.Usage("a password needs a user.", "Name one in the URL or with --user.");
        var password = url.Password ?? await NewSecret.ReadAsync(Terminal, SecretKind.Password, site, passwordFile, cancellationToken);
        var vault = await new VaultAccess(Terminal, passphraseFile).OpenOrCreateAsync(cancellationToken);
        await vault.KeepAsync(site, new Dictionary<string, string?> { [SecretKind.Password] = password }, cancellationToken);
        return site.WithSecret(SecretKind.Password, isKept: true);
    }
}
