using System.CommandLine;
using Sealift.Cli.Output;
using Sealift.Cli.Serving.Users;

namespace Sealift.Cli.Commands.Serving;

/// <summary>Writes a new user to a file of users.</summary>
internal sealed class ServeUserAddCommand : ServeUserCommand
{
    private readonly Argument<string> _name = UserName("The name to log in with, exactly so: 1 to 64 characters.");
    private readonly Option<bool> _anonymous = new("--anonymous") { Description = "Any password is right, as for the name anonymous (which answers to ftp too). Reads and lists only, unless --rights says otherwise." };
    private readonly Option<string?> _root = Text("--root", "DIR", "The user's top directory, which nothing leads out of; a relative one begins at the file's folder. Default: DIRECTORY of \"serve\".");
    private readonly Option<bool> _createRoot = new("--create-root") { Description = "\"serve\" makes the root (mode 0700) if it is not there." };
    private readonly Option<string?> _rights = Text("--rights", "RIGHT,…", "What the user may do: read, write, delete, list, overwrite. Without overwrite files that are there stay as they are. Default: all; of an anonymous user read,list.");
    private readonly Option<string?> _quota = Text("--quota", "SIZE", "The most bytes in the root, such as 500M or 10G. Default: no bound.");
    private readonly Option<string?> _rateDown = Text("--rate-down", "RATE", "Bytes a second that all sessions of the user together download, such as 2M. Default: no bound.");
    private readonly Option<string?> _rateUp = Text("--rate-up", "RATE", "Bytes a second that they upload. Default: no bound.");
    private readonly Option<string?> _sessions = Text("--sessions", "NUMBER", "Sessions at once. Default: no bound of the user's own.");
    private readonly Option<string[]> _allowFrom = new("--allow-from") { HelpName = "NETWORK", Description = "An address or network the user may come from, such as 192.0.2.0/24 or 2001:db8::/32; may be given again. Default: everywhere." };
    private readonly Option<string[]> _pins = new("--pin") { HelpName = "PIN", Description = "The key of a client certificate (\"sealift cert show\" prints it) that is the login, without a password; may be given again. Needs --client-ca of \"serve\"." };
    private readonly Option<bool> _pinToo = new("--pin-with-password") { Description = "The certificate of --pin is needed besides the password." };

    public ServeUserAddCommand(Terminal terminal)
        : base(terminal, "add", "add a user to a file of users")
    {
        Arguments.Add(_name);
        foreach (var option in (Option[])[_root, _createRoot, _rights, _quota, _rateDown, _rateUp, _sessions, _allowFrom, _pins, _pinToo, _anonymous, Host, PasswordFile])
            Options.Add(option);
    }

    public override IReadOnlyList<string> Details =>
    [
        "The file is made if it is not there. A password that nobody gives is generated and shown once, on stdout; it is never taken from the command line.",
    ];

    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        ("sealift serve user add users.toml anna --root /srv/anna --quota 10G --sessions 4", "asks for the password"),
        ("sealift serve user add users.toml drop --rights write --rate-up 2M --allow-from 192.0.2.0/24", "may only leave files, and only from there"),
        ("sealift serve user add users.toml anonymous --anonymous --root pub", "everybody may read pub"),
        ("sealift serve user add users.toml robot --pin sha256//…", "logs in by its certificate alone"),
    ];

    protected override async Task<ExitCode> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var name = arguments.GetRequiredValue(_name);
        if (UserReader.NameProblem(name) is { } problem) throw CommandException.Usage($"that cannot be the name of a user: {problem}.", "Choose another NAME.");
        var host = arguments.GetValue(Host);
        if (host is not null && Uri.CheckHostName(host) == UriHostNameType.Unknown)
            throw CommandException.Usage($"--host takes the name of a host, and \"{host}\" is none.", "Write files.example.org.");

        var values = new Dictionary<UserKey, IReadOnlyList<string>>();
        var isAnonymous = arguments.GetValue(_anonymous);
        var pins = arguments.GetValue(_pins) ?? [];
        if (isAnonymous && (pins.Length > 0 || arguments.GetValue(PasswordFile) is not null))
            throw CommandException.Usage("an anonymous user has neither a password nor a pin.", "Leave --anonymous out, or the others.");
        if (arguments.GetValue(_pinToo) && pins.Length == 0) throw CommandException.Usage("--pin-with-password needs --pin.", "Give the key of the certificate.");
        if (isAnonymous) values[UserKeys.Anonymous] = ["true"];
        Take(values, "--root", UserKeys.Root, arguments.GetValue(_root));
        if (arguments.GetValue(_createRoot)) values[UserKeys.CreateRoot] = ["true"];
        Take(values, "--rights", UserKeys.Rights, arguments.GetValue(_rights)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        Take(values, "--quota", UserKeys.Quota, arguments.GetValue(_quota));
        Take(values, "--rate-down", UserKeys.RateDown, arguments.GetValue(_rateDown));
        Take(values, "--rate-up", UserKeys.RateUp, arguments.GetValue(_rateUp));
        Take(values, "--sessions", UserKeys.Sessions, arguments.GetValue(_sessions));
        Take(values, "--allow-from", UserKeys.AllowFrom, arguments.GetValue(_allowFrom));
        Take(values, "--pin", UserKeys.Pins, pins);
        if (arguments.GetValue(_pinToo)) values[UserKeys.PinUse] = [UserKeys.CertificateToo];

        var store = Store(arguments);
        if (File.Exists(store.Path)) Require(store.Read(), host, name);
        var needsPassword = !isAnonymous && (pins.Length == 0 || arguments.GetValue(_pinToo) || arguments.GetValue(PasswordFile) is not null);
        var (password, isGenerated) = needsPassword ? await PasswordAsync(arguments, name, cancellationToken) : ("", false);
        if (needsPassword) values[UserKeys.Password] = [Hash(password)];
        await store.ChangeAsync(
            file =>
            {
                Require(file, host, name);
                return file.With(new UserEntry(host, name, values));
            },
            cancellationToken);
        if (isGenerated) ShowGenerated(password);
        Terminal.WriteRemark($"{name} may log in ({store.Path}). Serve: sealift serve DIRECTORY --users {arguments.GetRequiredValue((Argument<string>)Arguments[0])}");
        return ExitCode.Ok;
    }

    private static void Require(UserFile file, string? host, string name)
    {
        if (file.Find(host, name) is { } there)
            throw CommandException.Usage($"there is a user {there} already, in line {there.Line}.", "Edit the file, or take the user out first: sealift serve user rm FILE NAME");
    }

    private static Option<string?> Text(string name, string valueName, string description) => new(name) { HelpName = valueName, Description = description };

    private static void Take(Dictionary<UserKey, IReadOnlyList<string>> values, string option, UserKey key, string? value)
    {
        if (value is not null) Take(values, option, key, [value]);
    }

    private static void Take(Dictionary<UserKey, IReadOnlyList<string>> values, string option, UserKey key, string[]? given)
    {
        if (given is not { Length: > 0 }) return;
        foreach (var value in given)
            if (key.FindProblem(value) is { } problem) throw CommandException.Usage($"{option} {problem}, and \"{value}\" is none of that.", $"In the file it looks like this: {key.ExampleLine}");
        values[key] = given;
    }
}
