using Sealift.Core;
using Sealift.Transfer.Events;
using Sealift.Transfer.Planning;

namespace Sealift.Transfer.Running;

/// <summary>
/// Takes the steps of a plan as they come and hands them out when they can be done: what belongs into a directory after the directory,
/// links and deletions after everything else.
/// </summary>
internal sealed class StepDispatcher(RunContext context)
{
    private readonly Lock _gate = new();

    // Directories that are being made, and those that could not be; the others need no memory.
    private readonly Dictionary<FtpPath, FileJob?> _directories = [];
    private TransferStep? _last;

    public async Task RunAsync(IAsyncEnumerable<TransferStep> steps, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, context.Planning.Token);
        try
        {
            await foreach (var step in steps.WithCancellation(either.Token).ConfigureAwait(false))
                await TakeAsync(step, either.Token).ConfigureAwait(false);
            context.Count.IsPlanComplete = true;
            await context.Feed.WriteAsync(new PlanCompleted(context.Count.Known)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            // Cancelled, or nothing more can succeed: the summary says which.
            context.Count.PlanFailure ??= context.Ending;
        }
        catch (Exception e) when (e is FtpException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            context.Count.PlanFailure = FailureJudge.Judge(FtpPath.Home, e, isSource: true);
        }
        finally
        {
            context.Queue.Complete();
        }
    }

    /// <summary>A step was done: what waited for it can be done now.</summary>
    public void Succeed(FileJob job)
    {
        if (job.Step.Action != StepAction.CreateDirectory) return;
        List<FileJob>? dependents;
        lock (_gate)
        {
            _directories.Remove(job.Step.Path);
            dependents = job.Dependents;
        }

        foreach (var dependent in dependents ?? []) context.Queue.Add(dependent);
    }

    /// <summary>A step was given up: so is what waited for it.</summary>
    /// <returns>The steps that cannot be done either.</returns>
    public IReadOnlyList<FileJob> Fail(FileJob job)
    {
        if (job.Step.Action != StepAction.CreateDirectory) return [];
        lock (_gate)
        {
            _directories[job.Step.Path] = null;
            return job.Dependents ?? [];
        }
    }

    private async ValueTask TakeAsync(TransferStep step, CancellationToken cancellationToken)
    {
        var known = context.Count.Known;
        var isCopy = step.Action is StepAction.Copy or StepAction.Replace;
        known = new TransferTotals(known.Steps + 1, known.Files + (isCopy ? 1 : 0), known.Bytes + (isCopy ? step.Source?.Size ?? 0 : 0));
        context.Count.Known = known;
        await context.Feed.WriteAsync(new StepPlanned(step, known)).ConfigureAwait(false);
        switch (step.Action)
        {
            case StepAction.Keep or StepAction.Skip:
                if (step.Action == StepAction.Keep) context.Count.Kept();
                else context.Count.Skipped();
                await context.Feed.WriteAsync(new StepLeft(step)).ConfigureAwait(false);
                if (step.Action == StepAction.Keep && context.Unfinished.TryRemove(step.Path, out var useless))
                {
                    context.Queue.Expect();
                    context.Queue.Add(new FileJob(step) { Left = useless, IsCleaning = true });
                }

                return;
            case StepAction.Refuse:
                var refusal = new TransferFailure(step.Path, FailureClass.Planned, step.Because);
                context.Count.Failed(refusal);
                await context.Feed.WriteAsync(new StepFailed(step, refusal, RetryAfter: null, Attempt: 0)).ConfigureAwait(false);
                return;
        }

        if (ComesAfterAll(step)) await context.Queue.AwaitIdleAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        _last = step;

        // No error anywhere before the first deletion: what failed may be the very file that another name holds (DESIGN, delete phases).
        if (step.Action is StepAction.Delete or StepAction.DeleteDirectory && context.Count.HasFailures)
        {
            context.Count.Withheld();
            return;
        }

        await context.Queue.AwaitRoomAsync(cancellationToken).ConfigureAwait(false);
        context.Queue.Expect();
        context.Unfinished.TryRemove(step.Path, out var left);
        Hand(new FileJob(step) { Left = left });
    }

    // Links come last, so that nothing is written through one; a directory is deleted after what was in it.
    private bool ComesAfterAll(TransferStep step) => step.Action switch
    {
        StepAction.Link or StepAction.Delete => _last?.Action != step.Action,
        StepAction.DeleteDirectory => _last?.Action != step.Action || _last.Path.Segments.Count != step.Path.Segments.Count,
        _ => false,
    };

    private void Hand(FileJob job)
    {
        var isReady = true;
        lock (_gate)
        {
            if (job.Step.Path.Parent is { } parent && _directories.TryGetValue(parent, out var awaited))
            {
                // The directory itself may have failed: then the worker says so at once.
                if (awaited is null) job.IsOrphan = true;
                else
                {
                    (awaited.Dependents ??= []).Add(job);
                    isReady = false;
                }
            }

            if (job.Step.Action == StepAction.CreateDirectory && !job.IsOrphan) _directories[job.Step.Path] = job;
        }

        if (isReady) context.Queue.Add(job);
    }
}
