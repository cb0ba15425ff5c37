using System.CommandLine;
using Sealift.Cli.CommandLine;
using Sealift.Cli.CommandLine.Completing;
using Sealift.Cli.Output;
using Sealift.Cli.Output.Json;
using Sealift.Cli.Queues;
using Sealift.Cli.Trees;
using Sealift.Client;
using Sealift.Transfer;
using Sealift.Transfer.Leftovers;
using Sealift.Transfer.State;

namespace Sealift.Cli.Commands.Queues;

/// <summary>Lists and removes unfinished files.</summary>
internal sealed class QueueCleanCommand : RemoteCommand
{
    private readonly Argument<string[]> _places = new("PLACE")
    {
        Description = "A directory of this machine, a URL, or a saved site's name:/path, with everything below it.",
        Arity = ArgumentArity.OneOrMore,
        CompletionSources = { _ => SiteNames.WithColon() },
    };

    private readonly Option<bool> _remove = new("--remove") { Description = "Delete what can go, and put a file back that is the only copy of its content. Without it the command only lists." };
    private readonly Option<string> _olderThan = new("--older-than") { HelpName = "AGE", DefaultValueFactory = _ => "1d", Description = "What was not changed for this long can go: 30m, 12h, 2d, 1w; 0s for everything that no run of this machine has in use. Default 1d." };
    private readonly Option<bool> _json = new("--json") { Description = "One JSON object a file: place, path, state (abandoned, resumable, recent, inUse, superseded, onlyCopy), size, modified, deleted, restored." };

    public QueueCleanCommand(Terminal terminal)
        : base(terminal, "clean", "list or remove the unfinished files that killed runs left")
    {
        Arguments.Add(_places);
        Options.Add(_remove);
        Options.Add(_olderThan);
        Options.Add(_json);
        TakeConnectionOptions();
    }

    public override IReadOnlyList<string> Details =>
    [
        "Until a file is complete and proven, its name ends with .sealift-part. A run that is killed leaves such files; running it again goes on with them, and removes "
        + "those that it has no use for. This command is for what is never run again.",
        "A file that a run of this machine has in use is never touched, and nothing else than names with these endings. \"abandoned\": nobody knows it; \"resumable\": the "
        + "journal would go on with it; \"recent\": changed lately, so that another machine may be writing it.",
        "On a server that does not rename over a file the old one steps aside for a moment, as NAME.sealift-old. A run that is killed in that moment leaves it: "
        + "\"superseded\" where the new file has the name, and --remove deletes the old one, whatever its age; \"only copy\" where nothing has the name, and --remove gives it back.",
    ];

    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        ("sealift queue clean /srv/in bank:outbox/", "what is there, on this machine and on a server"),
        ("sealift queue clean bank:outbox/ --older-than 1w --remove", "delete what nobody has touched for a week"),
    ];

    protected override async Task<ExitCode> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var now = TimeProvider.System.GetUtcNow();
        var age = now - AmountText.ReadMoment("--older-than", arguments.GetRequiredValue(_olderThan), now);
        var ends = arguments.GetRequiredValue(_places).Select(TreeEnd.Read).ToList();
        await using var file = await OpenJournalAsync(cancellationToken);
        foreach (var end in ends)
        {
            if (end.Remote is null)
            {
                if (!Directory.Exists(end.Text)) throw CommandException.Local($"{end.Text}: no such directory on this machine.", "Check the path.");
                await using var local = TransferSide.Local(end.Text);
                await CleanAsync(arguments, new LeftoverSearch(local, age, file), local.Name, cancellationToken);
                continue;
            }

            var options = await ResolveAsync(arguments, end.Remote, cancellationToken);
            await using var side = TransferSide.Ftp(
                new FtpClientPool(options, new FtpClientPoolOptions { MaxSessions = 2 }), end.Remote.Path, end.Shown, $"{options.Credential.User}@{options.Host}:{end.Remote.Port}".ToLowerInvariant());
            await CleanAsync(arguments, new LeftoverSearch(side, age, file), side.Name, cancellationToken);
        }

        return ExitCode.Ok;
    }

    private async Task CleanAsync(ParseResult arguments, LeftoverSearch search, string place, CancellationToken cancellationToken)
    {
        var found = 0;
        await foreach (var leftover in search.FindAsync(cancellationToken))
        {
            found++;
            var isDeleted = arguments.GetValue(_remove) && await search.DeleteAsync(leftover, cancellationToken);
            var isRestored = arguments.GetValue(_remove) && await search.RestoreAsync(leftover, cancellationToken);
            if (arguments.GetValue(_json))
            {
                Terminal.WriteJson(
                    new LeftoverRecord
                    {
                        Place = place,
                        Path = leftover.Path.ToString(),
                        State = Word(leftover.State, "inUse", "onlyCopy"),
                        Size = leftover.Size,
                        Modified = leftover.Modified is { } modified ? TimeText.Iso(modified) : null,
                        Deleted = isDeleted,
                        Restored = isRestored,
                    },
                    JsonLines.Default.LeftoverRecord);
                continue;
            }

            var size = leftover.Size is { } bytes ? SizeText.Of(bytes) : "?";
            var state = isDeleted ? "deleted" : isRestored ? "restored" : Word(leftover.State, "in use", "only copy");
            Terminal.Out.WriteLine($"{state,-10} {size,9}  {TimeText.Column(leftover.Modified),-20}  {Terminal.Show(leftover.Path.ToString())}");
        }

        if (found == 0 && !arguments.GetValue(_json)) Terminal.WriteRemark($"{place}: no unfinished files.");
    }

    private static string Word(LeftoverState state, string inUse, string onlyCopy) => state switch
    {
        LeftoverState.Abandoned => "abandoned",
        LeftoverState.Resumable => "resumable",
        LeftoverState.Recent => "recent",
        LeftoverState.Superseded => "superseded",
        LeftoverState.OnlyCopy => onlyCopy,
        _ => inUse,
    };

    // Without the journal age alone decides, which is asked for by the user.
    private async ValueTask<StateFile?> OpenJournalAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await OpenState.OpenAsync(Terminal, "sealift queue clean", cancellationToken);
        }
        catch (StateException e) when (e.Failure is StateFailure.LibraryMissing)
        {
            Terminal.WriteWarning($"whether a run has a file in use cannot be told: {e.Message}");
            return null;
        }
    }
}
