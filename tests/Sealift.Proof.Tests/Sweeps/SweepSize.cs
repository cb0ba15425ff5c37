namespace Sealift.Proof.Tests.Sweeps;

/// <summary>How much of a sweep runs: a part that is spread evenly, or everything with <c>SEALIFT_SWEEP=full</c>.</summary>
internal static class SweepSize
{
    public static bool IsFull => string.Equals(Environment.GetEnvironmentVariable("SEALIFT_SWEEP"), "full", StringComparison.OrdinalIgnoreCase);

    /// <summary>The places of a sweep over n bytes: all of them, or every so many and the last one.</summary>
    /// <param name="length">The bytes, n; the places are 0 to n.</param>
    /// <param name="stride">How many lie between two places of the part.</param>
    /// <param name="seed">What shifts the part, so that several sweeps together meet more places.</param>
    public static IEnumerable<long> Places(long length, int stride, int seed)
    {
        for (var at = 0L; at <= length; at++)
        {
            if (IsFull || (at + seed) % stride == 0 || at == 0 || at == length) yield return at;
        }
    }
}
