using Sealift.Core;
using Sealift.Core.Stores;
using Sealift.Server.Data;
using Sealift.Server.Sessions;

namespace Sealift.Server.Commands;

/// <summary>RETR, STOR, APPE and STOU (RFC 959 section 4.1.3).</summary>
internal static class TransferCommands
{
    public static IReadOnlyList<CommandRule> Rules { get; } =
    [
        new("RETR", CommandAccess.LoggedIn, ArgumentRule.Required, RetrAsync) { Needs = FtpRights.Read },
        new("STOR", CommandAccess.LoggedIn, ArgumentRule.Required, StorAsync) { Needs = FtpRights.Write },
        new("APPE", CommandAccess.LoggedIn, ArgumentRule.Required, AppeAsync) { Needs = FtpRights.Write },
        new("STOU", CommandAccess.LoggedIn, ArgumentRule.Optional, StouAsync) { Needs = FtpRights.Write },
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

        // draft-bryan-ftp-range-08 section 3: a range that ends beyond the file ends with it.
        var range = TakeRange(session);
        if (range is { } asked && entry.Size is { } whole && asked.Start >= whole)
            throw new CommandRefusedException(554, "The range begins beyond the end of the file.");
        if (range is { } part) offset = part.Start;
        var left = entry.Size - offset;
        if (range?.Length < left) left = range.Value.Length;

        var file = await session.Store.OpenReadAsync(path, offset, cancellationToken).ConfigureAwait(false);
        await using (file.ConfigureAwait(false))
        {
            var isText = session.State.IsAscii;

            // Clients read the size out of this text; that of text on the wire is not known.
            var size = left is not null && !isText ? $" ({left} bytes)" : "";
            var source = range is null ? file : new LimitedReadStream(file, range.Value.Length);
            await Transfer.SendAsync(
                session, "RETR", path, $"Sending the file{size}.",
                (stream, watch) => BlockCopy.SendAsync(source, isText ? new TextWriteStream(stream) : stream, watch)).ConfigureAwait(false);
        }
    }

    // RFC 3659 section 5: REST before STOR keeps what is there up to the offset, which therefore must be there.
    private static async ValueTask StorAsync(FtpSession session, string argument, CancellationToken cancellationToken)
    {
        var offset = TakeRestart(session);

        // Taken for a plain STOR, it would replace a file of which a part was meant.
        if (TakeRange(session) is not null) throw new CommandRefusedException(501, "RANG is for RETR and HASH: use REST.");
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

    private static async ValueTask StouAsync(FtpSession session, string argument, CancellationToken cancellationToken)
    {
        Transfer.Demand(session);
        var wanted = session.Resolve(argument.Length == 0 ? "file" : argument);
        if (wanted.IsTop) throw new CommandRefusedException(553, "The server cannot have a file of that name.");
        using var name = await UniqueName.TakeAsync(session, wanted, cancellationToken).ConfigureAwait(false);

        // RFC 1123 section 4.1.2.9: exactly so.
        await ReceiveAsync(session, "STOU", name.Path, FileWriteOptions.CreateNew, cancellationToken, $"FILE: {name.Told}").ConfigureAwait(false);
    }

    private static async ValueTask ReceiveAsync(
        FtpSession session, string verb, FtpPath path, FileWriteOptions options, CancellationToken cancellationToken, string opening = "Send the file.")
    {
        if (path.IsTop) throw new CommandRefusedException(550, "That is a directory.");
        var keeps = session.Server.Options.Policy.KeepCutUploads;
        if (keeps && options.Mode == FileWriteMode.Append) options = options with { KeepPartial = true };
        var file = await session.Store.OpenWriteAsync(path, options, cancellationToken).ConfigureAwait(false);
        await using (file.ConfigureAwait(false))
        {
            await Transfer.ReceiveAsync(session, verb, path, opening, file, KeepAsync).ConfigureAwait(false);
        }

        async ValueTask<bool> KeepAsync()
        {
            // Written in place, it is there already.
            if (options.Mode is FileWriteMode.Append or FileWriteMode.Resume) return options.KeepPartial;
            if (!keeps || file.Position == 0) return false;

            // A part never takes the place of something whole.
            if (await session.Store.FindAsync(path, CancellationToken.None).ConfigureAwait(false) is not null) return false;
            await file.CompleteAsync(CancellationToken.None).ConfigureAwait(false);
            return true;
        }
    }

    private static FtpByteRange? TakeRange(FtpSession session)
    {
        var range = session.State.Range;
        session.State.Range = null;
        return range;
    }

    private static long TakeRestart(FtpSession session)
    {
        var offset = session.State.Restart;
        session.State.Restart = 0;
        return offset;
    }
}
