using System.Globalization;
using System.Text;

namespace Sealift.App.Queue;

/// <summary>Draws rates as the path of an SVG.</summary>
internal static class RateCurve
{
    /// <summary>The top of the scale: a round number of bytes a second that no sample passes, 1 KiB at least.</summary>
    public static double Top(IReadOnlyList<double> samples)
    {
        var most = samples.Count == 0 ? 0 : samples.Max();
        var top = 1024.0;
        while (top < most) top *= top * 2 >= most ? 2 : 4;
        return top;
    }

    /// <summary>The outline of the area below the samples, from the left edge to the right.</summary>
    /// <param name="samples">The samples, oldest first.</param>
    /// <param name="top">What the upper edge stands for.</param>
    /// <param name="width">The width of the picture.</param>
    /// <param name="height">Its height.</param>
    public static string Area(IReadOnlyList<double> samples, double top, double width, double height)
    {
        var path = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"M0 {height:0.#}"));
        for (var i = 0; i < samples.Count; i++)
        {
            var x = samples.Count == 1 ? 0 : width * i / (samples.Count - 1);
            var y = height - (height * Math.Clamp(samples[i] / top, 0, 1));
            path.Append(CultureInfo.InvariantCulture, $"L{x:0.#} {y:0.#}");
        }

        return path.Append(CultureInfo.InvariantCulture, $"L{width:0.#} {height:0.#}Z").ToString();
    }
}
