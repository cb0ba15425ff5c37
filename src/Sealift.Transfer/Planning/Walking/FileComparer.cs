using Sealift.Core;
using Sealift.Core.Stores;

namespace Sealift.Transfer.Planning.Walking;

/// <summary>Decides about a file that both sides have.</summary>
internal sealed class FileComparer(TransferSide source, TransferSide target, SideFacts sourceFacts, SideFacts targetFacts, TransferPlanOptions options)
{
    // Within one minute a file can change twice. Whoever runs a plan now and then catches that as long as the times are asked for exactly.
    private static readonly TimeSpan Recent = TimeSpan.FromDays(7);

    private readonly PatientLook _sourceLook = new(source, options.TimeProvider);
    private readonly PatientLook _targetLook = new(target, options.TimeProvider);

    private FtpHashAlgorithm _algorithm;

    /// <summary>Finds the checksum that both sides compute, where checksums are to be compared.</summary>
    /// <exception cref="TransferPlanException">There is none.</exception>
    public async ValueTask PrepareAsync(CancellationToken cancellationToken)
    {
        if (options.Comparison != ComparisonMethod.Hash) return;
        var ofSource = await AlgorithmsAsync(source, _sourceLook, cancellationToken).ConfigureAwait(false);
        var ofTarget = await AlgorithmsAsync(target, _targetLook, cancellationToken).ConfigureAwait(false);
        if (!ofSource.Any(ofTarget.Contains))
        {
            var lacking = ofSource.Count == 0 ? source.Name : ofTarget.Count == 0 ? target.Name : null;
            throw new TransferPlanException(
                PlanRefusal.NoChecksums,
                lacking is null ? "the two sides have no checksum in common." : $"{lacking} computes no checksums.",
                "Compare by size and time, which is the default.");
        }

        _algorithm = ofSource.First(ofTarget.Contains);
    }

    /// <summary>What is to be done with a file.</summary>
    /// <param name="sourcePath">Its path in the source.</param>
    /// <param name="path">Its path in the target.</param>
    /// <param name="from">The source's entry.</param>
    /// <param name="to">The target's entry.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public ValueTask<Verdict> CompareAsync(FtpPath sourcePath, FtpPath path, FtpEntry from, FtpEntry to, CancellationToken cancellationToken) =>
        CompareAsync(options.Existing, sourcePath, path, from, to, cancellationToken);

    /// <summary>What is to be done with a file by another policy than the plan's.</summary>
    public async ValueTask<Verdict> CompareAsync(
        ExistingPolicy existing, FtpPath sourcePath, FtpPath path, FtpEntry from, FtpEntry to, CancellationToken cancellationToken)
    {
        switch (existing)
        {
            case ExistingPolicy.Skip:
                return new Verdict(StepAction.Keep, StepReason.Existing, "there is one already");
            case ExistingPolicy.ReplaceAlways:
                return new Verdict(StepAction.Replace, StepReason.Forced, "everything is copied again");
            default:
                break;
        }

        var isSizeKnown = from is { Size: not null, IsSizeApproximate: false } && to is { Size: not null, IsSizeApproximate: false };
        var differsInSize = isSizeKnown && from.Size != to.Size;
        if (differsInSize && existing != ExistingPolicy.ReplaceOlder)
            return new Verdict(StepAction.Replace, StepReason.SizeDiffers, $"{Words.Bytes(from.Size)} in the source, {Words.Bytes(to.Size)} in the target");

        return options.Comparison switch
        {
            ComparisonMethod.Size when !differsInSize && isSizeKnown => new Verdict(StepAction.Keep, StepReason.SameSize, "same size"),
            ComparisonMethod.Hash when !differsInSize => await CompareHashesAsync(sourcePath, path, from, to, cancellationToken).ConfigureAwait(false),
            _ => CompareTimes(existing, from, to, isSizeKnown),
        };
    }

    /// <summary>Whether exact times are needed to decide about a file, or to give it its time.</summary>
    public bool WantsExactTimes(FtpEntry from, FtpEntry to)
    {
        if (options.Existing == ExistingPolicy.Skip) return false;
        var isSame = from is { Size: { } one, IsSizeApproximate: false } && to is { Size: { } other, IsSizeApproximate: false } && one == other;
        if (!isSame || options.Existing == ExistingPolicy.ReplaceAlways || options.Comparison == ComparisonMethod.Hash) return true;
        if (options.Comparison == ComparisonMethod.Size) return false;
        return Tell(from.Modified, to.Modified) != TimeOrder.Same || IsAmbiguous(from.Modified) || IsAmbiguous(to.Modified);
    }

