namespace Sealift.Proof.Tests.Soak;

/// <summary>Whether what is held at rest stays the same.</summary>
internal static class SoakGrowth
{
    // Enough rounds to tell growth from chance: the first third warms up, the middle of the second is compared with that of the last.
    private const int Enough = 9;

    private const double Share = 1.1;
    private const double SpareMB = 10;

    // Too few rounds say only that nothing is lost by the dozen.
    private const double ShortSpareMB = 40;

    private const int SpareDescriptors = 10;
    private const int SpareTimers = 10;

    public static void Check(IReadOnlyList<SoakSample> samples, SoakTotals totals)
    {
        var (first, last) = (samples[0], samples[^1]);
        Bound("descriptors of the client", first.Client.Descriptors, last.Client.Descriptors, SpareDescriptors);
        Bound("timers of the client", first.Timers, last.Timers, SpareTimers);
        if (first.ServerProcess == last.ServerProcess) Bound("descriptors of the server", first.Server.Descriptors, last.Server.Descriptors, SpareDescriptors);
        if (samples.Count < Enough)
        {
            Bound("live objects of the client, MB", first.HeapMB, last.HeapMB, ShortSpareMB);
            return;
        }

        Compare("live objects of the client, MB", static sample => sample.HeapMB);
        Compare("resident memory of the client, MB", static sample => sample.Client.ResidentMB);
        Compare("resident memory of the server, MB", static sample => sample.Server.ResidentMB);
        Compare("descriptors of the server", static sample => sample.Server.Descriptors);

        void Compare(string what, Func<SoakSample, double> look)
        {
            var before = Middle(samples, 1, look);
            Bound(what, before, Middle(samples, 2, look), (before * (Share - 1)) + SpareMB);
        }

        void Bound(string what, double before, double after, double spare)
        {
            if (after > before + spare) totals.Violate(FormattableString.Invariant($"{what}: {before:0.#} became {after:0.#}"));
        }
    }

    /// <summary>The median of a third of the samples, 0 to 2.</summary>
    public static double Middle(IReadOnlyList<SoakSample> samples, int third, Func<SoakSample, double> look)
    {
        var (from, to) = (samples.Count * third / 3, Math.Max(samples.Count * (third + 1) / 3, (samples.Count * third / 3) + 1));
        double[] values = [.. samples.Take(from..to).Select(look).Order()];
        return values[values.Length / 2];
    }
}
