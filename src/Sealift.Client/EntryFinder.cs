using Sealift.Client.Profiles;
using Sealift.Core;
using Sealift.Core.Listings;
using Sealift.Core.Wire;

namespace Sealift.Client;

/// <summary>Describes one path with what the server has: MLST, or a look at the directory it is in.</summary>
internal sealed class EntryFinder(FtpClient client)
{
    private ProfileRules Rules => client.Profile.Profile.Effects;

    private StringComparison NameComparison => Rules.IgnoreCase?.Value == true ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    public async Task<FtpEntry?> FindAsync(FtpPath path, CancellationToken cancellationToken)
    {
        if (path.IsTop) return new FtpEntry { Name = path.ToString(), Kind = FtpEntryKind.Directory };
        return client.Features.Mlst
            ? await FindWithMlstAsync(path, cancellationToken).ConfigureAwait(false)
            : await FindInParentAsync(path, cancellationToken).ConfigureAwait(false);
    }

    private async Task<FtpEntry?> FindWithMlstAsync(FtpPath path, CancellationToken cancellationToken)
    {
        var command = new FtpCommand("MLST", path);
        var reply = await client.ExecuteAsync(command, cancellationToken).ConfigureAwait(false);

        // RFC 3659 section 7.2: the facts are the inner line of a 250 reply, after one space.
        if (reply.Code == 250)
        {
            foreach (var line in reply.Lines.Skip(1))
            {
                if (MlsxFormat.TryParseReplyLine(line, out var entry)) return entry with { Name = path.Name };
            }
        }

        // RFC 3659 section 7.2.1 leaves the code for "no such path" open; servers send 550, 450 or 553.
        if (reply.Code is 550 or 450 or 553) return null;
        return await FindInParentAsync(path, cancellationToken).ConfigureAwait(false);
    }

    private async Task<FtpEntry?> FindInParentAsync(FtpPath path, CancellationToken cancellationToken)
    {
        try
        {
            FtpEntry? found = null;
            var isWhole = true;
            await foreach (var entry in client.ListAsync(path.Parent!, cancellationToken).ConfigureAwait(false))
            {
                if (entry.Kind == FtpEntryKind.Unreadable) isWhole = false;
                else if (string.Equals(entry.Name, path.Name, NameComparison)) found = entry;
                else if (IsVersionOf(entry, path.Name)) found ??= entry;
            }

            return found ?? (path.Name.StartsWith('.') || !isWhole
                ? await FindUnlistedAsync(path, cancellationToken).ConfigureAwait(false)
                : null);
        }
        catch (FtpReplyException e) when (e.Reply.Code is 550 or 450)
        {
            return null;
        }
    }

    // A name without a version is that of the newest one, which is listed first.
    private bool IsVersionOf(FtpEntry entry, string name) => Rules.NameVersions?.Value == true
        && entry.Name.LastIndexOf(';') is var end and > 0
        && entry.Name.AsSpan(..end).Equals(name, NameComparison);

    // LIST leaves out names with a leading dot on servers that follow ls, vsftpd among them, and a line that could not be read may be
    // the one: absence must be asked for.
    private async Task<FtpEntry?> FindUnlistedAsync(FtpPath path, CancellationToken cancellationToken)
    {
        if (await client.GetSizeAsync(path, cancellationToken).ConfigureAwait(false) is { } size)
        {
            var modified = await client.GetModifiedAsync(path, cancellationToken).ConfigureAwait(false);
            return new FtpEntry { Name = path.Name, Kind = FtpEntryKind.File, Size = size, Modified = modified };
        }

        return await CanEnterAsync(path, cancellationToken).ConfigureAwait(false)
            ? new FtpEntry { Name = path.Name, Kind = FtpEntryKind.Directory }
            : null;
    }

    /// <summary>Whether a path is a directory that may be entered; the session stays where it was.</summary>
    public async Task<bool> CanEnterAsync(FtpPath path, CancellationToken cancellationToken)
    {
        try
        {
            await client.ReturnAsync(await client.EnterAsync(path, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (FtpReplyException) when (client.IsUsable)
        {
            return false;
        }
    }
}
