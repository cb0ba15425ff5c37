using System.Globalization;
using Sealift.Cli.Output;
using Sealift.Cli.Output.Json;
using Sealift.Core;
using Sealift.Core.Errors;
using Sealift.Transfer.Events;
using Sealift.Transfer.Leftovers;
using Sealift.Transfer.Planning;
using Sealift.Transfer.Running;

namespace Sealift.Cli.Trees;

/// <summary>
/// What happened to the entries of a tree: a line for each change on stdout, or an object with --json; at the end the sum, and each failure
/// with its cause, on stderr.
/// </summary>
internal sealed class TreeReport(Terminal terminal, bool isJson, bool showsAll, string source, string target)
{
    private DeletionCount? _large;
    private string? _escaped;

    /// <summary>What runs keep on the target's disk, which is full; null where there is nothing, or it is no disk of this machine.</summary>
    public KeptParts? Kept { get; set; }

    /// <summary>Shows a plan, and changes nothing.</summary>
    public async Task<ExitCode> ShowAsync(TransferPlan plan, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        var refused = new List<TransferFailure>();
        await foreach (var step in plan.StepsAsync(cancellationToken))
        {
            Note(step);
            if (step.Action == StepAction.Refuse) refused.Add(new TransferFailure(step.Path, FailureClass.Planned, step.Because));
            if (isJson) Write(RecordOf("step", step));
            else if (showsAll || step.Action != StepAction.Keep) Line(step, step.Because);
        }

        var sum = plan.Summary;
        var run = new TransferRunSummary
        {
            FilesDone = sum.Copies + sum.Replacements,
            Bytes = sum.Bytes,
            StepsDone = sum.CreateDirectories + sum.Links + sum.SetTimes,
            Deleted = sum.Deletions,
            Kept = sum.Kept,
            Skipped = sum.Skipped,
            Failures = refused,
            Elapsed = TimeProvider.System.GetElapsedTime(started),
        };
        if (_large is { } count)
        {
            terminal.WriteWarning(string.Create(
                CultureInfo.InvariantCulture,
                $"{count.Files} files and {count.Directories} directories of {count.TargetEntries} entries to delete are more than {plan.Options.DeletionLimit}: without a confirmation nothing will be deleted. --delete-limit allows more."));
        }

        return Sum(run, sum, isDryRun: true);
    }

    /// <summary>Lets a plan that is only shown tell all its deletions.</summary>
    public ValueTask<bool> ShowDeletionsAsync(DeletionCount count, CancellationToken cancellationToken)
    {
        _large = count;
        return ValueTask.FromResult(true);
    }

    /// <summary>Tells what happened.</summary>
    public void Show(TransferEvent happened)
    {
        switch (happened)
        {
            case StepPlanned planned:
                Note(planned.Step);
                break;
            case FileDone done when isJson:
                Write(RecordOf("done", done.Step) with
                {
                    Bytes = done.Receipt.Bytes,
                    Seconds = Math.Round(done.Receipt.Elapsed.TotalSeconds, 3),
                    Evidence = StepWords.Of(done.Receipt.Evidence),
                    HashAlgorithm = done.Receipt.Checksum is { } checksum ? FtpChecksum.NameOf(checksum.Algorithm) : null,
                    Hash = done.Receipt.Checksum?.ToString(),
                    Attempt = done.Receipt.Attempts,
                });
                break;
            case FileDone done:
                ChangeLine(done.Step);
                break;
            case StepDone done when isJson:
                Write(RecordOf("done", done.Step));
                break;
            case StepDone done:
                ChangeLine(done.Step);
                break;
            case StepLeft left when isJson:
                Write(RecordOf("left", left.Step));
                break;
            case StepFailed failed when isJson:
                Write(RecordOf("failed", failed.Step) with
                {
                    Attempt = failed.Attempt,
                    Failure = StepWords.Of(failed.Failure.Class),
                    Code = failed.Failure.Code,
                    Cause = failed.Failure.Cause,
                    RetryAfter = failed.RetryAfter?.TotalSeconds,
                });
                break;
            case RunPaused paused when isJson:
                Write(new TreeRecord { Event = "paused", Cause = paused.Cause, RetryAfter = paused.RetryAfter?.TotalSeconds });
                break;
            case RunPaused { Cause: { } cause } when !terminal.DrawsProgress:
                terminal.WriteWarning($"waiting: {cause}");
                break;
            case RunResumed when isJson:
                Write(new TreeRecord { Event = "resumed" });
                break;
            case RunProgress progress when isJson:
                Write(new TreeRecord { Event = "progress", Bytes = progress.Bytes, BytesPerSecond = Math.Round(progress.BytesPerSecond), Size = progress.Known.Bytes });
                break;
            default:
                break;
        }
    }

