using System.CommandLine;
using Sealift.Cli.Output;
using Sealift.Cli.Output.Json;
using Sealift.Core;

namespace Sealift.Cli.Commands.Serving;

/// <summary>Shows one user of a file.</summary>
internal sealed class ServeUserShowCommand : ServeUserCommand
{
    private readonly Argument<string> _name = UserName();
    private readonly Option<bool> _json = new("--json") { Description = "One JSON object: name, host, login, settings." };

    public ServeUserShowCommand(Terminal terminal)
        : base(terminal, "show", "show what a file says of a user")
    {
        Arguments.Add(_name);
        Options.Add(Host);
        Options.Add(_json);
    }

    public override IReadOnlyList<string> Details => ["The hash of the password is not shown, only that there is one."];

    public override IReadOnlyList<(string Line, string Remark)> Examples => [("sealift serve user show users.toml anna", "every key that is set")];

    protected override Task<ExitCode> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var user = Get(Store(arguments).Read(), arguments.GetValue(Host), arguments.GetRequiredValue(_name));
        if (arguments.GetValue(_json))
        {
            Terminal.WriteJson(ServedUserRecord.Of(user), JsonLines.Default.ServedUserRecord);
            return Task.FromResult(ExitCode.Ok);
        }

        Row("name", user.Name);
        if (user.Host is not null) Row("host", user.Host);
        Row("login", ServedUserRecord.LoginOf(user));
        foreach (var (key, values) in ServedUserRecord.Of(user).Settings) Row(key, string.Join(", ", values));
        return Task.FromResult(ExitCode.Ok);

        void Row(string name, string value) => Terminal.Out.WriteLine($"{name,-12} {TerminalText.Escape(value)}");
    }
}
