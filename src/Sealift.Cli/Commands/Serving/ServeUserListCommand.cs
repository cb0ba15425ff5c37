using System.CommandLine;
using Sealift.Cli.Output;
using Sealift.Cli.Output.Json;
using Sealift.Cli.Serving.Users;
using Sealift.Core;

namespace Sealift.Cli.Commands.Serving;

/// <summary>Lists the users of a file.</summary>
internal sealed class ServeUserListCommand : ServeUserCommand
{
    private readonly Option<bool> _json = new("--json") { Description = "One JSON object a line: name, host, login, settings." };

    public ServeUserListCommand(Terminal terminal)
        : base(terminal, "ls", "list the users of a file")
    {
        Options.Add(_json);
    }

    public override IReadOnlyList<string> Details => ["In the file's order: name, how they log in, rights, and root. Hashes of passwords are not shown."];

    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        ("sealift serve user ls users.toml", "who may log in"),
        ("sealift serve user ls users.toml --json | jq -r .name", "the names, for a script"),
    ];

    protected override Task<ExitCode> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var users = Store(arguments).Read().Users.ToList();
        if (arguments.GetValue(_json))
        {
            foreach (var user in users) Terminal.WriteJson(ServedUserRecord.Of(user), JsonLines.Default.ServedUserRecord);
            return Task.FromResult(ExitCode.Ok);
        }

        if (users.Count == 0) Terminal.WriteRemark("There is nobody in this file.");
        var rows = users.ConvertAll(user => (Name: user.Host is null ? user.Name : $"{user.Name} ({user.Host})", Login: ServedUserRecord.LoginOf(user), Rights: RightsOf(user), Root: user.Find(UserKeys.Root) ?? ""));
        var (name, login, rights) = (Width(rows.Select(row => row.Name)), Width(rows.Select(row => row.Login)), Width(rows.Select(row => row.Rights)));
        foreach (var row in rows)
            Terminal.Out.WriteLine(TerminalText.Escape($"{row.Name.PadRight(name)}  {row.Login.PadRight(login)}  {row.Rights.PadRight(rights)}  {row.Root}".TrimEnd()));
        return Task.FromResult(ExitCode.Ok);
    }

    private static int Width(IEnumerable<string> texts) => texts.Select(text => text.Length).DefaultIfEmpty().Max();

    private static string RightsOf(UserEntry user) => user.Values.ContainsKey(UserKeys.Rights)
        ? user.FindAll(UserKeys.Rights) is { Count: > 0 } rights ? string.Join(',', rights) : "none"
        : user.IsSet(UserKeys.Anonymous) ? "read,list" : "all";
}
