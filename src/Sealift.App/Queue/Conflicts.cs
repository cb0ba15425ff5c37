using Sealift.App.Asking;
using Sealift.Cli.Queues;
using Sealift.Transfer.Planning;
using Sealift.Transfer.Queues;

namespace Sealift.App.Queue;

/// <summary>Asks about files that jobs of the panes would replace: one at a time, each once, and never again after an answer for all.</summary>
internal sealed class Conflicts(Person person) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Lock _lock = new();
    private readonly Dictionary<(long Job, string Path), (string Facts, ConflictDecision Decision)> _single = [];

    /// <summary>The decision about a file.</summary>
    /// <param name="queue">The queue, which keeps what counts for all.</param>
    /// <param name="job">The job.</param>
    /// <param name="step">The step that would replace the file.</param>
    /// <param name="cancellationToken">The job is stopped.</param>
    /// <exception cref="OperationCanceledException">The person gave no answer: the job is paused, and the question comes again when it is resumed.</exception>
    public async ValueTask<ConflictDecision> DecideAsync(TransferQueue queue, TransferJob job, TransferStep step, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            // Somebody may have answered for all while this one waited for its turn.
            if (queue.Find(job.Id) is { } now && JobWords.Of(now).Decision is { } forAll) return forAll;
            var key = (job.Id, step.Path.ToString());
            var facts = $"{step.Source?.Size} {step.Source?.Modified} {step.Target?.Size} {step.Target?.Modified}";
            lock (_lock)
            {
                if (_single.TryGetValue(key, out var known) && known.Facts == facts) return known.Decision;
            }

            if (await person.WaitAsync(new ConflictAsk(job, step), cancellationToken) is not { } answer)
            {
                queue.Pause(job.Id);
                await Task.Delay(Timeout.Infinite, cancellationToken); // the runner stops the job within its interval
                throw new OperationCanceledException(cancellationToken);
            }

            var (decision, isForAll) = ConflictAsk.Read(answer);
            lock (_lock) _single[key] = (facts, decision);
            if (isForAll) Keep(queue, job, decision);
            return decision;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Forgets the answers of a job that is over.</summary>
    public void Forget(long job)
    {
        lock (_lock)
        {
            foreach (var key in _single.Keys.Where(key => key.Job == job).ToList()) _single.Remove(key);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    // In the queue, so that it counts after a restart too.
    private static void Keep(TransferQueue queue, TransferJob job, ConflictDecision decision)
    {
        var batch = JobWords.Of(job).Batch;
        foreach (var other in queue.List())
        {
            if (other.Id == job.Id || (batch is not null && FindBatch(other) == batch)) queue.SetOptions(other.Id, (JobWords.Of(other) with { Decision = decision }).Write());
        }
    }

    private static string? FindBatch(TransferJob job)
    {
        try
        {
            return job.State is JobState.Done ? null : JobWords.Of(job).Batch;
        }
        catch (Cli.Output.CommandException)
        {
            return null; // a job of another program has none
        }
    }
}
