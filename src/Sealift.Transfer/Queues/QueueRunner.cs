using System.Runtime.CompilerServices;
using Sealift.Core;
using Sealift.Transfer.Events;
using Sealift.Transfer.Journals;
using Sealift.Transfer.Planning;
using Sealift.Transfer.Running;
using Sealift.Transfer.State;

namespace Sealift.Transfer.Queues;

/// <summary>Runs the jobs of a queue that are due, one after the other, each with a journal.</summary>
/// <param name="file">The state file of the queue.</param>
/// <param name="prepare">Opens the sides of a job and reads its options; what it throws is the job's failure.</param>
/// <param name="options">How; the defaults if null.</param>
public sealed class QueueRunner(StateFile file, Func<TransferJob, CancellationToken, ValueTask<PreparedJob>> prepare, QueueRunnerOptions? options = null)
{
    private readonly QueueRunnerOptions _options = options ?? new QueueRunnerOptions();
    private readonly TransferQueue _queue = new(file);

    // Jobs whose target another process works on, or is full, and when they are tried again.
    private readonly Dictionary<long, DateTimeOffset> _locked = [];

    // Targets that had no room, and when they are tried again.
    private readonly Dictionary<string, DateTimeOffset> _full = new(StringComparer.Ordinal);

    private volatile bool _isPaused;

    /// <summary>Whether everything stands still because <see cref="PauseAsync"/> said so.</summary>
    public bool IsPaused => _isPaused;

    /// <summary>What carries out the job that is being run, to pause it or to change its speed; null between jobs.</summary>
    public TransferRunner? Current { get; private set; }

    /// <summary>What is being carried out; null between jobs, and for a job of a single file.</summary>
    public TransferPlan? Plan { get; private set; }

