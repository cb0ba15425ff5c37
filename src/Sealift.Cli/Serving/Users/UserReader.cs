using System.Globalization;
using Sealift.Cli.Output;
using Sealift.Core;
using Sealift.Sites;
using Tomlyn.Syntax;

namespace Sealift.Cli.Serving.Users;

/// <summary>Reads the tables of a file of users, and says exactly what is wrong with them: file, line and column.</summary>
internal sealed class UserReader(string path)
{
    private const string Form = "A user is [user.NAME], or [host.\"HOST\".user.NAME]; a virtual host is [host.\"HOST\"]. A name with a dot stands in quotes.";
    private const int MaxName = 64;

    public List<UserPlace> Users { get; } = [];

    public List<HostEntry> Hosts { get; } = [];

    public void Read(TableSyntaxBase table)
    {
        if (table is TableArraySyntax) throw Wrong(table, "a list of tables says nothing here.", Form);
        IReadOnlyList<string> names = [NameOf(table.Name?.Key), .. table.Name?.DotKeys.Select(item => NameOf(item.Key)) ?? []];
        switch (names)
        {
            case ["user", var name]:
                ReadUser(table, null, name);
                break;
            case ["host", var host, "user", var name]:
                ReadUser(table, Host(table, host).Name, name);
                break;
            case ["host", var host]:
                ReadHost(table, host);
                break;
            default:
                throw Wrong(table, $"[{TerminalText.Escape(table.Name?.ToString().Trim() ?? "")}] is neither a user nor a virtual host.", Form);
        }
    }

    public CommandException Wrong(SyntaxNode node, string problem, string hint) => Wrong(node.Span.Start, problem, hint);

    public CommandException Wrong(TextPosition place, string problem, string hint) => CommandException.Local(
        $"{path}, line {place.Line + 1}, column {place.Column + 1}: {problem}", hint, code: FailureCode.ServerFile);

    private void ReadUser(TableSyntaxBase table, string? host, string name)
    {
        if (NameProblem(name) is { } problem) throw Wrong(table, $"\"{TerminalText.Escape(name)}\" cannot be the name of a user: {problem}.", Form);
        if (Users.Find(place => place.User.Name == name && SameHost(place.User.Host, host)) is { } first)
            throw Wrong(table, $"the user {first.User} is there twice; first in line {first.User.Line}.", "Take one of them out.");
        var (values, lines) = Values(table, UserKeys.OfUsers, $"the user {TerminalText.Escape(name)}");
        var user = new UserEntry(host, name, values, table.Span.Start.Line + 1);
        CheckLogin(table, user);
        Users.Add(new UserPlace(user, table, lines));
    }

    /// <summary>What is wrong with a name; null if nothing is.</summary>
    public static string? NameProblem(string name) => name.Length is 0 or > MaxName ? $"it has 1 to {MaxName} characters"
        : name.Any(char.IsControl) ? "it has no control characters"
        : null;

    public static bool SameHost(string? left, string? right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    private void CheckLogin(TableSyntaxBase table, UserEntry user)
    {
        var hasPassword = user.Find(UserKeys.Password) is not null;
        if (user.IsSet(UserKeys.Anonymous))
        {
            if (hasPassword || user.FindAll(UserKeys.Pins).Count > 0)
                throw Wrong(table, $"the user {user} is anonymous, and has a password or a pin.", "An anonymous user has neither: take one or the other out.");
            return;
        }

        var certificateIsEnough = user.FindAll(UserKeys.Pins).Count > 0 && user.Find(UserKeys.PinUse) != UserKeys.CertificateToo;
        if (!hasPassword && !certificateIsEnough)
            throw Wrong(table, $"the user {user} has neither a password nor a certificate that is enough.", $"Give one: sealift serve user passwd {path} {TerminalText.Escape(user.Name)}");
    }

    private void ReadHost(TableSyntaxBase table, string name)
    {
        var (values, _) = Values(table, UserKeys.OfHosts, $"the host {TerminalText.Escape(name)}");
        var host = Host(table, name);
        if (host.Certificate is not null) throw Wrong(table, $"the host {host.Name} is there twice.", "Take one of them out.");
        var certificate = values.GetValueOrDefault(UserKeys.Certificate)?[^1];
        var key = values.GetValueOrDefault(UserKeys.CertificateKey)?[^1];
        if (certificate is null && key is not null) throw Wrong(table, $"the host {host.Name} has a key and no certificate.", $"For example: {UserKeys.Certificate.ExampleLine}");
        Hosts[Hosts.IndexOf(host)] = host with { Certificate = certificate, Key = key };
    }

    private HostEntry Host(TableSyntaxBase table, string name)
    {
        if (Hosts.Find(host => SameHost(host.Name, name)) is { } known) return known;
        if (Uri.CheckHostName(name) == UriHostNameType.Unknown) throw Wrong(table, $"\"{TerminalText.Escape(name)}\" is not the name of a host.", Form);
        Hosts.Add(new HostEntry(name, null, null, table.Span.Start.Line + 1));
        return Hosts[^1];
    }

    private (IReadOnlyDictionary<UserKey, IReadOnlyList<string>> Values, IReadOnlyDictionary<UserKey, KeyValueSyntax> Lines) Values(
        TableSyntaxBase table, IReadOnlyList<UserKey> known, string owner)
    {
        var values = new Dictionary<UserKey, IReadOnlyList<string>>();
        var lines = new Dictionary<UserKey, KeyValueSyntax>();
        foreach (var item in table.Items)
        {
            var name = item.Key!.DotKeys.Any() ? item.Key.ToString().Trim() : NameOf(item.Key.Key);
            var key = known.FirstOrDefault(key => key.Name == name) ?? throw Wrong(
                item,
                $"{owner} has the key {TerminalText.Escape(name)}, which is not known.",
                $"The nearest known key is {NearestName.Of(name, known.Select(key => key.Name))}; docs/server.md explains them all.");
            if (!lines.TryAdd(key, item)) throw Wrong(item, $"{owner} has the key {key} twice.", "Take one of them out.");
            values.Add(key, Read(key, item));
        }

        return (values, lines);
    }

    private List<string> Read(UserKey key, KeyValueSyntax item)
    {
        List<string> values = (key.Kind, item.Value) switch
        {
            (UserKeyKind.Text or UserKeyKind.Size, StringValueSyntax text) => [text.Value ?? ""],
            (UserKeyKind.Flag, BooleanValueSyntax flag) => [flag.Value ? "true" : "false"],
            (UserKeyKind.Number or UserKeyKind.Size, IntegerValueSyntax number) => [number.Value.ToString(CultureInfo.InvariantCulture)],
            (UserKeyKind.List, ArraySyntax { Items: var items }) when items.All(entry => entry.Value is StringValueSyntax) =>
                [.. items.Select(entry => ((StringValueSyntax)entry.Value!).Value ?? "")],
            _ => throw Wrong(item, $"{key} is of the wrong type.", $"Write it like this: {key.ExampleLine}"),
        };

        // No rights at all can be meant; of the other lists an empty one would be read as the opposite.
        if (values.Count == 0 && key != UserKeys.Rights) throw Wrong(item, $"{key} is an empty list.", "Leave the line out.");
        if (values.Select(key.FindProblem).FirstOrDefault(problem => problem is not null) is { } problem)
            throw Wrong(item, $"{key} {problem}.", $"For example: {key.ExampleLine}");
        return values;
    }

    private static string NameOf(BareKeyOrStringValueSyntax? key) => key switch
    {
        BareKeySyntax bare => bare.Key?.Text ?? "",
        StringValueSyntax text => text.Value ?? "",
        _ => "",
    };
}
