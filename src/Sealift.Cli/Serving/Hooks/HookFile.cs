using System.Globalization;
using System.Text;
using Sealift.Cli.Connecting;
using Sealift.Cli.Output;
using Sealift.Cli.Trees;
using Sealift.Sites;
using Sealift.Tls.Trust;
using Tomlyn.Syntax;

namespace Sealift.Cli.Serving.Hooks;

/// <summary>Reads the file of hooks, in TOML: one table a hook. What it cannot mean is said with line and column, before the server listens.</summary>
internal sealed class HookFile(string path)
{
    private static readonly string[] Events =
    [
        "upload", "upload-failed", "download", "download-failed", "login", "login-failed", "lock-out", "delete", "rename", "mkdir", "rmdir", "join", "session-ended",
    ];

    private static readonly string[] Keys =
        ["on", "users", "paths", "command", "url", "ca", "secret-file", "timeout", "attempts", "concurrency"];

    /// <exception cref="CommandException">The file cannot be read, or means nothing.</exception>
    public static IReadOnlyList<Hook> Read(string path)
    {
        var text = ReadText(path, "--hooks");
        var document = TomlText.Parse(text, path);
        var file = new HookFile(path);
        if (document.Diagnostics.FirstOrDefault(message => message.Kind == DiagnosticMessageKind.Error) is { } error)
            throw file.Wrong(error.Span, $"{error.Message.TrimEnd('.')}.", "A hook is [name] on a line of its own, then lines such as on = [\"upload\"].");
        if (document.KeyValues.FirstOrDefault() is { } stray)
            throw file.Wrong(stray.Span, $"the key {stray.Key?.ToString().Trim()} stands before any hook.", "A hook begins with its name in brackets: [name].");
        return [.. document.Tables.Select(file.ReadHook)];
    }

    private Hook ReadHook(TableSyntaxBase table)
    {
        var name = table.Name?.ToString().Trim().Trim('"') ?? "";
        if (table is TableArraySyntax || table.Name?.DotKeys.Any() == true || !IsName(name))
            throw Wrong(table.Span, $"[{name}] cannot be the name of a hook.", "A hook is written [name], with letters, digits, - and _.");
        var items = new Dictionary<string, KeyValueSyntax>();
        foreach (var item in table.Items)
        {
            var key = item.Key?.ToString().Trim() ?? "";
            if (!Keys.Contains(key))
                throw Wrong(item.Span, $"the hook {name} has the key {key}, which is not known.", $"The nearest known key is {NearestName.Of(key, Keys)}; docs/server.md explains them all.");
            items[key] = item;
        }

        var isCommand = items.ContainsKey("command");
        if (isCommand == items.ContainsKey("url")) throw Wrong(table.Span, $"the hook {name} needs either command or url.", "command = [\"/usr/local/bin/on-upload\", \"{path}\"]");
        if (!items.TryGetValue("on", out var on)) throw Wrong(table.Span, $"the hook {name} waits for nothing.", "on = [\"upload\"]");
        if (isCommand && items.TryGetValue("secret-file", out var secret)) throw Wrong(secret.Span, "secret-file signs what is posted, and a command posts nothing.", "Leave the line out.");
        if (items.TryGetValue("ca", out var ca) && (isCommand || ReadAddress(items["url"]).Scheme != "https"))
            throw Wrong(ca.Span, "ca says who may answer at an https address, and there is none.", "Leave the line out.");
        var events = Texts(on);
        return new Hook
        {
            Name = name,
            Events = ReadEvents(on, events),
            Users = items.TryGetValue("users", out var users) ? Texts(users) : [],
            Paths = items.TryGetValue("paths", out var paths) ? Texts(paths) : [],
            Command = isCommand ? ReadCommand(items["command"], events) : [],
            Address = isCommand ? null : ReadAddress(items["url"]),
            Trust = isCommand ? null : new TrustPolicy { Roots = ca is null ? null : TrustChoice.ReadRoots(FileOf(ca, "ca.pem"), "ca") },
            Secret = items.TryGetValue("secret-file", out var file) ? ReadSecret(file) : null,
            Timeout = items.TryGetValue("timeout", out var timeout) ? ReadTime(timeout) : TimeSpan.FromSeconds(isCommand ? 60 : 10),
            Attempts = items.TryGetValue("attempts", out var attempts) ? ReadNumber(attempts, 20) : isCommand ? 1 : 5,
            Concurrency = items.TryGetValue("concurrency", out var concurrency) ? ReadNumber(concurrency, 16) : 2,
        };
    }

    private static bool IsName(string name) => name.Length is > 0 and <= 64 && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.');

    private HashSet<string> ReadEvents(KeyValueSyntax item, List<string> events)
    {
        foreach (var one in events)
        {
            if (!Events.Contains(one)) throw Wrong(item.Span, $"there is no event {one} to wait for.", $"The nearest is {NearestName.Of(one, Events)}; all: {string.Join(", ", Events)}.");
        }

        return [.. events];
    }

