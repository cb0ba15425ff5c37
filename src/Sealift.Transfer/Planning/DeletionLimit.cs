using System.Globalization;

namespace Sealift.Transfer.Planning;

/// <summary>How much a plan may delete without being asked: no more than both numbers say.</summary>
public sealed record DeletionLimit
{
    /// <summary>100 files and 25 % of the target's entries.</summary>
    public static DeletionLimit Default { get; } = new();

    /// <summary>No limit: whatever is not in the source goes.</summary>
    public static DeletionLimit None { get; } = new() { MaxFiles = long.MaxValue, MaxShare = 1 };

    /// <summary>Files and links, zero or more. Default 100.</summary>
    public long MaxFiles { get; init; } = 100;

    /// <summary>The share of the target's entries, 0 to 1. Default 0.25.</summary>
    public double MaxShare { get; init; } = 0.25;

    /// <summary>Whether so many deletions need no question.</summary>
    /// <param name="deletions">What would be deleted.</param>
    public bool Allows(DeletionCount deletions)
    {
        ArgumentNullException.ThrowIfNull(deletions);
        return deletions.Files <= MaxFiles && deletions.Entries <= MaxShare * deletions.TargetEntries;
    }

    /// <summary>For people, such as "100 files or 25 %".</summary>
    public override string ToString() => (MaxFiles, MaxShare) switch
    {
        (long.MaxValue, >= 1) => "none",
        (long.MaxValue, _) => string.Create(CultureInfo.InvariantCulture, $"{MaxShare:P0}"),
        (_, >= 1) => string.Create(CultureInfo.InvariantCulture, $"{MaxFiles} files"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{MaxFiles} files or {MaxShare * 100:0.##} %"),
    };
}
