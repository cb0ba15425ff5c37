using Sealift.Core;

namespace Sealift.Transfer.Planning;

/// <summary>Compares entries by the facts of two listings alone, as a plan does that asks nothing more: nothing is read, nobody is asked.</summary>
public static class EntryComparison
{
    /// <summary>How an entry stands to one of the same name on another side.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="traits">What times its side can hold.</param>
    /// <param name="other">The other one; null where there is none.</param>
    /// <param name="otherTraits">What times the other side can hold.</param>
    /// <remarks>
    /// Directories are the same whatever is in them. Sizes count unless they are approximate. A time counts only where both are known in UTC to the second, to
    /// the precision that both sides have.
    /// </remarks>
    public static EntryDifference Compare(FtpEntry entry, StoreTraits traits, FtpEntry? other, StoreTraits otherTraits)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(traits);
        ArgumentNullException.ThrowIfNull(otherTraits);
        if (other is null) return EntryDifference.OnlyHere;
        if (entry.Kind == FtpEntryKind.Directory && other.Kind == FtpEntryKind.Directory) return EntryDifference.Same;
        if (entry.Kind != other.Kind) return EntryDifference.Different;
        var order = IsExact(entry.Modified) && IsExact(other.Modified)
            ? StatedTime.Of(entry.Modified!.Value, traits.TimePrecision).CompareTo(StatedTime.Of(other.Modified!.Value, otherTraits.TimePrecision))
            : TimeOrder.Unknown;
        return order switch
        {
            TimeOrder.Later => EntryDifference.Newer,
            TimeOrder.Earlier => EntryDifference.Older,
            _ => HaveOtherSizes(entry, other) ? EntryDifference.Different : EntryDifference.Same,
        };
    }

    private static bool HaveOtherSizes(FtpEntry one, FtpEntry other) =>
        one.Size is { } size && other.Size is { } otherSize && size != otherSize && !one.IsSizeApproximate && !other.IsSizeApproximate;

    // The minutes of LIST, and times without a zone, are never evidence that a file is newer, or older.
    private static bool IsExact(FtpTimestamp? time) => time is { IsUtc: true, Precision: >= FtpTimePrecision.Second };
}
