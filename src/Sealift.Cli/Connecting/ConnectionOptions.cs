using System.CommandLine;
using Sealift.Cli.Certificates;
using Sealift.Cli.CommandLine;
using Sealift.Cli.Output;
using Sealift.Client;
using Sealift.Core;
using Sealift.Sites;
using Sealift.Sites.Vaults;
using Sealift.Tls;

namespace Sealift.Cli.Connecting;

// A setting that has its own meaning for FtpClientOptions is declared in KnownSettings (src/Sealift.Sites) and needs nothing here.
// Here is what several settings mean together, and what needs a warning, a question or a file.

/// <summary>The options that every command that connects takes, and what they and a saved site mean for a session.</summary>
internal sealed class ConnectionOptions
{
    private readonly SettingOptions _options = new(KnownSettings.All);
    public ConnectionOptions(Command command) => _options.AddTo(command);

    /// <summary>All of them, in the order of the help.</summary>
    public IReadOnlyList<Option> All => _options.All;

    /// <summary>
    /// Whether the command examines the server: nothing is asked or said about its certificate, and nothing is taken for granted from an
    /// earlier examination. Default false.
    /// </summary>
    public bool IsExamination { get; init; }

    /// <summary>The vault; by default one that is opened with what the command line says when the first secret is needed.</summary>
    public VaultAccess? Vault { get; set; }

    /// <summary>What is known of servers that this process itself runs, below what is typed and above what a saved site says; null for nothing.</summary>
    public Func<RemoteLocation, ConnectionSettings?>? Known { get; set; }

    /// <summary>What was typed before in this process; null, the default, where nothing is kept.</summary>
    public TypedPasswords? Typed { get; set; }

    /// <summary>What the command line says, as it was typed.</summary>
    public ConnectionSettings Read(ParseResult arguments) => _options.Read(arguments);

    /// <summary>What the command line says, over what a saved site says.</summary>
    public ConnectionSettings ReadAll(ParseResult arguments, RemoteLocation location) => _options.Read(arguments).Over(location.Settings);

    /// <summary>Everything a session needs: looks for the password, reads certificates, warns where a warning is due.</summary>
    /// <param name="terminal">Where warnings go and questions are asked.</param>
    /// <param name="arguments">The command line.</param>
    /// <param name="location">The server and, maybe, the user and what a saved site says.</param>
    /// <param name="stdinIsData">Whether stdin is what the command transfers, so that it cannot be a password too.</param>
    /// <param name="cancellationToken">Ends the wait for an answer.</param>
    public async Task<FtpClientOptions> ResolveAsync(
        Terminal terminal, ParseResult arguments, RemoteLocation location, bool stdinIsData, CancellationToken cancellationToken)
    {
        var typed = _options.Read(arguments);
        if (Known?.Invoke(location) is { } known) typed = typed.Over(known);
        var settings = typed.Over(location.Settings);
        var secrets = new SiteSecrets(location.Site, settings, Vault ??= new VaultAccess(terminal, typed.Find(KnownSettings.VaultPassphraseFile)));
        var trust = new TrustChoice(terminal)
        {
            Pins = settings.FindAll(KnownSettings.Pin),
            CaFile = settings.Find(KnownSettings.Ca),
            RevocationLists = settings.FindAll(KnownSettings.Crl),
            AcceptsMissingLists = settings.IsOn(KnownSettings.CrlOptional),
            IsInsecure = settings.IsOn(KnownSettings.Insecure),
            IsQuiet = IsExamination,
        };
        var options = settings.ApplyTo(FtpClientOptions.From(location.Url.WithPath(FtpPath.Home)) with
        {
            Mode = Mode(terminal, settings, location.Url),
            Trust = location.Site is null ? trust.Create() : new CertificateMemory(terminal, trust.Create()),
            Certificate = await CertificateAsync(terminal, settings, secrets, stdinIsData, cancellationToken),
            Challenge = terminal.CanAsk && !stdinIsData ? (challenge, token) => AnswerAsync(terminal, challenge, token) : null,
        });
        WarnOfClearText(terminal, options);
        if (options.MinTlsVersion > options.MaxTlsVersion)
            throw CommandException.Usage("--tls-min is newer than --tls-max.", "No version is left to speak.");
        options = options with { Proxy = await new ProxyChoice(terminal).FindAsync(settings, secrets, location.Url, cancellationToken) };
        RequireReachable(settings, options);

        var source = new PasswordSource(terminal)
        {
            UserOption = typed.Find(KnownSettings.User),
            PasswordFile = typed.Find(KnownSettings.PasswordFile) ?? SavedPasswordFile(typed, location),
            StdinIsData = stdinIsData,
            SiteUser = location.Site?.User,
            Saved = secrets.Has(SecretKind.Password) ? token => secrets.FindAsync(SecretKind.Password, token) : null,
            SavedAccount = secrets.Has(SecretKind.Account) ? token => secrets.FindAsync(SecretKind.Account, token) : null,
            Typed = Typed,
            HasCertificate = options.Certificate is not null,
        };
        options = options with { Credential = await source.FindAsync(location.Url, cancellationToken) };
        return IsExamination ? options : KnownServer.Apply(terminal, options, settings);
    }