    /// <summary>Tells what came of it, and with which exit code the command ends.</summary>
    /// <param name="run">What came of the run.</param>
    /// <param name="plan">What was planned.</param>
    /// <param name="tellsCancellation">Whether a run that was cancelled is told here; a queue knows better who stopped it.</param>
    public ExitCode Finish(TransferRunSummary run, TransferPlanSummary plan, bool tellsCancellation = true) => Sum(run, plan, isDryRun: false, tellsCancellation);

    private ExitCode Sum(TransferRunSummary run, TransferPlanSummary plan, bool isDryRun, bool tellsCancellation = true)
    {
        if (isJson)
        {
            terminal.WriteJson(
                new TreeSummaryRecord
                {
                    Event = "summary",
                    Source = source,
                    Target = target,
                    DryRun = isDryRun,
                    Complete = run.IsComplete,
                    Files = run.FilesDone,
                    Bytes = run.Bytes,
                    Directories = plan.CreateDirectories,
                    Kept = run.Kept,
                    Skipped = run.Skipped,
                    Deleted = run.Deleted,
                    DeletionsHeld = plan.HeldDeletions + run.DeletionsWithheld,
                    Failed = run.Failures.Count,
                    Advice = StepWords.Of(run.Advice),
                    Seconds = Math.Round(run.Elapsed.TotalSeconds, 3),
                },
                JsonLines.Default.TreeSummaryRecord);
        }

        terminal.Out.Flush();
        if (_escaped is { } example && plan.EscapedNames > 0) terminal.WriteWarning($"{Counted(plan.EscapedNames, "name")} cannot be as in the source and {(plan.EscapedNames == 1 ? "is" : "are")} written with %: {example}");
        if (!isJson) terminal.WriteRemark(Words(run, isDryRun));
        if (!isJson && run.Advice == TransferAdvice.Tls12ForSmallFiles)
            terminal.WriteNotice("advice: this run was busy with the TLS 1.3 handshakes of many small files; with --tls-max 1.2 it would take about half the time, and give up a little security (docs/performance.md).");
        return Fail(run, plan, tellsCancellation);
    }

    private ExitCode Fail(TransferRunSummary run, TransferPlanSummary plan, bool tellsCancellation)
    {
        foreach (var failure in run.Failures.OrderBy(static failure => failure.Path))
            terminal.WriteFailure(new Failure(ExitOf(failure), failure.Path.IsTop ? failure.Cause : $"{failure.Path}: {failure.Cause}", HintOf(failure), failure.Code));
        if (Kept is { } kept) TellKept(kept);
        if (run.WasCancelled)
        {
            if (tellsCancellation) terminal.WriteFailure(new Failure(ExitCode.Cancelled, "cancelled; what was done stays done, and running it again goes on.", null, null));
            return ExitCode.Cancelled;
        }

        if (run.PlanFailure is { } broken)
        {
            var described = broken.Exception is { } exception ? FailureReport.Describe(exception) : new Failure(ExitCode.SomeFailed, broken.Cause, broken.Hint, FailureCode.PartOfTheWork);
            terminal.WriteFailure(described with { Message = $"not everything was seen: {described.Message}" });
            return described.ExitCode;
        }

        var exit = run.Failures.Count > 0 && run.Failures.All(static failure => ExitOf(failure) == ExitCode.ProofFailed) ? ExitCode.ProofFailed : ExitCode.SomeFailed;
        if (run.Failures.Count > 1 || run.DeletionsWithheld > 0) terminal.WriteFailure(new Failure(exit, Verdict(run), null, exit == ExitCode.ProofFailed ? FailureCode.NotProven : FailureCode.PartOfTheWork));
        if (plan.HeldDeletions > 0 && run.Failures.Count > 0) terminal.Error.WriteLine("hint: look at the deletions with --dry-run; --delete-limit says how many are meant.");
        return run.IsComplete ? ExitCode.Ok : exit;
    }

