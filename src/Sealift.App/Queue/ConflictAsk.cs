using Sealift.App.Asking;
using Sealift.Transfer.Planning;
using Sealift.Transfer.Queues;

namespace Sealift.App.Queue;

/// <summary>What becomes of a file that a job would replace. No answer pauses the job.</summary>
/// <param name="job">The job.</param>
/// <param name="step">The step that would replace it, with the facts of both files.</param>
public sealed class ConflictAsk(TransferJob job, TransferStep step) : Ask
{
    private const string ForAll = "+";

    // What is smaller is carried again, see ConflictDecision.Resume.
    private const long SmallestResumed = 64 * 1024;

    public TransferJob Job { get; } = job;

    public TransferStep Step { get; } = step;

    /// <summary>Whether what is there may be a beginning of what comes: it is smaller, and large enough to be gone on with.</summary>
    public bool CanResume => Step is { Source.Size: { } size, Target.Size: >= SmallestResumed and var there } && there < size;

    /// <summary>Gives the answer.</summary>
    /// <param name="decision">What becomes of the file.</param>
    /// <param name="forAll">Whether it counts for the others of the job too, and of those that were added with it.</param>
    public void Decide(ConflictDecision decision, bool forAll) => Give(decision + (forAll ? ForAll : ""));

    /// <summary>Reads an answer.</summary>
    public static (ConflictDecision Decision, bool ForAll) Read(string answer) =>
        (Enum.Parse<ConflictDecision>(answer.TrimEnd(ForAll[0])), answer.EndsWith(ForAll, StringComparison.Ordinal));
}
