using Sealift.Core;
using Sealift.Core.Stores;
using Sealift.Transfer.Events;
using Sealift.Transfer.Planning;

namespace Sealift.Transfer.Running;

/// <summary>Does one step after the other, and decides what becomes of those that fail.</summary>
internal sealed class StepWorker(RunContext context, StepDispatcher dispatcher, TargetHold hold, SourceEnd source, TargetEnd target)
    : IAsyncDisposable
{
    private readonly FileCarrier _carrier = new(context, source, target);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (!context.Queue.TryTake(out var job))
            {
                await _carrier.RestAsync().ConfigureAwait(false);
                job = await context.Queue.TakeAsync().ConfigureAwait(false);
                if (job is null) return;
            }

            if (job.IsCleaning) await CleanAsync(job, cancellationToken).ConfigureAwait(false);
            else await DoAsync(job, cancellationToken).ConfigureAwait(false);
        }
    }

    public ValueTask DisposeAsync() => _carrier.DisposeAsync();

    private async ValueTask DoAsync(FileJob job, CancellationToken cancellationToken)
    {
        if (job.IsOrphan)
        {
            await GiveUpAsync(job, Orphaned(job)).ConfigureAwait(false);
            return;
        }

        var attempt = new FileAttempt(context, job);
        try
        {
            await context.Flow.PassAsync(cancellationToken).ConfigureAwait(false);
            if (job.NeedsRoom) attempt.Admission = await hold.EnterAsync(cancellationToken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            if ((context.Ending ?? (job.NeedsRoom ? hold.GivenUp : null)) is { } ending)
            {
                hold.Leave(attempt.Admission);
                await GiveUpAsync(job, ending with { Path = job.Step.Path }).ConfigureAwait(false);
                return;
            }

            if (job.IsCopy) await CarryAsync(attempt, cancellationToken).ConfigureAwait(false);
            else await DoSimplyAsync(attempt, cancellationToken).ConfigureAwait(false);
            dispatcher.Succeed(job);
            Finish();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            hold.Leave(attempt.Admission);
            if (job.IsCopy) await _carrier.Unfinished.LeaveAsync(job, isOver: true, cause: null).ConfigureAwait(false);
            Drop(job);
        }
        catch (Exception e)
        {
            await FailAsync(attempt, FailureJudge.Judge(job.Step.Path, e, attempt.IsAtSource && job.IsCopy), cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask CleanAsync(FileJob job, CancellationToken cancellationToken)
    {
        try
        {
            await _carrier.Unfinished.CleanAsync(job.Left!, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            context.Options.Logger.PartRemains(job.Step.Path.ToString(), "the run was cancelled");
        }
        finally
        {
            context.Queue.Finish();
        }
    }

    private async ValueTask CarryAsync(FileAttempt attempt, CancellationToken cancellationToken)
    {
        var receipt = await _carrier.CarryAsync(attempt, cancellationToken).ConfigureAwait(false);
        context.Count.FileDone();
        await hold.RoomyAsync(attempt.Admission).ConfigureAwait(false);
        await context.Sessions.TellAsync(context.Feed).ConfigureAwait(false);
        await context.Feed.WriteAsync(new FileDone(attempt.Job.Step, receipt)).ConfigureAwait(false);
    }

    private async ValueTask DoSimplyAsync(FileAttempt attempt, CancellationToken cancellationToken)
    {
        var step = attempt.Job.Step;
        var path = context.InTarget(step.Path);
        switch (step.Action)
        {
            case StepAction.CreateDirectory:
                await target.CreateDirectoryAsync(path, cancellationToken).ConfigureAwait(false);
                break;
            case StepAction.SetTime when step.Source?.Modified?.ToUtc() is { } modified:
                await target.SetModifiedAsync(path, modified, cancellationToken).ConfigureAwait(false);
                break;
            case StepAction.Link when step.Source?.LinkTarget is { } words && context.Target.Store is ILinkStore links:
                // A link in its place points elsewhere. The store takes a session of its own for it, so this worker gives its back.
                if (step.Target is not null) await target.DeleteAsync(path, cancellationToken).ConfigureAwait(false);
                await _carrier.RestAsync().ConfigureAwait(false);
                await links.CreateLinkAsync(path, words, cancellationToken).ConfigureAwait(false);
                break;
            case StepAction.Delete:
                await target.DeleteAsync(path, cancellationToken).ConfigureAwait(false);
                break;
            case StepAction.DeleteDirectory:
                await target.DeleteDirectoryAsync(path, cancellationToken).ConfigureAwait(false);
                break;
            default:
                throw new FileStoreException(FileStoreError.Other, path, "this store cannot do that");
        }

        if (step.Action is StepAction.Delete or StepAction.DeleteDirectory) context.Count.Deleted();
        else context.Count.StepDone();
        await hold.RoomyAsync(attempt.Admission).ConfigureAwait(false);
        await context.Feed.WriteAsync(new StepDone(step)).ConfigureAwait(false);
    }

    private async ValueTask FailAsync(FileAttempt attempt, TransferFailure failure, CancellationToken cancellationToken)
    {
        var job = attempt.Job;
        if (FailureJudge.EndsRun(failure.Class) || context.Sessions.GivenUp is not null)
        {
            await context.EndAsync(failure).ConfigureAwait(false);
            hold.End();
        }

        // A file that waits for room waits at the hold. What needs none and is refused for it all the same is tried again like anything else.
        var waitsForRoom = failure.Class == FailureClass.TargetFull && job.NeedsRoom;
        if (waitsForRoom) await hold.FullAsync(failure, attempt.Admission).ConfigureAwait(false);
        else hold.Leave(attempt.Admission);
        if (waitsForRoom) job.TimesFull++;
        var isOver = !FailureJudge.IsWorthRetrying(failure.Class) || context.Ending is not null || hold.GivenUp is not null
            || (waitsForRoom ? job.TimesFull >= hold.Tries : job.Attempt >= context.Options.Retry.Attempts);
        if (job.IsCopy) await _carrier.Unfinished.LeaveAsync(job, isOver, failure).ConfigureAwait(false);
        if (isOver)
        {
            await GiveUpAsync(job, failure, isClean: true).ConfigureAwait(false);
            return;
        }

        var pause = waitsForRoom ? TimeSpan.Zero : context.Options.Retry.PauseAfter(job.Attempt);
        await context.Feed.WriteAsync(new StepFailed(job.Step, failure, pause, job.Attempt)).ConfigureAwait(false);
        context.Options.Logger.WillRetry(job.Step.Path.ToString(), failure.Cause, pause.TotalSeconds);
        if (!waitsForRoom) job.Attempt++;
        _ = ReturnAsync(job, pause, cancellationToken);
    }

    // The worker goes on with other files meanwhile. Whether the pause ends or is broken off, the step comes back.
    private async Task ReturnAsync(FileJob job, TimeSpan pause, CancellationToken cancellationToken)
    {
        await Task.Delay(pause, context.Time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        context.Queue.Add(job);
    }

    private async ValueTask GiveUpAsync(FileJob job, TransferFailure failure, bool isClean = false)
    {
        if (!isClean && job.IsCopy) await _carrier.Unfinished.LeaveAsync(job, isOver: true, failure).ConfigureAwait(false);
        context.Count.Failed(failure);
        await context.Feed.WriteAsync(new StepFailed(job.Step, failure, RetryAfter: null, job.Attempt)).ConfigureAwait(false);
        foreach (var dependent in dispatcher.Fail(job))
        {
            dependent.IsOrphan = true;
            context.Queue.Add(dependent);
        }

        Finish();
    }

    // Cancelled: it is neither done nor failed.
    private void Drop(FileJob job)
    {
        foreach (var dependent in dispatcher.Fail(job)) context.Queue.Add(dependent);
        Finish();
    }

    private void Finish()
    {
        context.Queue.MakeRoom();
        context.Queue.Finish();
    }

    private static TransferFailure Orphaned(FileJob job) => new(
        job.Step.Path, FailureClass.Dependent, $"The directory {TerminalText.Escape(job.Step.Path.Parent?.ToString() ?? "")} could not be made.");
}
