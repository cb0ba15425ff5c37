using Sealift.Transfer.Running;

namespace Sealift.App.Queue;

/// <summary>How far the running job is, at one moment.</summary>
/// <param name="JobId">The job.</param>
public sealed record RunSnapshot(long JobId)
{
    /// <summary>Files that are under way, in the order in which they began.</summary>
    public IReadOnlyList<FileRow> Active { get; init; } = [];

    /// <summary>Files that failed or are tried again; the newest first.</summary>
    public IReadOnlyList<FileRow> Failed { get; init; } = [];

    /// <summary>Files that come next.</summary>
    public IReadOnlyList<FileRow> Waiting { get; init; } = [];

    /// <summary>Files that were done last; the newest first.</summary>
    public IReadOnlyList<FileRow> Done { get; init; } = [];

    /// <summary>Files that are done.</summary>
    public long FilesDone { get; init; }

    /// <summary>Files that failed for good.</summary>
    public long FilesFailed { get; init; }

    /// <summary>Files that are as they should be.</summary>
    public long FilesKept { get; init; }

    /// <summary>Entries deleted, directories made, times set.</summary>
    public long StepsDone { get; init; }

    /// <summary>Files to copy, as far as they are known.</summary>
    public long FilesKnown { get; init; }

    /// <summary>Whether all files to copy are known.</summary>
    public bool IsPlanComplete { get; init; }

    /// <summary>Bytes that are there or given up, of <see cref="BytesKnown"/>.</summary>
    public long Bytes { get; init; }

    /// <summary>Bytes to copy, as far as they are known.</summary>
    public long BytesKnown { get; init; }

    /// <summary>Bytes that were carried over the wire in this run.</summary>
    public long Carried { get; init; }

    /// <summary>Bytes a second, of the last seconds.</summary>
    public double Rate { get; init; }

    /// <summary>The least that shows of a file of this run that it is complete; nothing before the first.</summary>
    public TransferEvidence Evidence { get; init; }

    /// <summary>How many sessions the servers allow, where fewer than thought; in words.</summary>
    public string? Sessions { get; init; }

    /// <summary>Why nothing moves: a full disk, a server that restarts; null where it moves.</summary>
    public string? Waits { get; init; }

    /// <summary>The share of the whole, 0 to 1; null before it can be told.</summary>
    public double? Share => !IsPlanComplete ? null
        : BytesKnown > 0 ? Math.Clamp(Bytes / (double)BytesKnown, 0, 1)
        : FilesKnown > 0 ? Math.Clamp((FilesDone + FilesFailed) / (double)FilesKnown, 0, 1) : 1;

    /// <summary>How long it will take at this rate; null where that cannot be told.</summary>
    public TimeSpan? Left => IsPlanComplete && Rate >= 1 && BytesKnown >= Bytes ? TimeSpan.FromSeconds(Math.Min((BytesKnown - Bytes) / Rate, 360_000_000)) : null;
}
