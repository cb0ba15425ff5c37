namespace Sealift.Transfer.Filters;

/// <summary>One rule of a <see cref="PathFilter"/>.</summary>
/// <param name="IsInclude">Whether what it matches takes part; otherwise it is left out.</param>
/// <param name="Pattern">What it matches, and everything below a directory that it matches.</param>
public sealed record PathRule(bool IsInclude, PathPattern Pattern)
{
    /// <summary>A rule that lets entries take part.</summary>
    /// <param name="pattern">See <see cref="PathPattern"/>.</param>
    /// <exception cref="FormatException">It is no pattern.</exception>
    public static PathRule Include(string pattern) => new(true, PathPattern.Parse(pattern));

    /// <summary>A rule that leaves entries out.</summary>
    /// <param name="pattern">See <see cref="PathPattern"/>.</param>
    /// <exception cref="FormatException">It is no pattern.</exception>
    public static PathRule Exclude(string pattern) => new(false, PathPattern.Parse(pattern));

    /// <summary>For people, such as "exclude *.tmp".</summary>
    public override string ToString() => $"{(IsInclude ? "include" : "exclude")} {Pattern.Text}";
}
