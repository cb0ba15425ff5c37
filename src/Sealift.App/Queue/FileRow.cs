using Sealift.Transfer.Running;

namespace Sealift.App.Queue;

/// <summary>A file of the running job, as the table shows it.</summary>
/// <param name="Path">Its path in the target, relative to the job's.</param>
/// <param name="State">How far it is.</param>
public sealed record FileRow(string Path, FileRowState State)
{
    /// <summary>Its size in bytes; null where it is not known.</summary>
    public long? Size { get; init; }

    /// <summary>The bytes that are there.</summary>
    public long Bytes { get; init; }

    /// <summary>Bytes a second of this file; null where nothing moves.</summary>
    public double? Rate { get; init; }

    /// <summary>The bytes that an earlier attempt had carried, proven to belong to it.</summary>
    public long ResumedAt { get; init; }

    /// <summary>What shows that it is complete; nothing until it is.</summary>
    public TransferEvidence Evidence { get; init; }

    /// <summary>Why it failed; null where it did not.</summary>
    public string? Cause { get; init; }

    /// <summary>What to do about a failure; null for nothing known.</summary>
    public string? Hint { get; init; }

    /// <summary>The share that is there, 0 to 1; null where the size is not known.</summary>
    public double? Share => State == FileRowState.Done ? 1 : Size is > 0 and var size ? Math.Clamp(Bytes / (double)size, 0, 1) : Size is 0 ? 0 : null;

    /// <summary>How long it will take at its rate; null where that cannot be told.</summary>
    public TimeSpan? Left => State == FileRowState.Moving && Rate > 0 && Size is { } size && size >= Bytes ? TimeSpan.FromSeconds((size - Bytes) / Rate.Value) : null;
}
