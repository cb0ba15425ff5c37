using System.Globalization;
using System.Security.Cryptography;
using Sealift.App.Connecting;
using Sealift.App.Live;
using Sealift.Cli.Output;
using Sealift.Cli.Queues;
using Sealift.Transfer.Events;
using Sealift.Transfer.Queues;
using Sealift.Transfer.Running;
using Sealift.Transfer.State;

namespace Sealift.App.Queue;

/// <summary>Runs the queue of this user while the app runs, and tells how far it is. Where another process runs it, only shows it.</summary>
internal sealed class AppQueue(AppTerminal terminal, SessionRecords records, EventLog log, Conflicts conflicts, QueueSettingsFile settingsFile, TimeProvider time)
    : BackgroundService, ILiveSource
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    // What is wanted of a job is heeded within this time.
    private static readonly TimeSpan RunnerInterval = TimeSpan.FromMilliseconds(300);

    private readonly Lock _settingsLock = new();
    private StateFile? _file;
    private QueueRunner? _runner;
    private volatile bool _isTransferring;
    private volatile RunModel? _run;
    private volatile IReadOnlyList<TransferJob> _jobs = [];
    private RateLimit _own = RateLimit.None;

    /// <inheritdoc/>
    public event Action? Changed;

    /// <summary>Whether a job is being run here.</summary>
    public bool IsTransferring => _isTransferring;

    /// <summary>The queue; null until the state file is open, or where it cannot be used.</summary>
    public TransferQueue? Queue { get; private set; }

    /// <summary>Why the queue cannot be run here; null while it can.</summary>
    public string? Obstacle { get; private set; }

    /// <summary>The jobs as they were read last, in the order in which they run.</summary>
    public IReadOnlyList<TransferJob> Jobs => _jobs;

    /// <summary>How far the running job is; null where none runs here.</summary>
    public RunSnapshot? Run => _run?.Snapshot();

    /// <summary>The rate of the last minutes.</summary>
    public RateGraph Rates { get; } = new();

    /// <summary>How the queue runs.</summary>
    public QueueSettings Settings { get; private set; } = new();

    /// <summary>Puts a transfer into the queue.</summary>
    /// <param name="transfer">What is wanted.</param>
    /// <returns>The job.</returns>
    /// <exception cref="CommandException">Its words are none, its URL has a password, or the queue cannot be used now.</exception>
    /// <exception cref="StateException">The queue cannot be written.</exception>
    public TransferJob Enqueue(NewTransfer transfer) => EnqueueAll([transfer])[0];

    /// <summary>Puts transfers into the queue that belong together: an answer for all existing files counts for all of them.</summary>
    /// <exception cref="CommandException">The words of one are none, its URL has a password, or the queue cannot be used now. None is added.</exception>
    /// <exception cref="StateException">The queue cannot be written.</exception>
    public IReadOnlyList<TransferJob> EnqueueAll(IReadOnlyList<NewTransfer> transfers)
    {
        var batch = transfers.Count > 1 ? RandomNumberGenerator.GetHexString(16, lowercase: true) : null;
        var jobs = transfers.Select(transfer => NewJobs.From(transfer, batch)).ToList();
        if (Queue is not { } queue) throw CommandException.Local(Obstacle ?? "The queue is not open yet.", "Try again in a moment.");
        var added = queue.AddAll(jobs);
        foreach (var job in added) log.Add(LogLevel.Information, "queue", $"job {job.Id} is added: {job.Source} to {job.Target}");
        Refresh();
        return added;
    }

    /// <summary>Does something with the queue and shows at once what came of it.</summary>
    /// <exception cref="StateException">The queue cannot be written.</exception>
    public void Act(Action<TransferQueue> act)
    {
        if (Queue is not { } queue) return;
        act(queue);
        Refresh();
    }

    /// <summary>Lets everything stand still, or go on; also after a restart.</summary>
    public async Task SetPausedAsync(bool isPaused)
    {
        Set(Settings with { IsPaused = isPaused });
        if (_runner is { } runner) await (isPaused ? runner.PauseAsync() : runner.ResumeAsync());
        Changed?.Invoke();
    }

    /// <summary>Changes the limits of speed; they count at once, for the running job too.</summary>
    /// <param name="rate">As "--limit-rate" has it; null for none.</param>
    /// <param name="schedule">As "--limit-schedule" has it; null for none.</param>
    /// <exception cref="CommandException">One of them is no limit; nothing is changed.</exception>
    public void SetLimits(string? rate, string? schedule)
    {
        var wanted = Settings with { Rate = rate, Schedule = schedule };
        _ = wanted.ReadLimit();
        Set(wanted);
        if (_runner?.Current is { } current) current.RateLimit = wanted.ReadLimit() ?? _own;
        Changed?.Invoke();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        Settings = settingsFile.Load();
        var watching = WatchAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                _file ??= await OpenState.OpenAsync(terminal.Terminal, "sealift app", stoppingToken);
                Queue ??= new TransferQueue(_file);
                Refresh();
                await RunAsync(_file, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (StateException e)
            {
                // Another process runs the queue, or the file cannot be used now; it is shown, and tried again.
                End(e.Message);
            }
            catch (Exception e)
            {
                // A defect of one job must not end the app; it is told, and the queue goes on.
                log.Add(LogLevel.Error, "queue", FailureReport.Describe(e).Message);
                End(FailureReport.Describe(e).Message);
            }

            await Task.Delay(RetryInterval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await watching;
        if (_file is not null) await _file.DisposeAsync();
    }

    private async Task RunAsync(StateFile file, CancellationToken cancellationToken)
    {
        await using var preparation = new JobPreparation(terminal.Terminal)
        {
            Vault = terminal.Vault,
            Typed = terminal.Typed,
            Known = terminal.Known,
            Observe = (options, _) => records.Observe(options, "queue"),
            DecideConflict = (job, step, token) => conflicts.DecideAsync(new TransferQueue(file), job, step, token),
        };
        var runner = new QueueRunner(file, (job, token) => PrepareAsync(preparation, job, token), new QueueRunnerOptions
        {
            Stays = true,
            Interval = RunnerInterval,
            Describe = static exception => exception is OperationCanceledException ? null : FailureReport.Describe(exception).Message,
        });
        if (Settings.IsPaused) await runner.PauseAsync();
        await using var happening = runner.RunAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        _runner = runner;
        try
        {
            while (await happening.MoveNextAsync())
            {
                Obstacle = null;
                Take(happening.Current);
                Changed?.Invoke();
            }
        }
        finally
        {
            _runner = null;
        }
    }

    private async ValueTask<PreparedJob> PrepareAsync(JobPreparation preparation, TransferJob job, CancellationToken cancellationToken)
    {
        var prepared = await preparation.PrepareAsync(job, cancellationToken);
        _own = prepared.Run.RateLimit;
        return Settings.ReadLimit() is { } limit ? prepared with { Run = prepared.Run with { RateLimit = limit } } : prepared;
    }

    private void Take(QueueEvent happened)
    {
        switch (happened)
        {
            case JobStarted { Job: var job }:
                _isTransferring = true;
                _run = new RunModel(job.Id);
                log.Add(LogLevel.Information, "queue", $"job {job.Id} begins: {job.Source} to {job.Target}");
                Refresh();
                break;
            case JobProgress { Event: var step }:
                _run?.Apply(step);
                if (step is StepFailed { RetryAfter: null } failed) log.Add(LogLevel.Warning, "queue", $"{failed.Step.Path}: {failed.Failure.Cause} [{failed.Failure.Code}]");
                break;
            case JobEnded { Job: var job, Result: var result }:
                _isTransferring = false;
                _run = null;
                if (result.Outcome != JobOutcome.Stopped) conflicts.Forget(job.Id);
                log.Add(
                    result.Outcome is JobOutcome.Done or JobOutcome.Stopped ? LogLevel.Information : LogLevel.Warning,
                    "queue",
                    string.Create(CultureInfo.InvariantCulture, $"job {job.Id}: {JobText.Result(result)}{(result.Cause is null ? "" : "; ")}{result.Cause}"));
                Refresh();
                break;
            default:
                break;
        }
    }

    // Other processes change the queue, and cannot tell; and the graph has a sample a second.
    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Tick, time);
        long before = 0;
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                var carried = _run?.Carried ?? 0;
                Rates.Add(Math.Max(0, carried - before));
                before = carried;
                if (Changed is null || Queue is null) continue;
                if (!TryRead(out var jobs)) continue;
                if (_isTransferring || !jobs.Select(Sign).SequenceEqual(_jobs.Select(Sign))) Show(jobs);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return; // the app ends
        }
    }

    private void Refresh()
    {
        if (TryRead(out var jobs)) Show(jobs);
    }

    private void Show(IReadOnlyList<TransferJob> jobs)
    {
        _jobs = jobs;
        Changed?.Invoke();
    }

    private bool TryRead(out IReadOnlyList<TransferJob> jobs)
    {
        jobs = [];
        try
        {
            if (Queue is not { } queue) return false;
            jobs = queue.List();
            return true;
        }
        catch (StateException e)
        {
            Obstacle = e.Message;
            return false;
        }
    }

    private static (long, JobState, long, int, DateTimeOffset?, JobState?, int, string, DateTimeOffset?) Sign(TransferJob job) =>
        (job.Id, job.State, job.Place, job.Priority, job.Due, job.Wanted, job.Runs, job.Options, job.Last?.Ended);

    private void Set(QueueSettings settings)
    {
        lock (_settingsLock)
        {
            Settings = settings;
            settingsFile.Save(settings);
        }
    }

    private void End(string obstacle)
    {
        _isTransferring = false;
        _run = null;
        Obstacle = obstacle;
        Refresh();
        Changed?.Invoke();
    }
}
