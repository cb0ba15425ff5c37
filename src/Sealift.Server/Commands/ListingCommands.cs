using Sealift.Core;
using Sealift.Core.Listings;
using Sealift.Server.Data;
using Sealift.Server.Sessions;

namespace Sealift.Server.Commands;

/// <summary>MLSD, LIST and NLST. No patterns and no options: they cost the server more than the client (CVE-2011-0762).</summary>
internal static class ListingCommands
{
    public static IReadOnlyList<CommandRule> Rules { get; } =
    [
        new("MLSD", CommandAccess.LoggedIn, ArgumentRule.Optional, MlsdAsync) { Needs = FtpRights.List },
        new("LIST", CommandAccess.LoggedIn, ArgumentRule.Optional, ListAsync) { Needs = FtpRights.List },
        new("NLST", CommandAccess.LoggedIn, ArgumentRule.Optional, NlstAsync) { Needs = FtpRights.List },
    ];

    // RFC 3659 section 7.2: directories only, 501 for anything else.
    private static async ValueTask MlsdAsync(FtpSession session, string argument, CancellationToken cancellationToken)
    {
        Transfer.Demand(session);
        var path = argument.Length == 0 ? session.State.Directory : session.Resolve(argument);
        var entry = await FindAsync(session, path, cancellationToken).ConfigureAwait(false);
        if (entry.Kind != FtpEntryKind.Directory) throw new CommandRefusedException(501, "MLSD lists directories: use MLST.");
        var facts = session.State.Facts;
        var rights = session.State.User!.Rights;
        await SendAsync(session, "MLSD", path, entry, item => MlsxFormat.Format(PermFact.With(item, rights), facts)).ConfigureAwait(false);
    }

    private static ValueTask ListAsync(FtpSession session, string argument, CancellationToken cancellationToken)
    {
        var now = session.Server.Time.GetUtcNow().UtcDateTime;
        return ListAsync(session, "LIST", argument, item => UnixListFormat.Format(item, now), cancellationToken);
    }

    private static ValueTask NlstAsync(FtpSession session, string argument, CancellationToken cancellationToken) =>
        ListAsync(session, "NLST", argument, item => item.Name, cancellationToken);

    private static async ValueTask ListAsync(
        FtpSession session, string verb, string argument, Func<FtpEntry, string> format, CancellationToken cancellationToken)
    {
        Transfer.Demand(session);
        var text = WithoutOptions(argument);
        var path = text.Length == 0 ? session.State.Directory : session.Resolve(text);
        var entry = await FindAsync(session, path, cancellationToken).ConfigureAwait(false);
        await SendAsync(session, verb, path, entry, format).ConfigureAwait(false);
    }

    private static async ValueTask<FtpEntry> FindAsync(FtpSession session, FtpPath path, CancellationToken cancellationToken) =>
        await session.Store.FindAsync(path, cancellationToken).ConfigureAwait(false)
        ?? throw new CommandRefusedException(550, "There is no such file or directory.");

    private static ValueTask SendAsync(FtpSession session, string verb, FtpPath path, FtpEntry entry, Func<FtpEntry, string> format) =>
        Transfer.SendAsync(session, verb, path, "Sending the listing.", async (stream, watch) =>
        {
            var lines = new ListingWriter(stream, watch);
            var leftOut = 0;
            await foreach (var item in SortedListing.ReadAsync(session.Store, path, entry, SortedListing.MaxSorted, watch.Token).ConfigureAwait(false))
            {
                // A name with a line end would forge another entry.
                if (item.IsSafeName) await lines.WriteAsync(format(item)).ConfigureAwait(false);
                else leftOut++;
            }

            await lines.FlushAsync().ConfigureAwait(false);
            if (leftOut > 0) ServerLog.NamesLeftOut(session.Server.Logger, session.Id, leftOut);
        });

    /// <summary>The path in an argument: "-la" is what clients send to servers that run ls, and "./-la" is a file.</summary>
    public static string WithoutOptions(string argument)
    {
        var text = argument.AsSpan();
        while (text.StartsWith('-'))
        {
            var space = text.IndexOf(' ');
            text = space < 0 ? [] : text[(space + 1)..].TrimStart(' ');
        }

        return text.ToString();
    }
}
