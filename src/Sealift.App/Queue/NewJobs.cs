using System.CommandLine;
using Sealift.Cli.Queues;
using Sealift.Transfer.Queues;

namespace Sealift.App.Queue;

/// <summary>Makes jobs of the queue of what people want; as "sealift queue add" does.</summary>
internal static class NewJobs
{
    /// <summary>The job of a transfer. What is wrong with it is said now, not when it runs.</summary>
    /// <exception cref="Cli.Output.CommandException">Its words are none, or a URL has a password.</exception>
    /// <param name="transfer">What is wanted.</param>
    /// <param name="batch">What it has in common with others that are wanted at once; null for one of its own.</param>
    public static NewJob From(NewTransfer transfer, string? batch = null)
    {
        var syntax = new JobSyntax(new Command("job"), new Option<bool>("--json"));
        var arguments = syntax.Parse(new JobWords(transfer.Words));
        var words = syntax.Read(arguments);
        _ = syntax.Tree.ReadPlan(arguments, keepTimes: true);
        _ = syntax.Tree.ReadRun(arguments, keepTimes: true, isVerified: false);
        var asks = transfer.Asks && !words.Arguments.Contains("--existing") && transfer.Schedule is null;
        return new NewJob(JobEnd.Read(transfer.Source).Text, JobEnd.Read(transfer.Target).Text)
        {
            Options = (words with { Asks = asks, Batch = asks ? batch : null }).Write(),
            Priority = transfer.Priority,
            Schedule = transfer.Schedule,
            IsPaused = transfer.IsPaused,
        };
    }
}
