using System.Globalization;
using Sealift.Cli.Output;
using Sealift.Cli.Output.Json;
using Sealift.Cli.Trees;
using Sealift.Transfer.Events;
using Sealift.Transfer.Planning;
using Sealift.Transfer.Queues;
using Sealift.Transfer.Running;
using Sealift.Transfer.State;

namespace Sealift.Cli.Queues;

/// <summary>Shows the run of a queue: a line for each job, and in between what a transfer of a tree shows.</summary>
internal sealed class QueueView(Terminal terminal, StateFile file, bool isJson) : IDisposable
{
    private TreeScreen? _screen;
    private TreeReport? _report;
    private Failure? _described;
    private (TransferRunSummary Run, TransferPlanSummary Plan)? _finished;
    private TransferTotals _known;
    private bool _isPlanComplete;
    private long _failedFiles;

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
                Count(step);

                // What it comes to is told when it is known who stopped it, if somebody did.
                if (step is RunFinished finished) _finished = (finished.Summary, plan?.Summary ?? new TransferPlanSummary());
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
        _finished = null;
        (_known, _isPlanComplete, _failedFiles) = (default, false, 0);
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
        if (_finished is { } finished && _report is { } report)
        {
            report.Kept = TreeMemory.FindKept(terminal, file, JobEnd.Read(job.Target) is { Remote: null } here ? here.Text : null, finished.Run);
            report.Finish(finished.Run, finished.Plan, tellsCancellation: false);
        }

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
                State = ended.State is { } state ? JobText.Name(state) : null,
                Next = ended.Next is { } next ? TimeText.Iso(next) : null,
            });
        }

        if (result is { Outcome: JobOutcome.Stopped, Cause: null }) TellStop(ended);

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

    // Who paused or removed it in another terminal is not looking at this one, and Ctrl-C here ends more than the job.
    private void TellStop(JobEnded ended)
    {
        var id = ended.Job.Id;
        var waiting = Waiting();
        switch (ended.State)
        {
            case JobState.Paused:
                terminal.WriteNotice($"paused: job {id}{waiting}; \"sealift queue resume {id}\" lets it go on where it was.");
                break;
            case null:
                terminal.WriteNotice($"removed: job {id}; what it had done stays done.");
                break;
            default:
                terminal.WriteFailure(new Failure(ExitCode.Cancelled, $"cancelled: job {id}{waiting}; \"sealift queue run\" goes on where it was.", null, null));
                break;
        }
    }

    private string Waiting()
    {
        var waiting = _known.Files - (_finished?.Run.FilesDone ?? 0) - _failedFiles;
        if (waiting <= 0) return "";
        var more = _isPlanComplete ? "" : " or more";
        return string.Create(CultureInfo.InvariantCulture, $", {waiting}{more} {(waiting == 1 && _isPlanComplete ? "file waits" : "files wait")}");
    }

    private void Count(TransferEvent happened)
    {
        switch (happened)
        {
            case StepPlanned planned:
                _known = planned.Known;
                break;
            case PlanCompleted completed:
                (_known, _isPlanComplete) = (completed.Totals, true);
                break;
            case StepFailed { RetryAfter: null, Step.Action: StepAction.Copy or StepAction.Replace }:
                _failedFiles++;
                break;
        }
    }

    private void Write(JobRunRecord record) => terminal.WriteJson(record, JsonLines.Default.JobRunRecord);
}
