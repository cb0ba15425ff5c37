using System.Globalization;

namespace Sealift.Proof.Tests.Sweeps;

/// <summary>
/// How much of a sweep runs: a part that is spread evenly; so many times as much of it, with a number in <c>SEALIFT_SWEEP</c>; or, with
/// <c>SEALIFT_SWEEP=full</c>, every byte for cuts and stalls, and as many times the part for everything else.
/// </summary>
internal static class SweepSize
{
    /// <summary>How many places lie between two of the part, where cuts and stalls are concerned.</summary>
    public const int Stride = 61;

    public static bool IsFull => string.Equals(Asked, "full", StringComparison.OrdinalIgnoreCase);

    /// <summary>How it was asked for, for people.</summary>
    public static string Words => IsFull ? string.Create(CultureInfo.InvariantCulture, $"cuts and stalls at every byte of the control connection, and {Times} times the part of the rest that runs each time") : Times == 1 ? "the part that runs each time" : string.Create(CultureInfo.InvariantCulture, $"{Times} times the part that runs each time");

    private static string? Asked => Environment.GetEnvironmentVariable("SEALIFT_SWEEP");

    private static int Times => IsFull ? Stride : int.TryParse(Asked, NumberStyles.None, CultureInfo.InvariantCulture, out var times) && times > 0 ? times : 1;

    /// <summary>The places of a sweep over n bytes: all of them, or every so many and the last one.</summary>
    /// <param name="length">The bytes, n; the places are 0 to n.</param>
    /// <param name="stride">How many lie between two places of the part.</param>
    /// <param name="seed">What shifts the part, so that several sweeps together meet more places.</param>
    public static IEnumerable<long> Places(long length, int stride, int seed)
    {
        var step = Math.Max(1, stride / Times);
        for (var at = 0L; at <= length; at++)
        {
            if ((at + seed) % step == 0 || at == 0 || at == length) yield return at;
        }
    }
}