    // What was not proven is told apart from what was not done.
    private static ExitCode ExitOf(TransferFailure failure) =>
        ErrorCatalogue.Find(failure.Code)?.ExitCode == (int)ExitCode.ProofFailed ? ExitCode.ProofFailed : ExitCode.SomeFailed;

    private void TellKept(KeptParts kept)
    {
        var places = string.Join(' ', kept.Directories.Take(3).Select(static directory => directory.Contains(' ', StringComparison.Ordinal) ? $"'{directory}'" : directory));
        terminal.WriteNotice(
            $"hint: {Counted(kept.Files, "unfinished file")} that runs keep to go on with {(kept.Files == 1 ? "has" : "have")} {SizeText.Of(kept.Bytes)} of that disk: \"sealift queue clean {places}\" lists them, "
            + "and with --remove --older-than 0s deletes those that no run has in use.");
    }

    // The library does not know what its proofs are called here.
    private static string? HintOf(TransferFailure failure) => failure.Code == FailureCode.NoChecksum
        ? "--verify demands a checksum of both sides. Leave it out where the size is proof enough: that is compared in any case."
        : failure.Hint;

    private static string Verdict(TransferRunSummary run)
    {
        var failed = run.Failures.Count > 0 ? $"{Counted(run.Failures.Count, "entry", "entries")} failed" : "";
        var held = run.DeletionsWithheld > 0 ? $"{Counted(run.DeletionsWithheld, "deletion")} left out because of that" : "";
        return (failed, held) switch
        {
            ("", _) => held,
            (_, "") => $"{failed}; everything else was done.",
            _ => $"{failed}, {held}.",
        };
    }

    private static string Words(TransferRunSummary run, bool isDryRun)
    {
        var text = run.FilesDone == 0 ? "nothing to copy" : isDryRun
            ? $"{Counted(run.FilesDone, "file")} to copy ({SizeText.Of(run.Bytes)})"
            : $"{Counted(run.FilesDone, "file")} copied, {SizeText.OfTransfer(run.Bytes, run.Elapsed)}";
        if (run.Deleted > 0) text += $", {run.Deleted} {(isDryRun ? "to delete" : "deleted")}";
        if (run.Kept > 0) text += $", {run.Kept} as they should be";
        if (run.Skipped > 0) text += $", {run.Skipped} left out";
        if (run.Failures.Count > 0) text += $", {run.Failures.Count} {(isDryRun ? "not possible" : "failed")}";
        return isDryRun ? $"{text}. Nothing was changed." : $"{text}.";
    }

    private static string Counted(long count, string one, string? many = null) => $"{count} {(count == 1 ? one : many ?? one + "s")}";

    private static TreeRecord RecordOf(string what, TransferStep step) => new()
    {
        Event = what,
        Action = StepWords.Of(step.Action),
        Path = step.Path.ToString(),
        SourcePath = step.SourcePath?.ToString(),
        Reason = StepWords.Of(step.Reason),
        Because = step.Because,
        Size = step.Source?.Size ?? step.Target?.Size,
    };

    private void Note(TransferStep step)
    {
        if (_escaped is null && step.SourcePath is { } original && step.Reason != StepReason.Existing && step.Action is StepAction.Copy or StepAction.Replace or StepAction.CreateDirectory && step.SourcePath is not null)
            _escaped = $"{original} is {step.Path}";
    }

    // On a terminal the progress tells it.
    private void ChangeLine(TransferStep step)
    {
        if (!terminal.OutIsTerminal) Line(step, null);
    }

    private void Line(TransferStep step, string? because)
    {
        var path = step.Path.ToString();
        terminal.Out.Write($"{StepWords.Of(step.Action),-8} {terminal.Show(path)}");
        if (because is not null)
        {
            if (step.Source?.Size is { } size && step.Action is StepAction.Copy or StepAction.Replace) terminal.Out.Write($" ({SizeText.Of(step.Source!.Size!.Value)})");
            terminal.Out.Write($": {TerminalText.Escape(because)}");
        }

        terminal.Out.WriteLine();
    }

    private void Write(TreeRecord record) => terminal.WriteJson(record, JsonLines.Default.TreeRecord);
}
