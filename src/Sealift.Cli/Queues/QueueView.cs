using Sealift.Cli.Output;
using Sealift.Cli.Output.Json;
using Sealift.Cli.Trees;
using Sealift.Transfer.Events;
using Sealift.Transfer.Planning;
using Sealift.Transfer.Queues;

namespace Sealift.Cli.Queues;

/// <summary>Shows the run of a queue: a line for each job, and in between what a transfer of a tree shows.</summary>
internal sealed class QueueView(Terminal terminal, bool isJson) : IDisposable
{
    private TreeScreen? _screen;
    private TreeReport? _report;
    private Failure? _described;

    /// <summary>The jobs that were run to an end.</summary>
    public HashSet<long> Ended { get; } = [];

    /// <summary>Whether a job failed or had failures.</summary>
    public bool HasFailures { get; private set; }

    /// <summary>Whether a job was stopped in its middle.</summary>
    public bool WasStopped { get; private set; }

    /// <summary>What a failure is called in the record of a job; how it is shown is remembered until the job ends.</summary>
    public string Describe(Exception exception) => (_described = FailureReport.Describe(exception)).Message;

    /// <summary>Shows what happened.</summary>
    /// <param name="happened">What happened.</param>
    /// <param name="plan">The plan of the job; null for a single file.</param>
    public void Show(QueueEvent happened, TransferPlan? plan)
    {
        switch (happened)
        {
            case JobStarted { Job: var job }:
                Begin(job);
                break;
            case JobProgress { Event: var step }:
                _screen?.Show(step);
                _report?.Show(step);
                if (step is not RunFinished finished) break;
                _screen?.Clear();
                _report?.Finish(finished.Summary, plan?.Summary ?? new TransferPlanSummary());
                break;
            case JobEnded ended:
                End(ended);
                break;
            case QueueWaits waits:
                terminal.WriteRemark(waits.Until is { } until ? $"Nothing is due before {JobText.Moment(until)}; waiting. Ctrl-C ends it." : "Nothing is due; waiting. Ctrl-C ends it.");
                break;
        }
    }

    public void Dispose() => _screen?.Dispose();

    private void Begin(TransferJob job)
    {
        terminal.Servers.Clear();
        _described = null;
        _report = new TreeReport(terminal, isJson, showsAll: false, job.Source, job.Target);
        _screen?.Dispose();
        _screen = terminal.DrawsProgress && !isJson ? new TreeScreen(terminal, TimeProvider.System) : null;
        if (isJson) Write(new JobRunRecord { Event = "job", Job = job.Id, Source = job.Source, Target = job.Target });
        else terminal.WriteRemark($"Job {job.Id}: {job.Source} -> {job.Target}");
    }

    private void End(JobEnded ended)
    {
        _screen?.Clear();
        var (job, result) = (ended.Job, ended.Result);
        if (result.Outcome == JobOutcome.Stopped) WasStopped = true;
        else Ended.Add(job.Id);
        HasFailures |= result.Outcome is JobOutcome.SomeFailed or JobOutcome.Failed || (result.Outcome == JobOutcome.Stopped && result.Cause is not null);
        if (isJson)
        {
            Write(new JobRunRecord
            {
                Event = "jobEnd",
                Job = job.Id,
                Source = job.Source,
                Target = job.Target,
                Outcome = JobText.Name(result.Outcome),
                Files = result.Files,
                Bytes = result.Bytes,
                Failed = result.Failed,
                Cause = result.Cause,
                Next = ended.Next is { } next ? TimeText.Iso(next) : null,
            });
        }

        // A job that ended before its transfer began has told nothing yet; and one that waits for another process says for which.
        if (result is { Cause: { } cause, Files: 0, Failed: 0 })
        {
            terminal.WriteFailure(new Failure(ExitCode.SomeFailed, $"job {job.Id}: {cause}", $"\"sealift queue show {job.Id}\" has all about the job.", _described?.Code)
            {
                IsAboutConnection = _described is { IsAboutConnection: true },
            });
        }

        terminal.Out.Flush();
    }

    private void Write(JobRunRecord record) => terminal.WriteJson(record, JsonLines.Default.JobRunRecord);
}
