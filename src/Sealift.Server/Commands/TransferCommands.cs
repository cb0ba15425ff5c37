using Sealift.Core;
using Sealift.Core.Stores;
using Sealift.Server.Data;
using Sealift.Server.Sessions;

namespace Sealift.Server.Commands;

/// <summary>RETR, STOR and APPE (RFC 959 section 4.1.3).</summary>
internal static class TransferCommands
{
    public static IReadOnlyList<CommandRule> Rules { get; } =
    [
        new("RETR", CommandAccess.LoggedIn, ArgumentRule.Required, RetrAsync),
        new("STOR", CommandAccess.Writer, ArgumentRule.Required, StorAsync),
        new("APPE", CommandAccess.Writer, ArgumentRule.Required, AppeAsync),
    ];

    private static async ValueTask RetrAsync(FtpSession session, string argument, CancellationToken cancellationToken)
    {
        var offset = TakeRestart(session);
        Transfer.Demand(session);
        var path = session.Resolve(argument);
        var entry = await session.Store.FindAsync(path, cancellationToken).ConfigureAwait(false)
            ?? throw new CommandRefusedException(550, "There is no such file.");
        if (entry.Kind == FtpEntryKind.Directory) throw new CommandRefusedException(550, "That is a directory.");
        if (offset > (entry.Size ?? offset)) throw new CommandRefusedException(554, "REST leads beyond the end of the file.");

        var file = await session.Store.OpenReadAsync(path, offset, cancellationToken).ConfigureAwait(false);
        await using (file.ConfigureAwait(false))
        {
            // Clients read the size out of this text.
            var size = entry.Size is { } length ? $" ({length - offset} bytes)" : "";
            await Transfer.SendAsync(
                session, "RETR", path, $"Sending the file{size}.", (stream, watch) => BlockCopy.SendAsync(file, stream, watch)).ConfigureAwait(false);
        }
    }

    // RFC 3659 section 5: REST before STOR keeps what is there up to the offset, which therefore must be there.
    private static async ValueTask StorAsync(FtpSession session, string argument, CancellationToken cancellationToken)
    {
        var offset = TakeRestart(session);
        Transfer.Demand(session);
        var path = session.Resolve(argument);
        if (offset == 0)
        {
            await ReceiveAsync(session, "STOR", path, FileWriteOptions.Replace, cancellationToken).ConfigureAwait(false);
            return;
        }

        var entry = await session.Store.FindAsync(path, cancellationToken).ConfigureAwait(false);
        if (offset > (entry?.Size ?? 0)) throw new CommandRefusedException(554, "REST leads beyond the end of the file.");
        await ReceiveAsync(session, "STOR", path, FileWriteOptions.ResumeAt(offset), cancellationToken).ConfigureAwait(false);
    }

    private static ValueTask AppeAsync(FtpSession session, string argument, CancellationToken cancellationToken)
    {
        Transfer.Demand(session);
        return ReceiveAsync(session, "APPE", session.Resolve(argument), FileWriteOptions.Append, cancellationToken);
    }

    private static async ValueTask ReceiveAsync(
        FtpSession session, string verb, FtpPath path, FileWriteOptions options, CancellationToken cancellationToken)
    {
        if (path.IsTop) throw new CommandRefusedException(550, "That is a directory.");
        var file = await session.Store.OpenWriteAsync(path, options, cancellationToken).ConfigureAwait(false);
        await using (file.ConfigureAwait(false))
        {
            await Transfer.ReceiveAsync(session, verb, path, "Send the file.", file).ConfigureAwait(false);
        }
    }

    private static long TakeRestart(FtpSession session)
    {
        var offset = session.State.Restart;
        session.State.Restart = 0;
        return offset;
    }
}
