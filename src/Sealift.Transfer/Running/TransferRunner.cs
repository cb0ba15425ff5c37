using System.Runtime.CompilerServices;
using Sealift.Transfer.Events;
using Sealift.Transfer.Planning;

namespace Sealift.Transfer.Running;

/// <summary>
/// Carries a plan out: several files at once, each proven before it takes its name, what fails for the moment again later. A runner
/// runs once.
/// </summary>
public sealed class TransferRunner
{
    private readonly TransferSide _source;
    private readonly TransferSide _target;
    private readonly IAsyncEnumerable<TransferStep> _steps;
    private readonly TransferRunOptions _options;
    private readonly FlowGate _flow;
    private EventFeed? _feed;
    private int _hasBegun;

    /// <summary>Prepares a run of a plan.</summary>
    /// <param name="plan">The plan; its steps are done while it is still being made.</param>
    /// <param name="options">How; the defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number in the options is out of its range.</exception>
    public TransferRunner(TransferPlan plan, TransferRunOptions? options = null)
        : this(
            (plan ?? throw new ArgumentNullException(nameof(plan))).Source,
            plan.Target,
            plan.StepsAsync(),
            options)
    {
    }

    /// <summary>Prepares a run of any steps, such as those of a plan.</summary>
    /// <param name="source">Where the files come from.</param>
    /// <param name="target">Where they go.</param>
    /// <param name="steps">The steps, in an order in which a directory comes before its content, and deletions last. They are taken as they come.</param>
    /// <param name="options">How; the defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number in the options is out of its range.</exception>
    public TransferRunner(TransferSide source, TransferSide target, IAsyncEnumerable<TransferStep> steps, TransferRunOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(steps);
        _options = options ?? new TransferRunOptions();
        _options.ThrowIfInvalid(nameof(options));
        _source = source;
        _target = target;
        _steps = steps;
        _flow = new FlowGate(_options.TimeProvider, _options.RateLimit);
    }

    /// <summary>How fast the run may be. Another limit counts at once.</summary>
    public RateLimit RateLimit
    {
        get => _flow.Limit;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            _flow.Limit = value;
        }
    }

    /// <summary>Whether the run stands still because <see cref="PauseAsync"/> said so.</summary>
    public bool IsPaused => _flow.IsPaused;

    /// <summary>
    /// Runs, and tells what happens. The run moves as fast as the events are taken; it ends when they do. Its last event is
    /// <see cref="RunFinished"/>, whatever happens: failures of files, and cancellation, are told in its summary and not thrown.
    /// </summary>
    /// <param name="cancellationToken">Ends the run within about a second; what was done stays done, and unfinished parts stay where a journal knows them.</param>
    /// <exception cref="InvalidOperationException">The runner has run before.</exception>
    public async IAsyncEnumerable<TransferEvent> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (Interlocked.Exchange(ref _hasBegun, 1) == 1) throw new InvalidOperationException("A runner runs once; make another one.");
        using var context = new RunContext(_source, _target, _options, _flow, new EventFeed());
        _feed = context.Feed;
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = RunAsync(context, _steps, giveUp.Token);
        try
        {
            await foreach (var happened in context.Feed.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
            {
                yield return happened;
                if (happened is RunFinished) break; // a pause may have been asked for since
            }
        }
        finally
        {
            // Nobody takes events any more, if it ended early: what is still told must not keep the run from ending.
            await giveUp.CancelAsync().ConfigureAwait(false);
            await foreach (var _ in context.Feed.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
                continue;
            await running.ConfigureAwait(false);
        }
    }

    /// <summary>Lets every file stand still, until <see cref="ResumeAsync"/>. Does nothing while it is paused.</summary>
    public async ValueTask PauseAsync()
    {
        if (_flow.TryPause() && _feed is { } feed) await feed.TellAsync(new RunPaused()).ConfigureAwait(false);
    }

    /// <summary>Lets the run go on. Does nothing while it is not paused.</summary>
    public async ValueTask ResumeAsync()
    {
        if (!_flow.TryBeginResume()) return;

        // It is told first: a run that has little left may be over before this goes on.
        if (_feed is { } feed) await feed.TellAsync(new RunResumed()).ConfigureAwait(false);
        _flow.Resume();
    }

    private static TransferRunSummary Sum(RunContext context, TimeSpan processorTimeBefore, bool wasCancelled)
    {
        var summary = context.Count.Sum(wasCancelled);
        return summary with { Advice = RunAdvisor.Find(context.Sessions.SpeaksTls13, summary, Environment.CpuUsage.TotalTime - processorTimeBefore) };
    }

    private static SourceEnd SourceOf(RunContext context) => context.Source.Pool is { } pool
        ? new FtpSource(pool, context.Sessions, () => context.Queue.HasMore)
        : new StoreSource(context.Source.Store);

    private static TargetEnd TargetOf(RunContext context) => context.Target.Pool is { } pool
        ? new FtpTarget(pool, context.Options, context.Sessions, () => context.Queue.HasMore)
        : new StoreTarget(context.Target.Store, context.Options);

    private static async Task RunAsync(RunContext context, IAsyncEnumerable<TransferStep> steps, CancellationToken cancellationToken)
    {
        var workers = new StepWorker[context.Options.Sessions];
        var processorTime = Environment.CpuUsage.TotalTime;
        try
        {
            await context.Feed.WriteAsync(new RunStarted(context.Source.Name, context.Target.Name)).ConfigureAwait(false);
            if (context.Options.Journal is { } journal)
            {
                // A run that is cancelled by now still ends with its summary.
                await foreach (var record in journal.UnfinishedAsync(CancellationToken.None).ConfigureAwait(false)) context.Unfinished[record.Path] = record;
            }

            context.Sites = SiteRoute.For(context);
            var dispatcher = new StepDispatcher(context);
            var hold = new TargetHold(context.Options, context.Target.Kind, context.Feed);
            for (var i = 0; i < workers.Length; i++)
                workers[i] = new StepWorker(context, dispatcher, hold, SourceOf(context), TargetOf(context));
            var planning = dispatcher.RunAsync(steps, cancellationToken);
            await Task.WhenAll([planning, .. workers.Select(worker => worker.RunAsync(cancellationToken))]).ConfigureAwait(false);
            await context.Feed.WriteAsync(new RunFinished(Sum(context, processorTime, cancellationToken.IsCancellationRequested))).ConfigureAwait(false);
        }
        finally
        {
            // Where the journal could not be read, there are none yet.
            foreach (var worker in workers.OfType<StepWorker>()) await worker.DisposeAsync().ConfigureAwait(false);
            context.Feed.Complete();
        }
    }
}
