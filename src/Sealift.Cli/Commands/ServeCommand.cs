using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Sealift.Cli.Certificates;
using Sealift.Cli.CommandLine;
using Sealift.Cli.Commands.Serving;
using Sealift.Cli.Connecting;
using Sealift.Cli.Output;
using Sealift.Cli.Output.Json;
using Sealift.Cli.Serving;
using Sealift.Cli.Serving.Users;
using Sealift.Core;
using Sealift.Core.Stores;
using Sealift.Server;
using Sealift.Tls;
using Sealift.Tls.Trust;

namespace Sealift.Cli.Commands;

/// <summary>Serves a directory of this machine until it is stopped.</summary>
internal sealed class ServeCommand : SealiftCommand
{
    private const string DefaultUser = "sealift";
    private const int DefaultPort = 2121;

    private readonly Argument<string> _directory = new("DIRECTORY") { Description = "The directory to serve. Nobody gets out of it, not by links either." };
    private readonly Option<string> _user = new("--user", "-u") { HelpName = "NAME", Description = $"Who may log in. Default: {DefaultUser}.", DefaultValueFactory = _ => DefaultUser };
    private readonly Option<string?> _passwordFile = new("--password-file") { HelpName = "FILE", Description = "The password is the first line of this file; - reads it from stdin. Then SEALIFT_PASSWORD; else one is generated and shown." };
    private readonly Option<bool> _readOnly = new("--read-only") { Description = "Nothing can be changed." };
    private readonly Option<string[]> _listen = new("--listen") { HelpName = "ADDRESS", Description = "The address to listen on; may be given again. Default: 127.0.0.1, this machine only. 0.0.0.0 and :: mean all." };
    private readonly Option<int?> _port = Port("--port", $"The port for explicit TLS; 0 picks a free one. Default: {DefaultPort}.");
    private readonly Option<int?> _implicitPort = Port("--implicit-port", "Listen for implicit TLS too, on this port; 0 picks a free one.");
    private readonly Option<string?> _passivePorts = new("--passive-ports") { HelpName = "FIRST-LAST", Description = "The ports of data connections, for a firewall. Default: any free one." };
    private readonly Option<string?> _certificate = new("--cert") { HelpName = "FILE", Description = "The server's certificate: PEM with its chain, DER or PFX; SEALIFT_CERT_PASSWORD opens an encrypted one, or a prompt. Default: a new self-signed one at each start; \"sealift cert new --server\" makes one that stays." };
    private readonly Option<string?> _key = new("--key") { HelpName = "FILE", Description = "The private key of --cert, if it is in a file of its own." };
    private readonly Option<string?> _tlsMin = new Option<string?>("--tls-min") { HelpName = "1.2|1.3", Description = "The oldest TLS version accepted. Default: 1.2." }.AcceptOnlyFromAmong("1.2", "1.3");
    private readonly Option<string?> _clientAuthority = new("--client-ca") { HelpName = "FILE", Description = "Clients need a certificate that one of these authorities signed (PEM), besides the password." };
    private readonly Option<string[]> _clientPins = new("--client-pin") { HelpName = "PIN", Description = "A client with this key, and a certificate of --client-ca, needs no password; may be given again. \"sealift cert show\" prints it." };
    private readonly Option<string?> _externalAddress = new("--external-address") { HelpName = "ADDRESS", Description = "The IPv4 address that PASV names to clients from outside, where a router translates addresses. EPSV needs none." };
    private readonly Option<string[]> _allow = new Option<string[]>("--allow") { HelpName = "WHAT", Description = "Allows what is off by default; may be given again. active: connect to the client (PORT, EPRT). compression: MODE Z. clear-data: files and listings unencrypted after PROT C. clear-commands: commands unencrypted after the login (CCC). monitor-network: --monitor for other machines." }.AcceptOnlyFromAmong("active", "compression", "clear-data", "clear-commands", "monitor-network");
    private readonly WatchSettings _watch = new();
    private readonly UserSettings _users = new();
    private readonly Option<bool> _json = new("--json") { Description = "When ready, one JSON object: directory, urls, user, users, password (if generated), pin, monitor." };

    public ServeCommand(Terminal terminal)
        : base(terminal, "serve", "serve a directory over FTPS until Ctrl-C")
    {
        Arguments.Add(_directory);
        foreach (var option in (Option[])[_user, _passwordFile, _readOnly, _listen, _port, _implicitPort, _passivePorts, _certificate, _key, _clientAuthority, _clientPins, _externalAddress, _allow, _tlsMin, _json])
            Options.Add(option);
        foreach (var option in _watch.All) Options.Add(option);
        foreach (var option in _users.All) Options.Add(option);
        Subcommands.Add(new ServeUserCommands(terminal));
    }

