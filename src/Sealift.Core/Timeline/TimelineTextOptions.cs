namespace Sealift.Core.Timeline;

/// <summary>How a timeline is written on a terminal or into a text file.</summary>
public sealed record TimelineTextOptions
{
    /// <summary>The fewest columns a picture needs.</summary>
    public const int MinWidth = 48;

    /// <summary>The columns to use, 48 or more. Default 100. Longer texts are wrapped, never cut.</summary>
    public int Width { get; init; } = 100;

    /// <summary>Whether ANSI colours are used. Default false.</summary>
    public bool Colour { get; init; }

    /// <summary>Whether lines are drawn with ASCII characters only. Default false: box drawing characters.</summary>
    public bool Ascii { get; init; }
}