    private Verdict CompareTimes(ExistingPolicy existing, FtpEntry from, FtpEntry to, bool isSizeKnown)
    {
        var (sourceTime, targetTime) = (from.Modified, to.Modified);
        var order = OrderOf(from, to);
        var differsInSize = isSizeKnown && from.Size != to.Size;
        var times = $"the source is of {Words.Of(sourceTime)}, the target of {Words.Of(targetTime)}";
        return order switch
        {
            TimeOrder.Later => new Verdict(StepAction.Replace, StepReason.SourceNewer, times),
            TimeOrder.Earlier when existing == ExistingPolicy.ReplaceOlder => new Verdict(StepAction.Keep, StepReason.TargetNewer, times),
            _ when differsInSize => new Verdict(
                StepAction.Replace, StepReason.SizeDiffers, $"{Words.Bytes(from.Size)} in the source, {Words.Bytes(to.Size)} in the target"),
            TimeOrder.Earlier when options.KeepTimes && targetFacts.KeepsTimes => new Verdict(StepAction.Replace, StepReason.TimeDiffers, times),
            TimeOrder.Earlier => new Verdict(StepAction.Keep, StepReason.TargetNewer, $"same size; {times}"),
            TimeOrder.Same => new Verdict(StepAction.Keep, StepReason.SameSizeAndTime, isSizeKnown ? "same size and time" : "same time"),
            _ when isSizeKnown => new Verdict(StepAction.Keep, StepReason.SameSize, "same size; the times cannot be compared"),
            _ => new Verdict(StepAction.Replace, StepReason.Forced, "neither sizes nor times can be compared"),
        };
    }

    private async ValueTask<Verdict> CompareHashesAsync(
        FtpPath sourcePath, FtpPath path, FtpEntry from, FtpEntry to, CancellationToken cancellationToken)
    {
        var (sums, others) = ((IChecksumStore)source.Store, (IChecksumStore)target.Store);
        var ofSource = _sourceLook.AskAsync(token => sums.ComputeChecksumAsync(source.Root.Combine(sourcePath), _algorithm, cancellationToken: token), cancellationToken).AsTask();
        var ofTarget = _targetLook.AskAsync(token => others.ComputeChecksumAsync(target.Root.Combine(path), _algorithm, cancellationToken: token), cancellationToken).AsTask();
        await Task.WhenAll(ofSource, ofTarget).ConfigureAwait(false);
        var name = FtpChecksum.NameOf(_algorithm);
        var (one, other) = (await ofSource.ConfigureAwait(false), await ofTarget.ConfigureAwait(false));
        if (one is null || other is null || !one.Equals(other)) return new Verdict(StepAction.Replace, StepReason.HashDiffers, $"{name} differs");
        if (!options.KeepTimes || !targetFacts.KeepsTimes || from.Modified?.ToUtc() is null) return new Verdict(StepAction.Keep, StepReason.SameHash, $"same {name}");
        return OrderOf(from, to) is TimeOrder.Earlier or TimeOrder.Later
            ? new Verdict(StepAction.SetTime, StepReason.TimeDiffers, $"same {name}; the source is of {Words.Of(from.Modified)}, the target of {Words.Of(to.Modified)}")
            : new Verdict(StepAction.Keep, StepReason.SameHash, $"same {name}");
    }

    // The minutes of LIST, and times without a zone, are never evidence that a file is newer, or older.
    private TimeOrder OrderOf(FtpEntry from, FtpEntry to)
    {
        var order = Tell(from.Modified, to.Modified);
        return order == TimeOrder.Same || !(IsCoarse(from.Modified) || IsCoarse(to.Modified)) ? order : TimeOrder.Unknown;
    }

    private TimeOrder Tell(FtpTimestamp? ofSource, FtpTimestamp? ofTarget) => (ofSource, ofTarget) is ({ } one, { } other)
        ? StatedTime.Of(one, sourceFacts.Traits.TimePrecision).CompareTo(StatedTime.Of(other, targetFacts.Traits.TimePrecision))
        : TimeOrder.Unknown;

    // A minute that both could mean is only taken for the same one where nobody can be changing the file.
    private bool IsAmbiguous(FtpTimestamp? time) => time is { Precision: FtpTimePrecision.Minute } stated
        && (!stated.IsUtc || options.TimeProvider.GetUtcNow().UtcDateTime - stated.Value < Recent);

    private static bool IsCoarse(FtpTimestamp? time) => time is not { IsUtc: true, Precision: >= FtpTimePrecision.Second };

    private static async ValueTask<IReadOnlyList<FtpHashAlgorithm>> AlgorithmsAsync(TransferSide side, PatientLook look, CancellationToken cancellationToken) =>
        side.Store is IChecksumStore store ? await look.AskAsync(store.ListAlgorithmsAsync, cancellationToken).ConfigureAwait(false) : [];
}