    public override IReadOnlyList<(string Title, IReadOnlyList<Option> Options)> OptionGroups =>
    [
        ("Who may log in", [_user, _passwordFile, _readOnly, .. _users.Who, _clientAuthority, _clientPins]),
        ("Where it listens", [_listen, _port, _implicitPort, _passivePorts, _externalAddress]),
        ("TLS, and what is allowed", [_certificate, _key, _tlsMin, _allow]),
        ("Limits", _users.Limits),
        ("Watching and running it", _watch.All),
    ];

    public override IReadOnlyList<string> Details =>
    [
        "TLS is required. Data connections must resume the TLS session of their control connection.",
        "A file of --cert that is replaced, as by a program that renews certificates, is read again within half a minute; sessions go on.",
        "On a terminal it shows its sessions and what happens; in a pipe its log, a line an event.",
        "Ctrl-C or SIGTERM stops it: no new sessions, --stop-timeout for running transfers, exit code 0. The second signal ends transfers too (426), exit code 130; a third one ends the process.",
        "SIGHUP, where stderr is no terminal, opens the audit log again and reads --cert, --users and --hooks again. Under systemd it says when it is ready, reloading and stopping, and feeds the watchdog; eng/sealift.service is a unit to begin with.",
    ];

    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        ("sealift serve .", "this directory, for this machine; prints the command that connects to it"),
        ("sealift serve /srv/files --listen 0.0.0.0 --user alice --password-file pw", "for the network"),
        ("sealift serve /srv --cert server.pem --client-ca ca.pem --client-pin sha256//…", "a client logs in by its certificate"),
        ("sealift serve /srv --monitor 9100 --audit /var/log/sealift.jsonl", "to be watched: http://127.0.0.1:9100/"),
        ("sealift serve /srv --users users.toml --listen ::", "for several people: \"sealift serve user add\" writes the file"),
        ("sealift serve pub --anonymous --listen 0.0.0.0", "for everybody to read"),
        ("sealift serve . --port 0 --implicit-port 0 --json", "on free ports, for a script"),
    ];

    protected override async Task<ExitCode> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var directory = ReadDirectory(arguments.GetRequiredValue(_directory));
        var addresses = ReadAddresses(arguments.GetValue(_listen));
        var users = _users.FindFile(arguments, [_user, _passwordFile, _readOnly, _clientPins]) is { } userFile ? new ServedUsers(userFile, directory) : null;
        var (password, isGenerated) = users is null ? await PasswordAsync(arguments, cancellationToken) : ("", false);
        using var certificate = arguments.GetValue(_certificate) is { } file
            ? await OwnCertificate.LoadAsync(
                new Passphrases(Terminal) { StdinIsData = arguments.GetValue(_passwordFile) == "-" }, Terminal, file, arguments.GetValue(_key), cancellationToken)
            : SelfSignedCertificate.Create(addresses, TimeProvider.System);
        var user = users is not null ? null : new FtpUser
        {
            Name = arguments.GetRequiredValue(_user),
            PasswordHash = FtpPassword.Hash(password),
            Store = new LocalFileStore(directory),
            Rights = arguments.GetValue(_readOnly) ? FtpRights.ReadOnly : FtpRights.All,
            CertificatePins = ReadPins(arguments.GetValue(_clientPins), arguments.GetValue(_clientAuthority)),
        };

        IReadOnlyList<FtpUser> anonymous = _users.HasAnonymous(arguments) ? [ServedUsers.Anonymous(directory)] : [];
        var options = ServerOptions(arguments, addresses, certificate) with { Users = user is null ? anonymous : [user, .. anonymous] };
        if (users is not null) options = users.Apply(options);
        await using var view = await ServerWatch.OpenAsync(
            Terminal, _watch, arguments, arguments.GetValue(_allow)?.Contains("monitor-network") == true, arguments.GetValue(_json));
        var server = new FtpServer(view.Observe(options));
        await using var userWatch = users is null ? null : new UserFileWatch(server, view.Say, users, options);
        await using var watch = arguments.GetValue(_certificate) is { } watched
            ? new CertificateWatch(server, view.Say, watched, arguments.GetValue(_key))
            : null;
        await using var ending = server;
        await server.StartAsync(cancellationToken);
        watch?.Start();
        if (watch is not null) view.OnReload(watch.ReloadAsync);
        userWatch?.Start();
        if (userWatch is not null) view.OnReload(userWatch.ReloadAsync);
        var card = new ServerCard(directory, user, users?.Store.Path, certificate, isGenerated ? password : null) { Monitor = view.Monitor };
        if (arguments.GetValue(_json)) Terminal.WriteJson(card.ToRecord(server), JsonLines.Default.ServerRecord);
        else card.Write(Terminal.Out, server);
        await Terminal.Out.FlushAsync(cancellationToken);

        // The one command for which being stopped is the way to end well.
        return await view.RunAsync(server, cancellationToken);
    }

    private static string ReadDirectory(string text) => Directory.Exists(text)
        ? Path.GetFullPath(text)
        : throw CommandException.Local($"{text}: no such directory on this machine.", "DIRECTORY must exist.", code: FailureCode.NoLocalFile);

    private static List<IPAddress> ReadAddresses(string[]? texts)
    {
        var addresses = (texts ?? []).Select(text => IPAddress.TryParse(text, out var address)
            ? address
            : throw CommandException.Usage($"--listen takes an IP address, and \"{text}\" is none.", "127.0.0.1 is this machine only, 0.0.0.0 and :: mean all addresses."));
        List<IPAddress> all = [.. addresses.Distinct()];
        return all.Count > 0 ? all : [IPAddress.Loopback];
    }

    private static Option<int?> Port(string name, string description)
    {
        var option = new Option<int?>(name) { HelpName = "PORT", Description = description };
        option.Validators.Add(result =>
        {
            if (!int.TryParse(result.Tokens.SingleOrDefault()?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port > IPEndPoint.MaxPort)
                result.AddError($"{name} takes a number from 0 to 65535.");
        });
        return option;
    }

    private static PortRange? ReadPorts(string? text)
    {
        if (text is null) return null;
        return PortRange.TryParse(text, out var ports)
            ? ports
            : throw CommandException.Usage("--passive-ports is no range of ports.", "Write FIRST-LAST, for example 50000-50099.");
    }

    private static FtpServerPolicy ReadPolicy(string[] allowed) => new()
    {
        AllowActive = allowed.Contains("active"),
        AllowCompression = allowed.Contains("compression"),
        AllowClearData = allowed.Contains("clear-data"),
        AllowClearCommands = allowed.Contains("clear-commands"),
    };

    private static IPAddress? ReadExternal(string? text)
    {
        if (text is null) return null;
        return IPAddress.TryParse(text, out var address) && address.AddressFamily == AddressFamily.InterNetwork
            ? address
            : throw CommandException.Usage($"--external-address takes an IPv4 address, and \"{text}\" is none.", "PASV can name no other; EPSV names none at all.");
    }

    private static List<SpkiPin> ReadPins(string[]? texts, string? authority)
    {
        if (texts is not { Length: > 0 }) return [];
        if (authority is null)
            throw CommandException.Usage("--client-pin needs --client-ca.", "Only a certificate that is asked for can be a login; one that signed itself is its own --client-ca.");
        return [.. texts.Select(text => SpkiPin.TryParse(text, out var pin)
            ? pin
            : throw CommandException.Usage($"--client-pin takes a pin, and \"{text}\" is none.", "\"sealift cert show FILE\" prints it: sha256//…"))];
    }

    private FtpServerOptions ServerOptions(ParseResult arguments, List<IPAddress> addresses, TlsCertificate certificate)
    {
        var port = arguments.GetValue(_port) ?? DefaultPort;
        var passivePorts = ReadPorts(arguments.GetValue(_passivePorts));
        var limits = new FtpServerLimits();
        return new FtpServerOptions
        {
            Explicit = [.. addresses.Select(address => new IPEndPoint(address, port))],
            Implicit = arguments.GetValue(_implicitPort) is { } implicitPort
                ? [.. addresses.Select(address => new IPEndPoint(address, implicitPort))]
                : [],
            Certificate = certificate,
            MinTlsVersion = arguments.GetValue(_tlsMin) == "1.3" ? TlsVersion.Tls13 : TlsVersion.Tls12,
            ClientCertificates = arguments.GetValue(_clientAuthority) is null ? ClientCertificateMode.None : ClientCertificateMode.Required,
            ClientRoots = arguments.GetValue(_clientAuthority) is { } authority ? TrustChoice.ReadRoots(authority, "--client-ca") : [],
            ExternalAddress = ReadExternal(arguments.GetValue(_externalAddress)),
            Policy = _users.Apply(arguments, ReadPolicy(arguments.GetValue(_allow) ?? [])),
            PassivePorts = passivePorts,
            Limits = _users.Apply(arguments, limits, passivePorts),
        };
    }

    private async ValueTask<(string Password, bool IsGenerated)> PasswordAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        if (arguments.GetValue(_passwordFile) is { } file)
            return (await SecretFile.ReadAsync(file, stdinIsData: false, cancellationToken), false);
        return Environment.GetEnvironmentVariable(PasswordSource.Variable) is { Length: > 0 } password
            ? (password, false)
            : (GeneratedPassword.Create(), true);
    }
}
