using Sealift.Core;

namespace Sealift.Transfer.Filters;

/// <summary>Which entries of a tree take part: rules for paths, and limits of size and age for files.</summary>
/// <remarks>
/// The last rule that matches an entry or a directory it is in decides. What no rule matches takes part, unless the first rule includes:
/// then only what is included does. What is left out is neither copied nor deleted.
/// </remarks>
public sealed record PathFilter
{
    /// <summary>Lets everything take part.</summary>
    public static PathFilter None { get; } = new();

    /// <summary>The rules in their order; none by default.</summary>
    public IReadOnlyList<PathRule> Rules { get; init; } = [];

    /// <summary>The smallest size of a file in bytes; null (the default) for any. A file whose size is not known takes part.</summary>
    public long? MinSize { get; init; }

    /// <summary>The greatest size of a file in bytes; null (the default) for any. A file whose size is not known takes part.</summary>
    public long? MaxSize { get; init; }

    /// <summary>Only files changed at this time or later; null (the default) for all. A file whose time is not known takes part.</summary>
    public DateTimeOffset? NewerThan { get; init; }

    /// <summary>Only files changed before this time; null (the default) for all. A file whose time is not known takes part.</summary>
    public DateTimeOffset? OlderThan { get; init; }

    /// <summary>Whether nothing is ever left out.</summary>
    internal bool IsEmpty => Rules.Count == 0 && MinSize is null && MaxSize is null && NewerThan is null && OlderThan is null;

    /// <summary>Why the rules leave an entry out; null where it takes part.</summary>
    /// <param name="path">The path from the top of the tree.</param>
    /// <param name="isDirectory">Whether it is a directory.</param>
    /// <returns>The rule as text, such as "exclude *.tmp".</returns>
    public string? FindExclusion(FtpPath path, bool isDirectory)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (Rules.Count == 0) return null;
        for (var i = Rules.Count - 1; i >= 0; i--)
        {
            if (IsMatch(Rules[i], path, isDirectory)) return Rules[i].IsInclude ? null : Rules[i].ToString();
        }

        return Rules[0].IsInclude ? "no rule includes it" : null;
    }

    /// <summary>Whether nothing below a directory can take part, so that it need not be listed.</summary>
    /// <param name="path">The directory's path from the top of the tree.</param>
    public bool IsClosed(FtpPath path)
    {
        ArgumentNullException.ThrowIfNull(path);
        for (var i = Rules.Count - 1; i >= 0; i--)
        {
            // A later rule may include something below.
            if (Rules[i].IsInclude) return false;
            if (IsMatch(Rules[i], path, isDirectory: true)) return true;
        }

        return false;
    }

    /// <summary>Why size or age leave a file out; null where it takes part.</summary>
    /// <param name="file">The file.</param>
    public string? FindExclusion(FtpEntry file)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (file is { Size: { } size, IsSizeApproximate: false })
        {
            if (size < MinSize) return $"smaller than {MinSize} bytes";
            if (size > MaxSize) return $"greater than {MaxSize} bytes";
        }

        if (file.Modified is not { Precision: >= FtpTimePrecision.Day } time) return null;

        // Only what is certain leaves a file out: a day may be any hour of it, a time without a zone any zone's.
        var (from, to) = Planning.StatedTime.Of(time, TimeSpan.FromMilliseconds(1));
        if (NewerThan is { } newest && to <= newest.UtcDateTime) return "not new enough";
        return OlderThan is { } oldest && from >= oldest.UtcDateTime ? "not old enough" : null;
    }

    private static bool IsMatch(PathRule rule, FtpPath path, bool isDirectory)
    {
        var names = path.Segments;
        for (var count = names.Count; count > 0; count--)
        {
            if (rule.Pattern.Matches(names, count, isDirectory || count < names.Count)) return true;
        }

        return false;
    }
}
