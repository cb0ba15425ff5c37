using System.CommandLine;
using System.Globalization;
using Sealift.Cli.CommandLine;
using Sealift.Cli.Output;
using Sealift.Cli.Output.Json;
using Sealift.Cli.Queues;
using Sealift.Transfer.Queues;
using Sealift.Transfer.State;

namespace Sealift.Cli.Commands.Queues;

/// <summary>A command that works on the queue.</summary>
internal abstract class QueueCommand(Terminal terminal, string name, string summary) : SealiftCommand(terminal, name, summary)
{
    /// <summary>The argument that names jobs.</summary>
    protected static Argument<string[]> Jobs(string description) => new("ID") { Description = description, Arity = ArgumentArity.OneOrMore };

    /// <summary>The file of the queue.</summary>
    protected ValueTask<StateFile> OpenAsync(CancellationToken cancellationToken) => OpenState.OpenAsync(Terminal, $"sealift queue {Name}", cancellationToken);

    /// <summary>Reads the number of a job.</summary>
    /// <exception cref="CommandException">It is none (usage).</exception>
    protected static long ReadId(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
        ? id
        : throw CommandException.Usage("a job is named by its number.", "\"sealift queue ls\" shows the numbers.");

    /// <summary>There is no job of a number.</summary>
    protected static CommandException NoJob(long id) =>
        CommandException.Usage($"there is no job {id.ToString(CultureInfo.InvariantCulture)}.", "\"sealift queue ls --all\" shows every job.");

    /// <summary>Does the same with several jobs, all of which must be there, and tells what became of each.</summary>
    protected async Task<ExitCode> ForEachAsync(
        IReadOnlyList<string> ids, bool isJson, Func<TransferQueue, long, TransferJob?> change, CancellationToken cancellationToken)
    {
        var wanted = ids.Select(ReadId).ToList();
        await using var file = await OpenAsync(cancellationToken);
        var queue = new TransferQueue(file);
        foreach (var id in wanted.Where(id => queue.Find(id) is null)) throw NoJob(id);
        foreach (var id in wanted)
        {
            if (change(queue, id) is not { } job) continue;
            if (isJson) Terminal.WriteJson(JobRecord.Of(job), JsonLines.Default.JobRecord);
            else Terminal.WriteRemark($"Job {id.ToString(CultureInfo.InvariantCulture)} is {JobText.State(job, TimeProvider.System.GetUtcNow())}.");
        }

        return ExitCode.Ok;
    }
}