    // No argument is ever put together from text that a client chose, and no shell reads one.
    private List<string> ReadCommand(KeyValueSyntax item, List<string> events)
    {
        var command = Texts(item);
        if (!Path.IsPathFullyQualified(command[0])) throw Wrong(item.Span, $"{command[0]} is no full path.", "A program is named from the root: \"/usr/local/bin/on-upload\".");
        if (!File.Exists(command[0])) throw Wrong(item.Span, $"{command[0]} does not exist.", "The program comes first, each argument is a text of its own.");
        foreach (var argument in command.Skip(1))
        {
            var open = argument.IndexOf('{', StringComparison.Ordinal);
            var close = open < 0 ? -1 : argument.IndexOf('}', open);
            if (close < 0) continue;
            var name = argument[(open + 1)..close];
            if (!HookFacts.IsKnown(name)) throw Wrong(item.Span, $"{{{name}}} is nothing that an event has.", $"There are {string.Join(", ", HookFacts.Names.Select(fact => $"{{{fact}}}"))}.");
            if (argument.Length != name.Length + 2)
                throw Wrong(item.Span, $"{{{name}}} must be an argument of its own.", $"Write \"--option\", \"{{{name}}}\", or read SEALIFT_{name.ToUpperInvariant()} from the environment.");
            if (name == "user" && (events.Contains("login-failed") || events.Contains("lock-out")))
                throw Wrong(item.Span, "{user} of a failed login or a lock-out is what a stranger wrote, and could pass for an option of the program.", "Read SEALIFT_USER from the environment.");
        }

        return command;
    }

    private Uri ReadAddress(KeyValueSyntax item)
    {
        var text = item.Value is StringValueSyntax { Value: { } value } ? value : throw WrongType(item, "url = \"https://hooks.example.org/sealift\"");
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme is not ("https" or "http"))
            throw Wrong(item.Span, "url is no web address.", "url = \"https://hooks.example.org/sealift\"");
        if (address.Scheme == "http" && !address.IsLoopback) throw Wrong(item.Span, "http:// tells everybody on the way who uploads what.", "Use https://; http:// is for this machine only.");
        return address.UserInfo.Length == 0 ? address : throw Wrong(item.Span, "url has a password in it.", "Use secret-file: what is posted is signed with it.");
    }

    private byte[] ReadSecret(KeyValueSyntax item)
    {
        var file = FileOf(item, "hook.secret");
        var secret = ReadText(file, "secret-file").Split('\n')[0].TrimEnd('\r');
        return secret.Length >= 16 ? Encoding.UTF8.GetBytes(secret) : throw Wrong(item.Span, "the secret has fewer than 16 letters.", $"Make one: head -c 32 /dev/urandom | base64 > {file}");
    }

    // Beside the file of hooks.
    private string FileOf(KeyValueSyntax item, string example) => item.Value is StringValueSyntax { Value: { Length: > 0 } name }
        ? Path.GetFullPath(name, Path.GetDirectoryName(Path.GetFullPath(path))!)
        : throw WrongType(item, $"{item.Key?.ToString().Trim()} = \"{example}\"");

    private TimeSpan ReadTime(KeyValueSyntax item) =>
        item.Value is StringValueSyntax { Value: { } text } && AmountText.FindTime(text) is { } time && time > TimeSpan.Zero && time <= TimeSpan.FromHours(1)
            ? time
            : throw Wrong(item.Span, "timeout is no time up to an hour.", "timeout = \"30s\"");

    private int ReadNumber(KeyValueSyntax item, int max) => item.Value is IntegerValueSyntax { Value: > 0 and var number } && number <= max
        ? (int)number
        : throw Wrong(item.Span, $"{item.Key?.ToString().Trim()} is no number from 1 to {max}.", $"{item.Key?.ToString().Trim()} = 3");

    private List<string> Texts(KeyValueSyntax item) => item.Value is ArraySyntax { Items: var items } && items.Any() && items.All(entry => entry.Value is StringValueSyntax)
        ? [.. items.Select(entry => ((StringValueSyntax)entry.Value!).Value ?? "")]
        : throw WrongType(item, $"{item.Key?.ToString().Trim()} = [\"…\", \"…\"]");

    private CommandException WrongType(KeyValueSyntax item, string example) =>
        Wrong(item.Span, $"{item.Key?.ToString().Trim()} is of the wrong type.", $"Write it like this: {example}");

    private CommandException Wrong(SourceSpan at, string problem, string hint) => CommandException.Local(
        string.Create(CultureInfo.InvariantCulture, $"{path}, line {at.Start.Line + 1}, column {at.Start.Column + 1}: {problem}"), hint, code: FailureCode.ServerFile);

    private static string ReadText(string path, string option)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CommandException.Local($"{option}: {e.Message}", "The file must exist and be readable.", e, FailureCode.ServerFile);
        }
    }
}
