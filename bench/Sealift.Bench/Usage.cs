namespace Sealift.Bench;

/// <summary>What a process used.</summary>
/// <param name="CpuSeconds">User and system time.</param>
/// <param name="PeakMiB">Peak resident memory.</param>
/// <param name="WallSeconds">From start to end.</param>
internal readonly record struct Usage(double CpuSeconds, double PeakMiB, double WallSeconds)
{
    /// <summary>The median of each figure.</summary>
    public static Usage Median(IReadOnlyCollection<Usage> runs) => new(
        Median(runs.Select(r => r.CpuSeconds)), Median(runs.Select(r => r.PeakMiB)), Median(runs.Select(r => r.WallSeconds)));

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
