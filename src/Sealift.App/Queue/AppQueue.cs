using Sealift.App.Connecting;
using Sealift.App.Live;
using Sealift.Cli.Output;
using Sealift.Cli.Queues;
using Sealift.Transfer.Queues;
using Sealift.Transfer.State;

namespace Sealift.App.Queue;

/// <summary>Runs the queue of this user while the app runs, and tells how far it is. Where another process runs it, only shows it.</summary>
internal sealed class AppQueue(AppTerminal terminal, SessionRecords records, EventLog log, TimeProvider time) : BackgroundService, ILiveSource
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(5);

    private StateFile? _file;
    private volatile bool _isTransferring;

    /// <inheritdoc/>
    public event Action? Changed;

    /// <summary>Whether a job is being run here.</summary>
    public bool IsTransferring => _isTransferring;

    /// <summary>The queue; null until the state file is open, or where it cannot be used.</summary>
    public TransferQueue? Queue { get; private set; }

    /// <summary>Why the queue cannot be run here; null while it can.</summary>
    public string? Obstacle { get; private set; }

    /// <summary>Puts a transfer into the queue.</summary>
    /// <param name="transfer">What is wanted.</param>
    /// <returns>The job.</returns>
    /// <exception cref="CommandException">Its words are none, its URL has a password, or the queue cannot be used now.</exception>
    /// <exception cref="StateException">The queue cannot be written.</exception>
    public TransferJob Enqueue(NewTransfer transfer)
    {
        var job = NewJobs.From(transfer);
        if (Queue is not { } queue) throw CommandException.Local(Obstacle ?? "The queue is not open yet.", "Try again in a moment.");
        var added = queue.Add(job);
        log.Add(LogLevel.Information, "queue", $"job {added.Id} is added: {added.Source} to {added.Target}");
        Changed?.Invoke();
        return added;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                _file ??= await StateFile.OpenAsync(StateFile.DefaultPath, new StateFileOptions { Command = "sealift app" }, stoppingToken);
                Queue ??= new TransferQueue(_file);
                await RunAsync(_file, stoppingToken);
            }
            catch (StateException e)
            {
                // Another process runs the queue, or the file cannot be used now; it is shown, and tried again.
                Set(obstacle: e.Message);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }

            await Task.Delay(RetryInterval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (_file is not null) await _file.DisposeAsync();
    }

    private async Task RunAsync(StateFile file, CancellationToken cancellationToken)
    {
        var preparation = new JobPreparation(terminal.Terminal) { Vault = terminal.Vault, Known = terminal.Known, Observe = (options, _) => records.Observe(options, "queue") };
        var runner = new QueueRunner(file, preparation.PrepareAsync, new QueueRunnerOptions
        {
            Stays = true,
            Describe = static exception => exception is OperationCanceledException ? null : FailureReport.Describe(exception).Message,
        });
        Set(obstacle: null);
        await foreach (var happened in runner.RunAsync(cancellationToken))
        {
            switch (happened)
            {
                case JobStarted { Job: var job }:
                    _isTransferring = true;
                    log.Add(LogLevel.Information, "queue", $"job {job.Id} begins: {job.Source} to {job.Target}");
                    break;
                case JobEnded { Job: var job, Result: var result }:
                    _isTransferring = false;
                    log.Add(result.Outcome == JobOutcome.Done ? LogLevel.Information : LogLevel.Warning, "queue", $"job {job.Id} has ended: {result.Outcome} {result.Cause}");
                    break;
                default:
                    break;
            }

            Changed?.Invoke();
        }
    }

    private void Set(string? obstacle)
    {
        _isTransferring = false;
        Obstacle = obstacle;
        Changed?.Invoke();
    }
}
