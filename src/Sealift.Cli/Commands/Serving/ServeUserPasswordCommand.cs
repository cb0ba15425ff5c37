using System.CommandLine;
using Sealift.Cli.Output;
using Sealift.Cli.Serving.Users;

namespace Sealift.Cli.Commands.Serving;

/// <summary>Gives a user of a file another password.</summary>
internal sealed class ServeUserPasswordCommand : ServeUserCommand
{
    private readonly Argument<string> _name = UserName();

    public ServeUserPasswordCommand(Terminal terminal)
        : base(terminal, "passwd", "give a user another password")
    {
        Arguments.Add(_name);
        Options.Add(Host);
        Options.Add(PasswordFile);
    }

    public override IReadOnlyList<string> Details => ["Sessions that are logged in go on; the next login needs the new password."];

    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        ("sealift serve user passwd users.toml anna", "asks for it; an empty answer generates one"),
        ("sealift serve user passwd users.toml anna --password-file pw", "for a script"),
    ];

    protected override async Task<ExitCode> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var store = Store(arguments);
        var (host, name) = (arguments.GetValue(Host), arguments.GetRequiredValue(_name));
        if (Get(store.Read(), host, name).IsSet(UserKeys.Anonymous))
            throw CommandException.Usage($"{name} is anonymous, and any password is right.", "Take the key anonymous out of the file first.");
        var (password, isGenerated) = await PasswordAsync(arguments, name, cancellationToken);
        var hash = Hash(password);
        await store.ChangeAsync(file => file.With(Get(file, host, name), UserKeys.Password, [hash]), cancellationToken);
        if (isGenerated) ShowGenerated(password);
        Terminal.WriteRemark($"{name} has another password.");
        return ExitCode.Ok;
    }
}
