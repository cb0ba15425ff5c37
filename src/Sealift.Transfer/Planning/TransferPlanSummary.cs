namespace Sealift.Transfer.Planning;

/// <summary>What a plan holds, or what is known of it so far.</summary>
public sealed record TransferPlanSummary
{
    /// <summary>Whether every step is known.</summary>
    public bool IsComplete { get; init; }

    /// <summary>Files of the source that were looked at, those that are left out too.</summary>
    public long SourceFiles { get; init; }

    /// <summary>Directories of the source that were listed.</summary>
    public long SourceDirectories { get; init; }

    /// <summary>Entries of the target that were seen.</summary>
    public long TargetEntries { get; init; }

    /// <summary>Directories to make.</summary>
    public long CreateDirectories { get; init; }

    /// <summary>Files to copy that the target does not have.</summary>
    public long Copies { get; init; }

    /// <summary>Files to copy over others.</summary>
    public long Replacements { get; init; }

    /// <summary>Files that only need their time.</summary>
    public long SetTimes { get; init; }

    /// <summary>Links to make.</summary>
    public long Links { get; init; }

    /// <summary>Files that are as they should be.</summary>
    public long Kept { get; init; }

    /// <summary>Entries that are left out by a rule.</summary>
    public long Skipped { get; init; }

    /// <summary>What cannot be done.</summary>
    public long Refused { get; init; }

    /// <summary>Files, links and directories to delete.</summary>
    public long Deletions { get; init; }

    /// <summary>Deletions that are left out because they are not safe; the step that refuses them says why.</summary>
    public long HeldDeletions { get; init; }

    /// <summary>Bytes to copy, as far as sizes are known.</summary>
    public long Bytes { get; init; }

    /// <summary>Names that are written in another way in the target.</summary>
    public long EscapedNames { get; init; }

    /// <summary>Whether a run of the plan would change nothing.</summary>
    public bool IsNothingToDo => CreateDirectories + Copies + Replacements + SetTimes + Links + Deletions == 0;
}
