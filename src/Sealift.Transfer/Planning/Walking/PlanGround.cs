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
    public static async ValueTask<PlanGround> ExamineAsync(TransferSide source, TransferSide target, TimeProvider time, CancellationToken cancellationToken)
    {
        var ofSource = await SideFacts.AskAsync(source, time, cancellationToken).ConfigureAwait(false);
        var ofTarget = await SideFacts.AskAsync(target, time, cancellationToken).ConfigureAwait(false);
        await TreeOverlap.RequireApartAsync(source, ofSource, target, ofTarget, time, cancellationToken).ConfigureAwait(false);
        await RequireSourceAsync(source, time, cancellationToken).ConfigureAwait(false);
        return new PlanGround(ofSource, ofTarget, await HasTargetAsync(target, time, cancellationToken).ConfigureAwait(false));
    }

    private static async ValueTask RequireSourceAsync(TransferSide source, TimeProvider time, CancellationToken cancellationToken)
    {
        var entry = await FindRootAsync(source, time, cancellationToken).ConfigureAwait(false)
            ?? throw new TransferPlanException(PlanRefusal.SourceMissing, $"{source.Name}: there is no such directory.", "Check the path of the source.");
        if (entry.Kind == FtpEntryKind.File)
            throw new TransferPlanException(PlanRefusal.SourceNotADirectory, $"{source.Name} is a file, not a directory.", "Name a directory; \"get\" and \"put\" transfer one file.");
    }

    private static ValueTask<FtpEntry?> FindRootAsync(TransferSide side, TimeProvider time, CancellationToken cancellationToken) =>
        new PatientLook(side, time).AskAsync(token => side.Store.FindAsync(side.Root, token), cancellationToken);

    private static async ValueTask<bool> HasTargetAsync(TransferSide target, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            var entry = await FindRootAsync(target, time, cancellationToken).ConfigureAwait(false);
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