    /// <summary>Runs until nothing is due, or until it is cancelled. A job that is cancelled waits, and is gone on with by another run.</summary>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <exception cref="StateException">Another process runs the queue, or the state file cannot be used.</exception>
    public async IAsyncEnumerable<QueueEvent> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var held = _queue.TakeRunnerLock();
        var told = DateTimeOffset.MinValue;
        while (!cancellationToken.IsCancellationRequested)
        {
            if (TakeNext() is not { } job)
            {
                if (!_options.Stays && !_isPaused) yield break;
                var until = _queue.NextDue();
                if (until != told) yield return new QueueWaits(until);
                told = until ?? default;
                await RestAsync(cancellationToken).ConfigureAwait(false);
                continue;
            }

            told = DateTimeOffset.MinValue;
            yield return new JobStarted(job);
            await foreach (var happened in RunJobAsync(job, cancellationToken).ConfigureAwait(false)) yield return happened;
        }
    }

    /// <summary>Lets the job that is being run stand still, and begins no other one, until <see cref="ResumeAsync"/>.</summary>
    public ValueTask PauseAsync() => HoldAsync(isPaused: true);

    /// <summary>Lets the queue go on.</summary>
    public ValueTask ResumeAsync() => HoldAsync(isPaused: false);

    private ValueTask HoldAsync(bool isPaused)
    {
        _isPaused = isPaused;
        return HeedAsync();
    }

    // Whoever comes last sees to it that the job is what is wanted then.
    private async ValueTask HeedAsync()
    {
        while (Current is { } running)
        {
            var wanted = _isPaused;
            if (wanted) await running.PauseAsync().ConfigureAwait(false);
            else await running.ResumeAsync().ConfigureAwait(false);
            if (_isPaused == wanted) return;
        }
    }

    private TransferJob? TakeNext()
    {
        if (_isPaused) return null;
        var now = file.Time.GetUtcNow();
        foreach (var (id, again) in _locked.ToList())
        {
            if (_options.Stays && again <= now) _locked.Remove(id);
        }

        var except = _locked.Keys.ToHashSet();
        if (_options.Only is { } only) except.UnionWith(_queue.List().Select(job => job.Id).Except(only));
        return _queue.TakeNext(except);
    }

    // The wait between two looks: jobs are added by other processes, which cannot wake this one.
    private async ValueTask RestAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(_options.Interval, file.Time, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The loop sees it.
            return;
        }
    }

    private async IAsyncEnumerable<QueueEvent> RunJobAsync(TransferJob job, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var over = new CancellationTokenSource();
        var watching = WatchAsync(job.Id, stop, over.Token);
        var started = job.Started ?? file.Time.GetUtcNow();
        var result = new JobResult(JobOutcome.Stopped, started, started);
        TransferJob? after = null;
        try
        {
            var (opened, failure) = await OpenAsync(job, stop.Token).ConfigureAwait(false);
            if (opened is null)
            {
                result = failure!;
            }
            else
            {
                await using (opened.ConfigureAwait(false))
                {
                    Current = opened.Run.Runner;
                    Plan = opened.Plan;
                    if (_isPaused) await HeedAsync().ConfigureAwait(false);
                    await foreach (var happened in opened.Run.RunAsync(stop.Token).ConfigureAwait(false))
                    {
                        if (happened is RunFinished { Summary: var summary })
                        {
                            result = Sum(summary, started);
                            if (summary.Failures.Any(static failure => failure.Class == FailureClass.TargetFull))
                                _full[TargetVolume.Of(opened.Job.Target)] = file.Time.GetUtcNow() + _options.FullPause;
                        }

                        yield return new JobProgress(job, happened);
                    }
                }
            }
        }
        finally
        {
            Current = null;
            Plan = null;
            await over.CancelAsync().ConfigureAwait(false);
            await watching.ConfigureAwait(false);
            result = result with { Ended = file.Time.GetUtcNow() };
            after = _queue.End(job.Id, result);
        }

        job = job with { Due = after is { State: JobState.Waiting, Schedule.Cron: not null } again ? again.Due : null };
        yield return new JobEnded(job, result, job.Due) { State = after?.State };
    }

    private async ValueTask<(OpenedJob? Job, JobResult? Failure)> OpenAsync(TransferJob job, CancellationToken cancellationToken)
    {
        var started = job.Started ?? file.Time.GetUtcNow();
        PreparedJob? prepared = null;
        try
        {
            prepared = await prepare(job, cancellationToken).ConfigureAwait(false);
            if (FullUntil(prepared.Target) is { } again)
            {
                var name = prepared.Target.Name;
                await prepared.DisposeAsync().ConfigureAwait(false);
                _locked[job.Id] = again;
                return (null, new JobResult(JobOutcome.Stopped, started, started) { Cause = $"{name} is full; the job waits until there is room." });
            }

            if (prepared.File is { } single)
            {
                var steps = new FileStep(prepared, single).StepsAsync(CancellationToken.None);
                return (new OpenedJob(prepared, null, JournalledRun.Open(file, prepared.Source, prepared.Target, steps, isWhole: false, prepared.Run)), null);
            }

            var plan = await PlanAsync(prepared, cancellationToken).ConfigureAwait(false);
            return (new OpenedJob(prepared, plan, JournalledRun.Open(file, plan, prepared.Run)), null);
        }
        catch (Exception e)
        {
            if (prepared is not null) await prepared.DisposeAsync().ConfigureAwait(false);
            if (e is OperationCanceledException && cancellationToken.IsCancellationRequested) return (null, new JobResult(JobOutcome.Stopped, started, started));
            if (e is StateException { Failure: StateFailure.Locked })
            {
                _locked[job.Id] = file.Time.GetUtcNow() + _options.LockedPause;
                return (null, new JobResult(JobOutcome.Stopped, started, started) { Cause = e.Message });
            }

            if ((_options.Describe ?? Describe)(e) is not { } cause) throw;
            return (null, new JobResult(JobOutcome.Failed, started, started) { Cause = cause });
        }
    }

    // A run that does not stay has no later: for it a full target stays full.
    private DateTimeOffset? FullUntil(TransferSide target)
    {
        if (_full.Count == 0 || !_full.TryGetValue(TargetVolume.Of(target), out var again)) return null;
        return !_options.Stays || again > file.Time.GetUtcNow() ? again : null;
    }

    private static async ValueTask<TransferPlan> PlanAsync(PreparedJob prepared, CancellationToken cancellationToken)
    {
        var plan = new TransferPlan(prepared.Source, prepared.Target, prepared.Plan);
        if (await plan.CheckAsync(cancellationToken).ConfigureAwait(false)) return plan;

        // A directory of this machine becomes a store of its own once it is there, so that no link leads out of it.
        await prepared.Target.CreateRootAsync(cancellationToken).ConfigureAwait(false);
        var target = prepared.Target.Kind == TransferSideKind.Local ? TransferSide.Local(prepared.Target.Name) : prepared.Target;
        return new TransferPlan(prepared.Source, target, prepared.Plan);
    }

    private static string? Describe(Exception exception) =>
        exception is FtpException or IOException or UnauthorizedAccessException or FormatException or InvalidOperationException or StateException ? exception.Message : null;

    private static JobResult Sum(TransferRunSummary summary, DateTimeOffset started) => new(
        summary switch
        {
            { WasCancelled: true } => JobOutcome.Stopped,
            { PlanFailure: not null } => JobOutcome.Failed,
            { IsComplete: true } => JobOutcome.Done,
            _ => JobOutcome.SomeFailed,
        },
        started,
        started)
    {
        Files = summary.FilesDone,
        Bytes = summary.Bytes,
        Failed = summary.Failures.Count,
        Failures = [.. summary.Failures.Take(JobResult.MaxFailures).Select(failure => $"{failure.Path}: {failure.Cause} [{failure.Code}]")],
        Cause = summary.PlanFailure is { } whole ? $"{whole.Path}: {whole.Cause}"
            : summary.DeletionsWithheld > 0 ? $"{summary.DeletionsWithheld} deletions were withheld because something failed before them." : null,
    };

    // Another process may want the job paused or removed.
    private async Task WatchAsync(long id, CancellationTokenSource stop, CancellationToken over)
    {
        try
        {
            while (true)
            {
                await Task.Delay(_options.Interval, file.Time, over).ConfigureAwait(false);
                if (_queue.Find(id) is { Wanted: null }) continue;
                await stop.CancelAsync().ConfigureAwait(false);
                return;
            }
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // The job is over.
            return;
        }
        catch (StateException)
        {
            // Whoever writes the journal hears of it too, and ends the run with words.
            return;
        }
    }

    private sealed record OpenedJob(PreparedJob Job, TransferPlan? Plan, JournalledRun Run) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Run.DisposeAsync().ConfigureAwait(false);
            await Job.DisposeAsync().ConfigureAwait(false);
        }
    }
}
