using Sealift.Core;
using Sealift.Core.Stores;

namespace Sealift.Transfer.Planning.Walking;

/// <summary>Refuses two trees of which one is, or lies in, the other.</summary>
internal static class TreeOverlap
{
    public static void RequireApart(TransferSide source, SideFacts ofSource, TransferSide target, SideFacts ofTarget)
    {
        var (from, to) = (PlaceOf(source, ofSource), PlaceOf(target, ofTarget));
        if (from.Store != to.Store) return;
        if (from.Path == to.Path)
        {
            throw new TransferPlanException(
                PlanRefusal.SameTree, $"{source.Name} and {target.Name} are the same directory.", "Give another directory as the target.");
        }

        if (to.Path.IsWithin(from.Path))
        {
            throw new TransferPlanException(
                PlanRefusal.TargetInsideSource,
                $"the target {target.Name} lies in the source {source.Name}: copies would be copied again.",
                "Choose a target outside, or a source beside it.");
        }

        if (from.Path.IsWithin(to.Path))
        {
            throw new TransferPlanException(
                PlanRefusal.SourceInsideTarget,
                $"the source {source.Name} lies in the target {target.Name}: it could be written over while it is read.",
                "Choose a target outside of the source's own directories.");
        }
    }

    // Directories of this machine are told apart by where they are on disk, whatever store shows them.
    private static (string Store, FtpPath Path) PlaceOf(TransferSide side, SideFacts facts)
    {
        if (side.Store is not LocalFileStore local) return (side.Identity, facts.Top);
        var segments = local.Root.Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries);
        var top = segments.Concat(facts.Top.Segments).Where(FtpPath.IsName).Aggregate(FtpPath.Root, static (walked, name) => walked.Append(name));
        return ("local", top);
    }
}
