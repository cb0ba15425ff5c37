using MudBlazor.Utilities;

namespace Sealift.App.Tests.Look;

/// <summary>How well a colour is seen upon others, as WCAG 2.2 reckons it (definitions "contrast ratio" and "relative luminance").</summary>
internal static class Contrast
{
    /// <summary>What text needs (1.4.3, AA).</summary>
    public const double Text = 4.5;

    /// <summary>What the edges of controls, symbols and large letters need (1.4.3 and 1.4.11, AA).</summary>
    public const double Control = 3;

    /// <summary>The ratio of two opaque colours, from 1 to 21.</summary>
    public static double Ratio(MudColor one, MudColor other)
    {
        var (first, second) = (Luminance(one), Luminance(other));
        return (Math.Max(first, second) + 0.05) / (Math.Min(first, second) + 0.05);
    }

    /// <summary>The colour that is seen where one lies on another one.</summary>
    /// <param name="top">What lies above.</param>
    /// <param name="share">How much of it counts, from 0 to 1.</param>
    /// <param name="below">What is opaque below it.</param>
    public static MudColor Over(MudColor top, double share, MudColor below)
    {
        return new MudColor(Mix(top.R, below.R), Mix(top.G, below.G), Mix(top.B, below.B), 255);

        int Mix(byte upper, byte lower) => (int)Math.Round((share * upper) + ((1 - share) * lower));
    }

    private static double Luminance(MudColor color) => (0.2126 * Linear(color.R)) + (0.7152 * Linear(color.G)) + (0.0722 * Linear(color.B));

    private static double Linear(byte value) => value / 255.0 is var share && share <= 0.04045 ? share / 12.92 : Math.Pow((share + 0.055) / 1.055, 2.4);
}
