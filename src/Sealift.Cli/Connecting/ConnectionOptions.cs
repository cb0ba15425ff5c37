using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Sealift.Cli.Output;
using Sealift.Client;
using Sealift.Core;
using Sealift.Tls;

namespace Sealift.Cli.Connecting;

/// <summary>The options that every command that connects takes, and what they mean for a session.</summary>
internal sealed class ConnectionOptions
{
    private readonly Option<string?> _user = new("--user", "-u") { HelpName = "NAME", Description = "Who logs in, if the URL does not say. Without one anywhere: the anonymous user." };
    private readonly Option<string?> _passwordFile = new("--password-file") { HelpName = "FILE", Description = "The password is the first line of this file; - reads it from stdin." };
    private readonly Option<string?> _tlsMin = Version("--tls-min", "The oldest TLS version accepted: 1.2 (default) or 1.3.");
    private readonly Option<string?> _tlsMax = Version("--tls-max", "The newest TLS version offered: 1.2 or 1.3 (default).");
    private readonly Option<string[]> _pins = new("--pin") { HelpName = "PIN", Description = "Trust only this key of the server: sha256//BASE64 or SHA256:hex of its SPKI. May be given again." };
    private readonly Option<string?> _ca = new("--ca") { HelpName = "FILE", Description = "Trust servers whose certificate chains to these PEM certificates, instead of the system's." };
    private readonly Option<string?> _certificate = new("--cert") { HelpName = "FILE", Description = "The client certificate: PEM with its chain, or PFX. SEALIFT_CERT_PASSWORD opens an encrypted one." };
    private readonly Option<string?> _key = new("--key") { HelpName = "FILE", Description = "The PEM key of --cert, if it is in a file of its own." };
    private readonly Option<bool> _insecure = new("--insecure") { Description = "Accept any certificate. Anybody in between can read and change everything; warns each time." };
    private readonly Option<bool> _plaintext = new("--plaintext") { Description = "No TLS at all: the password and every byte travel in clear text; warns each time." };
    private readonly Option<double?> _timeout = new("--timeout") { HelpName = "SECONDS", Description = "How long to wait for a connection (default 15), a reply (60) or a stalled transfer (60)." };

    public ConnectionOptions(Command command)
    {
        _timeout.Validators.Add(PositiveSeconds);
        foreach (var option in All) command.Options.Add(option);
    }

    /// <summary>All of them, in the order of the help.</summary>
    public IReadOnlyList<Option> All =>
        [_user, _passwordFile, _pins, _ca, _insecure, _certificate, _key, _tlsMin, _tlsMax, _timeout, _plaintext];

    /// <summary>Everything a session needs: looks for the password, reads certificates, warns where a warning is due.</summary>
    /// <param name="terminal">Where warnings go and questions are asked.</param>
    /// <param name="arguments">The command line.</param>
    /// <param name="url">The server and, maybe, the user.</param>
    /// <param name="stdinIsData">Whether stdin is what the command transfers, so that it cannot be a password too.</param>
    /// <param name="cancellationToken">Ends the wait for an answer.</param>
    public async Task<FtpClientOptions> ResolveAsync(
        Terminal terminal, ParseResult arguments, FtpUrl url, bool stdinIsData, CancellationToken cancellationToken)
    {
        var (min, max) = TlsVersions(arguments);
        var mode = Mode(terminal, arguments, url);
        var trust = new TrustChoice(terminal)
        {
            Pins = arguments.GetValue(_pins) ?? [],
            CaFile = arguments.GetValue(_ca),
            IsInsecure = arguments.GetValue(_insecure),
        };
        var options = FtpClientOptions.From(url.WithPath(FtpPath.Home)) with
        {
            Mode = mode,
            MinTlsVersion = min,
            MaxTlsVersion = max,
            Trust = trust.Create(),
            Certificate = Certificate(arguments),
        };
        if (arguments.GetValue(_timeout) is { } seconds)
        {
            var limit = TimeSpan.FromSeconds(seconds);
            options = options with { ConnectTimeout = limit, ReplyTimeout = limit, StallTimeout = limit };
        }

        var source = new PasswordSource(terminal)
        {
            UserOption = arguments.GetValue(_user),
            PasswordFile = arguments.GetValue(_passwordFile),
            StdinIsData = stdinIsData,
            HasCertificate = options.Certificate is not null,
        };
        return options with { Credential = await source.FindAsync(url, cancellationToken) };
    }

    private static Option<string?> Version(string name, string description)
    {
        var option = new Option<string?>(name) { HelpName = "1.2|1.3", Description = description };
        return option.AcceptOnlyFromAmong("1.2", "1.3");
    }

    private static void PositiveSeconds(OptionResult result)
    {
        var isNumber = double.TryParse(result.Tokens.SingleOrDefault()?.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds);
        if (!isNumber || seconds is not (> 0 and <= 86_400)) result.AddError("--timeout takes seconds, more than 0 and at most 86400.");
    }

    private (TlsVersion Min, TlsVersion Max) TlsVersions(ParseResult arguments)
    {
        var min = arguments.GetValue(_tlsMin) == "1.3" ? TlsVersion.Tls13 : TlsVersion.Tls12;
        var max = arguments.GetValue(_tlsMax) == "1.2" ? TlsVersion.Tls12 : TlsVersion.Tls13;
        return min <= max
            ? (min, max)
            : throw CommandException.Usage("--tls-min is newer than --tls-max.", "No version is left to speak.");
    }

    private FtpTlsMode Mode(Terminal terminal, ParseResult arguments, FtpUrl url)
    {
        if (!arguments.GetValue(_plaintext)) return url.Mode;
        if (url.Mode == FtpTlsMode.Implicit)
            throw CommandException.Usage("--plaintext contradicts ftps://, which means TLS from the first byte.", "Use an ftp:// URL.");
        if (arguments.GetValue(_pins) is { Length: > 0 } || arguments.GetValue(_ca) is not null || arguments.GetValue(_insecure))
            throw CommandException.Usage("--plaintext contradicts --pin, --ca and --insecure.", "Without TLS there is no certificate to judge.");
        terminal.WriteWarning("--plaintext: the password and every byte travel in clear text.");
        return FtpTlsMode.PlaintextUnsafe;
    }

    private TlsCertificate? Certificate(ParseResult arguments)
    {
        var certificate = arguments.GetValue(_certificate);
        var key = arguments.GetValue(_key);
        if (certificate is null && key is not null)
            throw CommandException.Usage("--key needs --cert.", "Give the certificate that belongs to the key.");
        return certificate is null ? null : OwnCertificate.Load(certificate, key);
    }
}
