using Sealift.Core;

namespace Sealift.Transfer.Planning;

/// <summary>One step of a plan, with its reason.</summary>
/// <param name="Action">What it does to the target.</param>
/// <param name="Path">The path in the target, relative to the root of that side.</param>
/// <param name="Reason">Why, for programs.</param>
public sealed record TransferStep(StepAction Action, FtpPath Path, StepReason Reason)
{
    /// <summary>The path in the source, relative to its root, where it differs from <see cref="Path"/> (an escaped name); else null.</summary>
    public FtpPath? SourcePath { get; init; }

    /// <summary>The source's entry when the plan was made; null for deletions.</summary>
    public FtpEntry? Source { get; init; }

    /// <summary>The target's entry when the plan was made; null where there was none.</summary>
    public FtpEntry? Target { get; init; }

    /// <summary>
    /// Whether the target's file is gone on with, where it proves to be a beginning of the source's; only for <see cref="StepAction.Replace"/>. Default false.
    /// </summary>
    public bool ResumesTarget { get; init; }

    /// <summary>Why, for people: one plain sentence with the facts (sizes, times, the rule).</summary>
    public required string Because { get; init; }
}
