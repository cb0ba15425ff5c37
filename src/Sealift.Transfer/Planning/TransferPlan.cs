using System.Runtime.CompilerServices;
using Sealift.Transfer.Planning.Walking;

namespace Sealift.Transfer.Planning;

/// <summary>What would make the target like the source, step by step, each with its reason. Nothing is changed by a plan.</summary>
/// <remarks>
/// Both sides are listed in parallel, several directories at once, and steps come as they are found: memory grows with the largest directory
/// and the depth, not with the tree. A directory's steps come when its listings on both sides are proven complete and its names are
/// checked against each other; the step that makes a directory comes before those in it. Links come after all files, deletions last, content
/// before its directory, and only if every listing was complete.
/// </remarks>
public sealed class TransferPlan
{
    private PlanTally _tally = new();
    private PlanGround? _ground;

    /// <summary>Makes a plan; nothing is listed before <see cref="StepsAsync"/>.</summary>
    /// <param name="source">The tree to copy.</param>
    /// <param name="target">The tree that becomes like it.</param>
    /// <param name="options">What is compared, left out and deleted; the defaults if null.</param>
    public TransferPlan(TransferSide source, TransferSide target, TransferPlanOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        Source = source;
        Target = target;
        Options = options ?? new TransferPlanOptions();
    }

    /// <summary>The tree to copy.</summary>
    public TransferSide Source { get; }

    /// <summary>The tree that becomes like it.</summary>
    public TransferSide Target { get; }

    /// <summary>What is compared, left out and deleted.</summary>
    public TransferPlanOptions Options { get; }

    /// <summary>What is known so far of the last call of <see cref="StepsAsync"/>; all of it once <see cref="TransferPlanSummary.IsComplete"/>.</summary>
    public TransferPlanSummary Summary => _tally.Summary;

    /// <summary>
    /// Looks whether there can be a plan, before anything is listed. <see cref="StepsAsync"/> does so too; it does not look twice.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether the target's root is there already; otherwise making it is the first step.</returns>
    /// <exception cref="TransferPlanException">There can be no plan: the trees overlap, there is no source.</exception>
    /// <exception cref="Core.FtpException">A server is gone, or refuses the login.</exception>
    public async ValueTask<bool> CheckAsync(CancellationToken cancellationToken = default)
    {
        _ground = await PlanGround.ExamineAsync(Source, Target, Options.TimeProvider, cancellationToken).ConfigureAwait(false);
        return _ground.IsTargetThere;
    }

    /// <summary>Looks at both trees and tells the steps. Each call looks again; one at a time.</summary>
    /// <param name="cancellationToken">Ends the walk.</param>
    /// <exception cref="TransferPlanException">There can be no plan: the trees overlap, there is no source, no common checksum.</exception>
    /// <exception cref="Core.FtpException">A server is gone, or refuses the login. What it refuses about one directory is a step.</exception>
    public async IAsyncEnumerable<TransferStep> StepsAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var tally = new PlanTally();
        _tally = tally;
        var ground = Interlocked.Exchange(ref _ground, null) ?? await PlanGround.ExamineAsync(Source, Target, Options.TimeProvider, cancellationToken).ConfigureAwait(false);
        var walk = new PlanWalk(Source, Target, Options, ground, tally);
        await using (walk.ConfigureAwait(false))
        {
            await foreach (var step in walk.RunAsync(cancellationToken).ConfigureAwait(false)) yield return step;
        }
    }
}
