using Sealift.Client;
using Sealift.Core;

namespace Sealift.Transfer.Running;

/// <summary>
/// Gives a part its name on a server that does not rename over what is there, such as IIS. The old file steps aside first and is kept
/// until the new one has the name; if that fails it gets its name back.
/// </summary>
internal sealed class RenameOver(FtpClient client)
{
    /// <param name="part">The part.</param>
    /// <param name="target">The name, which something has.</param>
    /// <param name="refusal">How the server refused the rename.</param>
    /// <param name="cancellationToken">Ends the attempt before it begins; from the first rename on it is finished.</param>
    public async ValueTask RunAsync(FtpPath part, FtpPath target, FtpReplyException refusal, CancellationToken cancellationToken)
    {
        // RFC 959 section 5.4: RNTO answers 553 or 532; servers say 550, too. Only a file in the way can step aside.
        if (!refusal.Reply.IsPermanentNegative) throw refusal;
        if (await client.FindAsync(target, cancellationToken).ConfigureAwait(false) is not { Kind: FtpEntryKind.File }) throw refusal;
        var aside = PartName.BackupOf(target);
        await client.DeleteFileAsync(aside, cancellationToken).ConfigureAwait(false); // of a crash after the last step: the target is newer
        await client.RenameAsync(target, aside, cancellationToken).ConfigureAwait(false);
        try
        {
            await client.RenameAsync(part, target, CancellationToken.None).ConfigureAwait(false);
        }
        catch (FtpReplyException)
        {
            await client.RenameAsync(aside, target, CancellationToken.None).ConfigureAwait(false);
            throw;
        }

        await client.DeleteFileAsync(aside, CancellationToken.None).ConfigureAwait(false);
    }
}
