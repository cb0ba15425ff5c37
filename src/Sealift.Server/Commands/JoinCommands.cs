using System.Buffers;
using Sealift.Core;
using Sealift.Core.Stores;
using Sealift.Core.Wire;
using Sealift.Server.Sessions;

namespace Sealift.Server.Commands;

/// <summary>
/// COMB, Globalscape EFT's command for uploads in several parts: joins files to one. As there, a target that exists is continued,
/// and the parts are deleted when all is done. The target has its old content or all of the new, never something in between.
/// </summary>
internal static class JoinCommands
{
    private const int BlockSize = 128 * 1024;

    public static IReadOnlyList<CommandRule> Rules { get; } =
    [
        new("COMB", CommandAccess.LoggedIn, ArgumentRule.Required, CombAsync) { Needs = FtpRights.Read | FtpRights.Write | FtpRights.Delete },
    ];

    private static ValueTask CombAsync(FtpSession session, string argument, CancellationToken cancellationToken)
    {
        if (!CombFormat.TryParse(argument, out var names))
            throw new CommandRefusedException(501, "COMB needs a target and its parts, in quotes: COMB \"target\" \"part1\" \"part2\".");
        var paths = names.Select(session.Resolve).ToList();
        if (paths.Distinct().Count() < paths.Count) throw new CommandRefusedException(501, "COMB names a file twice.");
        if (paths[0].IsTop) throw new CommandRefusedException(550, "That is a directory.");
        return LongWork.RunAsync(session, "COMB", token => JoinAsync(session, paths[0], paths[1..], token));
    }

    private static async ValueTask<(int Code, IReadOnlyList<string> Lines)> JoinAsync(
        FtpSession session, FtpPath target, IReadOnlyList<FtpPath> parts, CancellationToken cancellationToken)
    {
        var store = session.Store;
        foreach (var part in parts) await DemandFileAsync(store, part, cancellationToken).ConfigureAwait(false);
        var exists = await store.FindAsync(target, cancellationToken).ConfigureAwait(false) is not null;

        // A file that appears meanwhile belongs to somebody else.
        var options = exists ? FileWriteOptions.Replace : FileWriteOptions.CreateNew;
        long length;
        var output = await store.OpenWriteAsync(target, options, cancellationToken).ConfigureAwait(false);
        await using (output.ConfigureAwait(false))
        {
            foreach (var source in exists ? [target, .. parts] : parts)
                await CopyAsync(store, source, output, cancellationToken).ConfigureAwait(false);
            length = output.Position;
            await output.CompleteAsync(cancellationToken).ConfigureAwait(false);
        }

        // From here on the file is there: nothing that happens to the parts changes that.
        var left = 0;
        foreach (var part in parts)
        {
            try
            {
                await store.DeleteAsync(part, CancellationToken.None).ConfigureAwait(false);
            }
            catch (FileStoreException e)
            {
                left++;
                ServerLog.StoreRefused(session.Server.Logger, session.Id, "COMB", e.Message);
            }
        }

        return (250, [left == 0 ? $"Joined: {length} bytes." : $"Joined: {length} bytes; {left} of the parts could not be deleted."]);
    }

    private static async ValueTask DemandFileAsync(IFileStore store, FtpPath path, CancellationToken cancellationToken)
    {
        var entry = await store.FindAsync(path, cancellationToken).ConfigureAwait(false)
            ?? throw new CommandRefusedException(550, "One of the parts does not exist.");
        if (entry.Kind != FtpEntryKind.File) throw new CommandRefusedException(550, "One of the parts is not a file.");
    }

    private static async ValueTask CopyAsync(IFileStore store, FtpPath source, FileWriteStream output, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BlockSize);
        var input = await store.OpenReadAsync(source, offset: 0, cancellationToken).ConfigureAwait(false);
        await using var closing = input.ConfigureAwait(false);
        try
        {
            while (await input.ReadAsync(buffer.AsMemory(0, BlockSize), cancellationToken).ConfigureAwait(false) is var count and > 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await output.WriteAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
