namespace Sealift.Transfer.Planning.Walking;

/// <summary>Counts what a plan holds while it is made.</summary>
internal sealed class PlanTally
{
    private readonly Lock _lock = new();
    private TransferPlanSummary _summary = new();

    public TransferPlanSummary Summary
    {
        get
        {
            lock (_lock) return _summary;
        }
    }

    /// <summary>What each directory adds.</summary>
    public void CountListing(int files, int directories, int targetEntries)
    {
        lock (_lock)
        {
            _summary = _summary with
            {
                SourceFiles = _summary.SourceFiles + files,
                SourceDirectories = _summary.SourceDirectories + directories,
                TargetEntries = _summary.TargetEntries + targetEntries,
            };
        }
    }

    public void CountEscapedName()
    {
        lock (_lock) _summary = _summary with { EscapedNames = _summary.EscapedNames + 1 };
    }

    public void CountHeldDeletions(long count)
    {
        lock (_lock) _summary = _summary with { HeldDeletions = count };
    }

    public void Complete()
    {
        lock (_lock) _summary = _summary with { IsComplete = true };
    }

    public void Count(TransferStep step)
    {
        lock (_lock) _summary = With(_summary, step);
    }

    private static TransferPlanSummary With(TransferPlanSummary sum, TransferStep step) => step.Action switch
    {
        StepAction.CreateDirectory => sum with { CreateDirectories = sum.CreateDirectories + 1 },
        StepAction.Copy => sum with { Copies = sum.Copies + 1, Bytes = sum.Bytes + (step.Source?.Size ?? 0) },
        StepAction.Replace => sum with { Replacements = sum.Replacements + 1, Bytes = sum.Bytes + (step.Source?.Size ?? 0) },
        StepAction.SetTime => sum with { SetTimes = sum.SetTimes + 1 },
        StepAction.Link => sum with { Links = sum.Links + 1 },
        StepAction.Keep => sum with { Kept = sum.Kept + 1 },
        StepAction.Skip => sum with { Skipped = sum.Skipped + 1 },
        StepAction.Refuse => sum with { Refused = sum.Refused + 1 },
        _ => sum with { Deletions = sum.Deletions + 1 },
    };
}
