using Sealift.Core;
using Sealift.Transfer.Events;

namespace Sealift.Transfer.Running;

/// <summary>Compares the checksums of both sides, where they are wanted.</summary>
internal sealed class ChecksumProof(RunContext context, SourceEnd source, TargetEnd target)
{
    private TransferRunOptions Options => context.Options;

    /// <summary>The strongest that both have; null for none. A store computes everything; a server what it lists.</summary>
    public async ValueTask<FtpHashAlgorithm?> FindAlgorithmAsync(CancellationToken cancellationToken) =>
        await target.FindAlgorithmAsync(cancellationToken).ConfigureAwait(false) is { } there
        && await source.FindAlgorithmAsync(cancellationToken).ConfigureAwait(false) is { } here
            ? (FtpHashAlgorithm)Math.Min((int)here, (int)there)
            : null;

    /// <summary>The checksum that both have; null where none is wanted, or none is to be had and none demanded.</summary>
    /// <exception cref="NotProvenException">They differ, or one is demanded and not to be had.</exception>
    public async ValueTask<FtpChecksum?> ProveAsync(
        FileAttempt attempt, FtpPath from, FtpPath part, FtpHasher? hasher, CancellationToken cancellationToken)
    {
        if (Options.Proof == TransferProof.Size) return null;
        await context.Feed.WriteAsync(new FileProving(attempt.Job.Step.Path, TransferEvidence.HashCompared)).ConfigureAwait(false);
        var algorithm = hasher?.Algorithm ?? await FindAlgorithmAsync(cancellationToken).ConfigureAwait(false);
        FtpChecksum? here = null;
        FtpChecksum? there = null;
        if (algorithm is { } chosen)
        {
            // What was computed on the way shows what was read; the source's own word shows what it has.
            attempt.IsAtSource = true;
            here = source.ComputesItself
                ? await source.HashAsync(from, chosen, cancellationToken).ConfigureAwait(false)
                : hasher?.Finish() ?? await source.HashAsync(from, chosen, cancellationToken).ConfigureAwait(false);
            attempt.IsAtSource = false;
            there = await target.HashAsync(part, chosen, cancellationToken).ConfigureAwait(false);
        }

        if (here is null || there is null)
        {
            if (Options.Proof == TransferProof.HashWherePossible) return null;
            throw NoChecksum();
        }

        if (!here.Equals(there)) throw new NotProvenException("The checksums of source and target differ.");
        return there;
    }

    public static NotProvenException NoChecksum() => new(
        "There is no checksum that both sides have, and one is demanded.", "Demand the size alone, or a checksum only where possible.", isForGood: true);
}
