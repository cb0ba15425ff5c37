using Sealift.Core;

namespace Sealift.Transfer.Running;

/// <summary>Gives a proven part the name of its file.</summary>
internal sealed class Publication(RunContext context, TargetEnd target)
{
    // Where the answer to the rename is lost, looking tells whether it happened; renaming again would meet a part that is gone.
    public async ValueTask<TransferEvidence> PublishAsync(FtpPath part, FtpPath path, long size, CancellationToken cancellationToken)
    {
        try
        {
            await target.PublishAsync(part, path, cancellationToken).ConfigureAwait(false);
            return TransferEvidence.None;
        }
        catch (FtpException e) when (FailureJudge.IsReplyLost(e) && !cancellationToken.IsCancellationRequested)
        {
            context.Options.Logger.ReplyLost(path.ToString(), e.Message);
        }

        if (await target.FindSizeAsync(part, cancellationToken).ConfigureAwait(false) is not null)
        {
            await target.PublishAsync(part, path, cancellationToken).ConfigureAwait(false);
            await target.TidyAsync(path, cancellationToken).ConfigureAwait(false);
            return TransferEvidence.None;
        }

        if (await target.FindSizeAsync(path, cancellationToken).ConfigureAwait(false) == size)
        {
            await target.TidyAsync(path, cancellationToken).ConfigureAwait(false);
            return TransferEvidence.FoundAfterLostReply;
        }

        throw new NotProvenException("The answer to the rename was lost, and neither the part nor the file is where it ought to be.");
    }
}
