using System.Text;
using Sealift.TestKit;

namespace Sealift.Proof.Tests.Soak;

/// <summary>The summary of a soak, for the console and for docs/soak.md.</summary>
internal static class SoakPage
{
    private const string Begin = "<!-- summary: begin -->\n";
    private const string End = "<!-- summary: end -->\n";

    public static string Write(IReadOnlyList<SoakSample> samples, IReadOnlyList<string> servers, SoakTotals totals)
    {
        var text = new StringBuilder();
        Line($"Ended {TimeProvider.System.GetUtcNow():yyyy-MM-dd HH:mm} UTC after {samples[^1].Time.TotalMinutes:0.0} minutes and {samples.Count} rounds, with {string.Join(", ", servers)}; {Environment.ProcessorCount} processors. Violations: {totals.Violations.Count}.");
        Line($"");
        Line($"| at rest | after the first round | median of the 2nd third | median of the last third | at the end |");
        Line($"|---|---|---|---|---|");
        Row("client, live objects, MB", static sample => sample.HeapMB);
        Row("client, resident memory, MB", static sample => sample.Client.ResidentMB);
        Row("client, descriptors", static sample => sample.Client.Descriptors);
        Row("client, timers", static sample => sample.Timers);
        Row("`sealift serve`, resident memory, MB", static sample => sample.Server.ResidentMB);
        Row("`sealift serve`, descriptors", static sample => sample.Server.Descriptors);
        Line($"");
        Line($"| what happened | times |");
        Line($"|---|---|");
        foreach (var (what, times) in totals.Counts) Line($"| {what} | {times:N0} |");
        return text.ToString();

        void Row(string what, Func<SoakSample, double> look) => Line(
            $"| {what} | {look(samples[0]):0.#} | {SoakGrowth.Middle(samples, 1, look):0.#} | {SoakGrowth.Middle(samples, 2, look):0.#} | {look(samples[^1]):0.#} |");

        void Line(FormattableString line) => text.Append(FormattableString.Invariant(line)).Append('\n');
    }

    /// <summary>Puts a summary into docs/soak.md, in the place of the one that is there.</summary>
    public static void Keep(string summary)
    {
        var path = Path.Combine(Repository.Root, "docs", "soak.md");
        var page = File.ReadAllText(path);
        var (from, to) = (page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, page.IndexOf(End, StringComparison.Ordinal));
        File.WriteAllText(path, page[..from] + summary + page[to..]);
    }
}
