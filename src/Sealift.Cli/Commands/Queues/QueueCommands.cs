using Sealift.Cli.CommandLine;
using Sealift.Cli.Output;

namespace Sealift.Cli.Commands.Queues;

/// <summary>The queue.</summary>
internal sealed class QueueCommands : CommandGroup
{
    public QueueCommands(Terminal terminal)
        : base("queue", "keep transfers in a queue, run them now or by a schedule, and go on after any crash")
    {
        Subcommands.Add(new QueueAddCommand(terminal));
        Subcommands.Add(new QueueListCommand(terminal));
        Subcommands.Add(new QueueShowCommand(terminal));
        Subcommands.Add(new QueueRunCommand(terminal));
        Subcommands.Add(new QueuePauseCommand(terminal));
        Subcommands.Add(new QueueResumeCommand(terminal));
        Subcommands.Add(new QueueMoveCommand(terminal));
        Subcommands.Add(new QueueRetryCommand(terminal));
        Subcommands.Add(new QueueRemoveCommand(terminal));
        Subcommands.Add(new QueueHistoryCommand(terminal));
        Subcommands.Add(new QueueCleanCommand(terminal));
    }

    public override IReadOnlyList<string> Details =>
    [
        "A job says what \"sealift sync\" says: a source, a target and options. It is kept in a file of this machine (transfers.db in $SEALIFT_STATE, "
        + "$XDG_STATE_HOME/sealift or ~/.local/state/sealift) that survives crashes, kills and power cuts. \"queue run\" runs what is due.",
        "A job has no secrets. When it runs, its passwords come from where they always come from: the vault, .netrc, --password-file, SEALIFT_PASSWORD, or a "
        + "question on the terminal.",
    ];

    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        ("sealift queue add bank:outbox/ /srv/in", "download what is in the bank's outbox, with the next run"),
        ("sealift queue add /srv/out bank:inbox/ --cron \"30 2 * * *\"", "upload every night at half past two"),
        ("sealift queue run", "run what is due, and end"),
        ("sealift queue run --stay", "run what is due, now and later, until Ctrl-C"),
        ("sealift queue ls", "see what waits, runs, is paused or has failed"),
    ];
}
