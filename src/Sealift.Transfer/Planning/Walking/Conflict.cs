using Sealift.Core;

namespace Sealift.Transfer.Planning.Walking;

/// <summary>What a decision makes of the step that would replace a file.</summary>
internal static class Conflict
{
    /// <summary>The step by the decision. <see cref="ConflictDecision.KeepBoth"/> is not for here: it needs to know which names are free.</summary>
    public static async ValueTask<TransferStep> ApplyAsync(
        TransferStep step, FtpPath sourcePath, ConflictDecision decision, FileComparer comparer, CancellationToken cancellationToken)
    {
        switch (decision)
        {
            case ConflictDecision.Replace:
                return step;
            case ConflictDecision.Resume:
                return step with { ResumesTarget = true, Because = $"{step.Because}; what is there is gone on with" };
            case ConflictDecision.ReplaceOlder:
                var verdict = await comparer.CompareAsync(ExistingPolicy.ReplaceOlder, sourcePath, step.Path, step.Source!, step.Target!, cancellationToken).ConfigureAwait(false);
                return step with { Action = verdict.Action, Reason = verdict.Reason, Because = verdict.Because };
            case ConflictDecision.Skip:
                return step with { Action = StepAction.Keep, Reason = StepReason.Existing, Because = "there is one already, which is kept" };
            default:
                return step with { Action = StepAction.Refuse, Reason = StepReason.Existing, Because = "there is one already that differs, and nobody decided what becomes of it" };
        }
    }
}
