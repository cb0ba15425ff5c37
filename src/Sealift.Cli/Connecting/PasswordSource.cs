using Sealift.Cli.Output;
using Sealift.Client;
using Sealift.Core;
using Sealift.Sites;

namespace Sealift.Cli.Connecting;

/// <summary>
/// Finds out who logs in and with which password. The first of these that has one gives it: --password-file, the URL,
/// SEALIFT_PASSWORD, the vault, .netrc, what was typed before, a prompt.
/// </summary>
internal sealed class PasswordSource(Terminal terminal)
{
    public const string Variable = "SEALIFT_PASSWORD";

    public string? UserOption { get; init; }

    public string? PasswordFile { get; init; }

    /// <summary>Whether stdin is the data of the command, and so no place for a password.</summary>
    public bool StdinIsData { get; init; }

    /// <summary>The user that a saved site names; --user may name another one, and then the site's password is not meant.</summary>
    public string? SiteUser { get; init; }

    /// <summary>The password that the vault keeps for the site; <see langword="null"/> where it keeps none.</summary>
    public Func<CancellationToken, ValueTask<string?>>? Saved { get; init; }

    /// <summary>Gives the account that is saved with the password; <see langword="null"/> where none is.</summary>
    public Func<CancellationToken, ValueTask<string?>>? SavedAccount { get; init; }

    /// <summary>What was typed before in this process; <see langword="null"/> where nothing is kept.</summary>
    public TypedPasswords? Typed { get; init; }

    /// <summary>With a client certificate a server may want no password at all.</summary>
    public bool HasCertificate { get; init; }

    /// <summary>Reads the environment; replaced in tests.</summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>Asks the user; <see langword="null"/> where nobody can be asked. Replaced in tests.</summary>
    public Func<string, CancellationToken, ValueTask<string?>>? Prompt { get; init; } =
        terminal.CanAsk ? (question, cancellationToken) => Question.AskSecretAsync(terminal, question, cancellationToken) : null;

    /// <summary>The credential for a server.</summary>
    /// <exception cref="CommandException">The sources contradict each other, or there is a user and no password.</exception>
    public async ValueTask<FtpCredential> FindAsync(FtpUrl url, CancellationToken cancellationToken)
    {
        if (UserOption is not null && SiteUser is null && url.User is not null && UserOption != url.User)
            throw CommandException.Usage("--user and the URL name two different users.", "Leave one of them out.");
        if (url.Password is not null)
            terminal.WriteWarning("the password is in the URL, where other users of this machine can see it; --password-file hides it.");
        var user = UserOption ?? url.User;

        if (PasswordFile is not null)
        {
            if (user is null) throw CommandException.Usage("--password-file needs a user.", "Name one in the URL or with --user.");
            var fromFile = await SecretFile.ReadAsync(PasswordFile, StdinIsData, cancellationToken);
            return Make(user, fromFile);
        }

        if (user is not null && url.Password is not null) return Make(user, url.Password);
        if (user is not null && Environment(Variable) is { Length: > 0 } fromVariable) return Make(user, fromVariable);

        if (user is not null && Saved is not null && (SiteUser is null || user == SiteUser) && await Saved(cancellationToken) is { } saved)
            return Make(user, saved, SavedAccount is null ? null : await SavedAccount(cancellationToken));

        var entry = await FindInNetrcAsync(url.Host, user, cancellationToken);
        user ??= entry?.Login;
        if (user is null) return FtpCredential.Anonymous;
        if (entry?.Password is { } fromNetrc) return Make(user, fromNetrc, entry.Account);

        if (user is "anonymous" or "ftp") return Make(user, "anonymous@");
        if (HasCertificate && Prompt is null) return Make(user, "");
        if (!StdinIsData && Prompt is not null)
        {
            if (Typed?.Find(url, user) is { } typed) return Make(user, typed);
            var answer = await Prompt($"Password of {user} on {url.Host}: ", cancellationToken) ?? throw new OperationCanceledException("No password was given.", cancellationToken);
            Typed?.Type(url, user, answer);
            return Make(user, answer);
        }

        throw CommandException.Usage(
            $"there is no password for {user} on {url.Host}, and no terminal to ask on.",
            $"Give one with --password-file FILE, in {Variable}, or in ~/.netrc.",
            FailureCode.NoPassword);
    }

    private FtpCredential Make(string user, string password, string? account = null)
    {
        if (password != "anonymous@") terminal.Secrets.Add(password);
        terminal.Secrets.Add(account);
        try
        {
            return string.IsNullOrEmpty(account) ? FtpCredential.WithPassword(user, password) : FtpCredential.WithPassword(user, password, account);
        }
        catch (ArgumentException)
        {
            throw CommandException.Usage(
                "the user name or the password contains a control character, or the user name is empty.",
                "Nothing was sent. Check the source of the password, for example a stray line end.");
        }
    }

    private async ValueTask<NetrcEntry?> FindInNetrcAsync(string host, string? user, CancellationToken cancellationToken)
    {
        var path = Environment("NETRC") is { Length: > 0 } named
            ? named
            : Environment("HOME") is { Length: > 0 } home ? Path.Join(home, ".netrc") : null;
        if (path is null || !File.Exists(path)) return null;

        var entry = Netrc.Parse(await SecretFile.ReadAllAsync(path, cancellationToken)).Find(host, user);
        if (entry?.Password is null || !SecretFile.IsReadableByOthers(path)) return entry;
        terminal.WriteWarning($"{path} is ignored because other users may read it; run: chmod 600 {path}");
        return null;
    }
}
