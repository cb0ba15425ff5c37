namespace Sealift.Transfer.Running;

/// <summary>What came of a run.</summary>
public sealed record TransferRunSummary
{
    /// <summary>Files that are complete, with evidence.</summary>
    public long FilesDone { get; init; }

    /// <summary>Bytes that were carried for them.</summary>
    public long Bytes { get; init; }

    /// <summary>Files and directories that were as they should be.</summary>
    public long Kept { get; init; }

    /// <summary>What a rule left out.</summary>
    public long Skipped { get; init; }

    /// <summary>Directories made, times set, links made.</summary>
    public long StepsDone { get; init; }

    /// <summary>What was deleted in the target.</summary>
    public long Deleted { get; init; }

    /// <summary>Deletions that were withheld because something failed before them.</summary>
    public long DeletionsWithheld { get; init; }

    /// <summary>What failed, each with its cause, in the order in which it was given up.</summary>
    public IReadOnlyList<TransferFailure> Failures { get; init; } = [];

    /// <summary>Why the plan ended early, such as a listing that broke off; null where it is complete.</summary>
    public TransferFailure? PlanFailure { get; init; }

    /// <summary>Whether the run was cancelled.</summary>
    public bool WasCancelled { get; init; }

    /// <summary>What could make the next such run faster; null for nothing. Nothing is changed by itself.</summary>
    public TransferAdvice? Advice { get; init; }

    /// <summary>The time from start to end.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Whether everything that was planned is done.</summary>
    public bool IsComplete => Failures.Count == 0 && PlanFailure is null && !WasCancelled && DeletionsWithheld == 0;
}
