using Sealift.Core;
using Sealift.Core.Stores;

namespace Sealift.Transfer.Planning.Walking;

/// <summary>What must be known of both sides before anything is listed.</summary>
/// <param name="Source">What was asked about the source.</param>
/// <param name="Target">What was asked about the target.</param>
/// <param name="IsTargetThere">Whether the target's root exists.</param>
internal sealed record PlanGround(SideFacts Source, SideFacts Target, bool IsTargetThere)
{
    /// <summary>Looks, and refuses what can have no plan.</summary>
    public static async ValueTask<PlanGround> ExamineAsync(TransferSide source, TransferSide target, CancellationToken cancellationToken)
    {
        var ofSource = await SideFacts.AskAsync(source, cancellationToken).ConfigureAwait(false);
        var ofTarget = await SideFacts.AskAsync(target, cancellationToken).ConfigureAwait(false);
        await TreeOverlap.RequireApartAsync(source, ofSource, target, ofTarget, cancellationToken).ConfigureAwait(false);
        await RequireSourceAsync(source, cancellationToken).ConfigureAwait(false);
        return new PlanGround(ofSource, ofTarget, await HasTargetAsync(target, cancellationToken).ConfigureAwait(false));
    }

    private static async ValueTask RequireSourceAsync(TransferSide source, CancellationToken cancellationToken)
    {
        var entry = await source.Store.FindAsync(source.Root, cancellationToken).ConfigureAwait(false)
            ?? throw new TransferPlanException(PlanRefusal.SourceMissing, $"{source.Name}: there is no such directory.", "Check the path of the source.");
        if (entry.Kind == FtpEntryKind.File)
            throw new TransferPlanException(PlanRefusal.SourceNotADirectory, $"{source.Name} is a file, not a directory.", "Name a directory; \"get\" and \"put\" transfer one file.");
    }

    private static async ValueTask<bool> HasTargetAsync(TransferSide target, CancellationToken cancellationToken)
    {
        try
        {
            var entry = await target.Store.FindAsync(target.Root, cancellationToken).ConfigureAwait(false);
            if (entry is { Kind: FtpEntryKind.File })
                throw new TransferPlanException(PlanRefusal.TargetNotADirectory, $"{target.Name} is a file, not a directory.", "Choose another target, or remove the file.");
            return entry is not null;
        }
        catch (FileStoreException e) when (e.Error == FileStoreError.NotFound)
        {
            return false;
        }
    }
}