    /// <summary>The file of --ca, of the command line or of a saved site; null for none.</summary>
    public string? FindAuthorities(ParseResult arguments, RemoteLocation location) => ReadAll(arguments, location).Find(KnownSettings.Ca);

    private static void RequireReachable(ConnectionSettings settings, FtpClientOptions options)
    {
        if (options.DataMode != FtpDataMode.Active)
        {
            if (settings.Find(KnownSettings.ActivePorts) is null && settings.Find(KnownSettings.ActiveAddress) is null) return;
            throw CommandException.Usage("--active-ports and --active-address need --active.", "Without it no port is waited on.");
        }

        if (options.Proxy is { Kind: not FtpProxyKind.Ftp } proxy)
        {
            throw CommandException.Usage(
                $"--active cannot pass the proxy {TerminalText.Escape(proxy.ToString())}: the server would have to connect to this machine.",
                "Leave --active out, or connect directly with --proxy none.");
        }

        if (options.EpsvAll) throw CommandException.Usage("--active contradicts --epsv-all, which promises passive mode.", "Leave one of them out.");
    }

    // The file that a site names has the password of the user that it names.
    private static string? SavedPasswordFile(ConnectionSettings typed, RemoteLocation location) =>
        typed.Find(KnownSettings.User) is { } user && user != location.User ? null : location.Settings.Find(KnownSettings.PasswordFile);

    private static void WarnOfClearText(Terminal terminal, FtpClientOptions options)
    {
        if (options.Mode == FtpTlsMode.PlaintextUnsafe && (options.ClearDataUnsafe || options.ClearCommandsUnsafe))
            throw CommandException.Usage("--plaintext contradicts --data-clear and --ccc, which protect the login.", "Leave out one side.");
        if (options.ClearDataUnsafe) terminal.WriteWarning("--data-clear: every file and listing travels in clear text, and can be changed on the way.");
        if (options.ClearCommandsUnsafe) terminal.WriteWarning("--ccc: after the login every command and name travels in clear text, and can be changed on the way.");
    }

    // The server's words may be a one-time password's challenge; what is typed is as secret as a password.
    private static ValueTask<string?> AnswerAsync(Terminal terminal, FtpChallenge challenge, CancellationToken cancellationToken)
    {
        var said = $"The server asks {TerminalText.Escape(challenge.User)}: {challenge.Text}";
        terminal.Error.WriteLine(said);
        var question = new SecretQuestion(challenge.Kind == FtpChallengeKind.Account ? "Account: " : "Answer: ", SecretPurpose.Answer) { Remark = said };
        return Question.AskSecretAsync(terminal, question, cancellationToken);
    }

    private static FtpTlsMode Mode(Terminal terminal, ConnectionSettings settings, FtpUrl url)
    {
        if (!settings.IsOn(KnownSettings.Plaintext)) return url.Mode;
        if (url.Mode == FtpTlsMode.Implicit)
            throw CommandException.Usage("--plaintext contradicts ftps://, which means TLS from the first byte.", "Use an ftp:// URL.");
        if (settings.FindAll(KnownSettings.Pin).Count > 0 || settings.Find(KnownSettings.Ca) is not null || settings.IsOn(KnownSettings.Insecure))
            throw CommandException.Usage("--plaintext contradicts --pin, --ca and --insecure.", "Without TLS there is no certificate to judge.");
        terminal.WriteWarning("--plaintext: the password and every byte travel in clear text.");
        return FtpTlsMode.PlaintextUnsafe;
    }

    private static async ValueTask<TlsCertificate?> CertificateAsync(
        Terminal terminal, ConnectionSettings settings, SiteSecrets secrets, bool stdinIsData, CancellationToken cancellationToken)
    {
        var certificate = settings.Find(KnownSettings.Certificate);
        var key = settings.Find(KnownSettings.Key);
        if (certificate is null && key is not null)
            throw CommandException.Usage("--key needs --cert.", "Give the certificate that belongs to the key.");
        if (certificate is null) return null;
        var passphrases = new Passphrases(terminal)
        {
            StdinIsData = stdinIsData,
            Saved = token => secrets.FindAsync(SecretKind.KeyPassphrase, token),
        };
        return await OwnCertificate.LoadAsync(passphrases, terminal, certificate, key, cancellationToken);
    }
}
