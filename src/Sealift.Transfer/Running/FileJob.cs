using Sealift.Core;
using Sealift.Transfer.Journals;
using Sealift.Transfer.Planning;

namespace Sealift.Transfer.Running;

/// <summary>A step on its way through a run, with what its attempts have in common.</summary>
internal sealed class FileJob(TransferStep step)
{
    public TransferStep Step { get; } = step;

    /// <summary>The attempt under way, from 1 on.</summary>
    public int Attempt { get; set; } = 1;

    /// <summary>How often the target had no room for it. Smaller files may have found some meanwhile, so it is counted for each.</summary>
    public int TimesFull { get; set; }

    /// <summary>What is known of the source; a failed attempt forgets it, so that the next one looks anew.</summary>
    public FtpEntry? Source { get; set; } = step.Source;

    /// <summary>The unfinished file, relative to the target's root; null before the first attempt.</summary>
    public FtpPath? Part { get; set; }

    /// <summary>Whether <see cref="Part"/> had the target's name before, see <see cref="TransferStep.ResumesTarget"/>.</summary>
    public bool IsTakenOver { get; set; }

    /// <summary>The source as it was when the part was begun; null before that.</summary>
    public FtpEntry? Started { get; set; }

    /// <summary>Whether the server did not let the part be read in time, as if somebody held it; it is not gone on with then.</summary>
    public bool IsPartHeld { get; set; }

    /// <summary>The segments of a file that travels on several sessions; empty for one that travels whole.</summary>
    public IReadOnlyList<FileSegment> Segments { get; set; } = [];

    /// <summary>Whether segments were of no use: the next attempt carries the file whole.</summary>
    public bool IsWhole { get; set; }

    /// <summary>
    /// Of a move: what was carried, proven and given its name, and the source as it was; only the source is still to be deleted. Null before that.
    /// </summary>
    public (TransferReceipt Receipt, FtpEntry Source)? Carried { get; set; }

    /// <summary>What earlier runs left of the file; null where they left nothing.</summary>
    public FileRecord? Left { get; set; }

    /// <summary>Whether the target is as it should be and only what is <see cref="Left"/> is to be removed.</summary>
    public bool IsCleaning { get; init; }

    /// <summary>Whether the directory that it belongs into could not be made.</summary>
    public bool IsOrphan { get; set; }

    /// <summary>Steps that wait for this one: what belongs into the directory that it makes.</summary>
    public List<FileJob>? Dependents { get; set; }

    /// <summary>Whether a full target refuses it.</summary>
    public bool NeedsRoom => IsCopy || Step.Action is StepAction.CreateDirectory or StepAction.Link;

    public bool IsCopy => Step.Action is StepAction.Copy or StepAction.Replace;
}
