using Sealift.Client;
using Sealift.Core;
using Sealift.Core.Listings;
using Sealift.Core.Stores;
using Sealift.Core.Wire;

namespace Sealift.Transfer.Planning.Walking;

/// <summary>
/// Refuses two trees of which one is, or lies in, the other: by their paths where both are in one store, and by the identities of directories
/// (RFC 3659 section 7.5.2, unique; device and inode on a disk), which see through links, other spellings and other names of a server.
/// </summary>
internal static class TreeOverlap
{
    public static async ValueTask RequireApartAsync(
        TransferSide source, SideFacts ofSource, TransferSide target, SideFacts ofTarget, TimeProvider time, CancellationToken cancellationToken)
    {
        var (from, to) = (PlaceOf(source, ofSource, time), PlaceOf(target, ofTarget, time));
        if (!MayMeet(source, ofSource, target, ofTarget, from, to)) return;
        var isOneStore = from.Key == to.Key || (ofSource.Login is { } login && login == ofTarget.Login);
        if (isOneStore) Refuse(source, target, Spelt(from.Path, ofSource).IsWithin(Spelt(to.Path, ofTarget)), Spelt(to.Path, ofTarget).IsWithin(Spelt(from.Path, ofSource)));
        var isSourceInside = await IsWithinAsync(from, to, cancellationToken).ConfigureAwait(false);
        var isTargetInside = await IsWithinAsync(to, from, cancellationToken).ConfigureAwait(false);
        Refuse(source, target, isSourceInside, isTargetInside);
    }

    private static void Refuse(TransferSide source, TransferSide target, bool isSourceInside, bool isTargetInside)
    {
        if (isSourceInside && isTargetInside)
        {
            throw new TransferPlanException(
                PlanRefusal.SameTree, $"{source.Name} and {target.Name} are the same directory.", "Give another directory as the target.");
        }

        if (isTargetInside)
        {
            throw new TransferPlanException(
                PlanRefusal.TargetInsideSource,
                $"the target {target.Name} lies in the source {source.Name}: copies would be copied again.",
                "Choose a target outside, or a source beside it.");
        }

        if (isSourceInside)
        {
            throw new TransferPlanException(
                PlanRefusal.SourceInsideTarget,
                $"the source {source.Name} lies in the target {target.Name}: it could be written over while it is read.",
                "Choose a target outside of the source's own directories.");
        }
    }

    // Identities of two machines say nothing of each other.
    private static bool MayMeet(TransferSide source, SideFacts ofSource, TransferSide target, SideFacts ofTarget, Place from, Place to) =>
        from.Key == to.Key
        || (source.Kind == TransferSideKind.Ftp && target.Kind == TransferSideKind.Ftp && ofSource.Server is { } server && server == ofTarget.Server);

    // Directories of this machine are told apart by where they are on disk, whatever store shows them.
    private static Place PlaceOf(TransferSide side, SideFacts facts, TimeProvider time)
    {
        var look = new PatientLook(side, time);
        if (side.Store is not LocalFileStore local) return new Place(side.Identity, side.Store, facts.Top, look) { Sessions = side.Pool };
        var disk = Path.GetPathRoot(local.Root)!;
        var segments = local.Root[disk.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries);
        var top = segments.Concat(facts.Top.Segments).Where(FtpPath.IsName).Aggregate(FtpPath.Root, static (walked, name) => walked.Append(name));
        return new Place("local:" + disk, new LocalFileStore(disk), top, look);
    }

    private static FtpPath Spelt(FtpPath path, SideFacts facts) => facts.Traits.IgnoresCase || facts.Traits.NormalizesUnicode
        ? path.Segments.Aggregate(FtpPath.Root, (walked, name) => walked.Append(Names.NameKey.Of(name, facts.Traits)))
        : path;

    // Whether the inner place is the outer one or below it, by the identities of the directories on the way up.
    private static async ValueTask<bool> IsWithinAsync(Place inner, Place outer, CancellationToken cancellationToken)
    {
        if (await FindIdentityAsync(outer, outer.Path, cancellationToken).ConfigureAwait(false) is not { } identity) return false;
        for (var path = inner.Path; path is not null; path = path.Parent)
        {
            if (await FindIdentityAsync(inner, path, cancellationToken).ConfigureAwait(false) == identity) return true;
        }

        return false;
    }

    private static async ValueTask<string?> FindIdentityAsync(Place place, FtpPath path, CancellationToken cancellationToken)
    {
        try
        {
            var entry = path.IsTop && place.Sessions is { } sessions
                ? await place.Look.AskAsync(token => FindTopAsync(sessions, path, token), cancellationToken).ConfigureAwait(false)
                : await place.Look.AskAsync(token => place.Store.FindAsync(path, token), cancellationToken).ConfigureAwait(false);
            return entry is { Kind: FtpEntryKind.Directory, Unique: { Length: > 0 } unique } ? unique : null;
        }
        catch (Exception e) when (e is FileStoreException or FtpReplyException)
        {
            // What may not be looked at, such as what is above a login directory, tells nothing.
            return null;
        }
    }

    // A store answers for its top without asking, because it is always there. Where a login begins in a directory of another login's tree, only the top
    // shows it.
    private static async ValueTask<FtpEntry?> FindTopAsync(FtpClientPool sessions, FtpPath path, CancellationToken cancellationToken)
    {
        var lease = await sessions.RentAsync(cancellationToken).ConfigureAwait(false);
        await using (lease.ConfigureAwait(false))
        {
            if (!lease.Client.Features.Mlst) return null;
            var reply = await lease.Client.ExecuteAsync(new FtpCommand("MLST", path), cancellationToken).ConfigureAwait(false);
            if (reply.Code != 250) return null;
            foreach (var line in reply.Lines.Skip(1))
            {
                // RFC 3659 section 7.2: the facts are the inner line of the reply. The name of a top is no name, which is of no interest here.
                if (MlsxFormat.TryParseReplyLine(line, out var entry)) return entry with { Kind = FtpEntryKind.Directory };
            }

            return null;
        }
    }

    private sealed record Place(string Key, IFileStore Store, FtpPath Path, PatientLook Look)
    {
        public FtpClientPool? Sessions { get; init; }
    }
}
