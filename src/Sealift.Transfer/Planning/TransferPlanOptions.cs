using Sealift.Transfer.Filters;

namespace Sealift.Transfer.Planning;

/// <summary>What a plan compares, what it leaves out, and what it may delete. Immutable.</summary>
public sealed record TransferPlanOptions
{
    /// <summary>How files are compared. Default: by size and time.</summary>
    public ComparisonMethod Comparison { get; init; }

    /// <summary>What happens to files that the target has already. Default: they are replaced where they differ.</summary>
    public ExistingPolicy Existing { get; init; }

    /// <summary>
    /// Is asked about each file that would be replaced, with the step that would do it, and says what becomes of it. Several calls may wait at once; the files of
    /// a directory that need no question are passed on before. Default null: <see cref="Existing"/> alone decides.
    /// </summary>
    public Func<TransferStep, CancellationToken, ValueTask<ConflictDecision>>? DecideConflict { get; init; }

    /// <summary>What happens to symbolic links. Default: they are left out.</summary>
    public LinkPolicy Links { get; init; }

    /// <summary>Which entries take part. Default: all.</summary>
    public PathFilter Filter { get; init; } = PathFilter.None;

    /// <summary>Whether entries of the target that the source does not have are deleted, last of all. Default false.</summary>
    public bool Delete { get; init; }

    /// <summary>How much may be deleted without <see cref="ConfirmDeletion"/>. Default 100 files and 25 % of the target.</summary>
    public DeletionLimit DeletionLimit { get; init; } = DeletionLimit.Default;

    /// <summary>Is asked when more than <see cref="DeletionLimit"/> would be deleted. Default null: then nothing is deleted.</summary>
    public Func<DeletionCount, CancellationToken, ValueTask<bool>>? ConfirmDeletion { get; init; }

    /// <summary>
    /// Whether the run gives files their source's time. Default true. Without it, or where the target cannot, a target that is newer than
    /// its source counts as equal when the sizes are.
    /// </summary>
    public bool KeepTimes { get; init; } = true;

    /// <summary>
    /// Whether names that the target cannot hold are written with <c>%</c> and two hexadecimal digits, which <see cref="StoreTraits.Names"/>
    /// of the source reads back. Default true; otherwise they are refused.
    /// </summary>
    public bool EscapeNames { get; init; } = true;

    /// <summary>How many directories are listed at once, on both sides each: 1 to 100. Default 4.</summary>
    public int ParallelListings { get; init; } = 4;

    /// <summary>The deepest directory that is entered, counted from the top: 1 to 1000. Default 100; a server can invent an endless tree.</summary>
    public int MaxDepth { get; init; } = 100;

    /// <summary>The clock. Default: the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
