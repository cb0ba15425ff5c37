using Sealift.Cli.CommandLine;
using Sealift.Cli.Output;

namespace Sealift.Cli.Commands.Serving;

/// <summary>The users of a server, in the file that "serve --users" reads.</summary>
internal sealed class ServeUserCommands : CommandGroup
{
    public ServeUserCommands(Terminal terminal)
        : base("user", "the users of a server: the file of \"serve --users\"")
    {
        Subcommands.Add(new ServeUserAddCommand(terminal));
        Subcommands.Add(new ServeUserListCommand(terminal));
        Subcommands.Add(new ServeUserShowCommand(terminal));
        Subcommands.Add(new ServeUserPasswordCommand(terminal));
        Subcommands.Add(new ServeUserRemoveCommand(terminal));
    }

    public override IReadOnlyList<string> Details =>
    [
        "The file is TOML that you may edit: a table [user.NAME] for each user. It is replaced as a whole, with mode 0600, and your comments and the order stay. "
        + "A server that runs reads it again within seconds; sessions go on. docs/server.md explains every key.",
        "Passwords are kept as PBKDF2-SHA-256 with 600,000 iterations.",
    ];

    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        ("sealift serve user add users.toml anna --root /srv/anna --quota 10G", "asks for the password"),
        ("sealift serve user ls users.toml", "who may log in"),
        ("sealift serve /srv --users users.toml --listen 0.0.0.0", "serve them"),
    ];
}
