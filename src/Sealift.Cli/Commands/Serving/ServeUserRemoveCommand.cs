using System.CommandLine;
using Sealift.Cli.Output;

namespace Sealift.Cli.Commands.Serving;

/// <summary>Takes a user out of a file.</summary>
internal sealed class ServeUserRemoveCommand : ServeUserCommand
{
    private readonly Argument<string> _name = UserName();

    public ServeUserRemoveCommand(Terminal terminal)
        : base(terminal, "rm", "take a user out of a file")
    {
        Arguments.Add(_name);
        Options.Add(Host);
    }

    public override IReadOnlyList<string> Details => ["The comment directly above goes too. The user's files stay, and so do sessions that are logged in, until they end."];

    public override IReadOnlyList<(string Line, string Remark)> Examples => [("sealift serve user rm users.toml anna", "anna cannot log in any more")];

    protected override async Task<ExitCode> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var store = Store(arguments);
        var (host, name) = (arguments.GetValue(Host), arguments.GetRequiredValue(_name));
        Get(store.Read(), host, name);
        await store.ChangeAsync(file => file.Without(Get(file, host, name)), cancellationToken);
        Terminal.WriteRemark($"{name} cannot log in any more.");
        return ExitCode.Ok;
    }
}
