using System.Text;
using Sealift.TestKit;

namespace Sealift.Doctor.Tests.Faults;

/// <summary>The table in docs/doctor.md between its two marks, and how it is read and written.</summary>
internal static class FaultTable
{
    private const string First = "<!-- faults: made by eng/doctor-table.sh from the test results -->";
    private const string Last = "<!-- faults end -->";

    private static string Page => Path.Combine(Repository.Root, "docs", "doctor.md");

    /// <summary>The rows of the page.</summary>
    public static IReadOnlyList<string> Rows =>
        [.. File.ReadLines(Page).SkipWhile(line => line != First).TakeWhile(line => line != Last).Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1)];

    /// <summary>A row: what is wrong, the check, what it says.</summary>
    public static string Row(FaultCase fault, Finding finding) =>
        $"| {fault.Wrong} | {finding.Id} | {finding.Fault?.Title ?? "nothing"} | {(finding.Verdict == Verdict.Problem ? "problem" : finding.Verdict == Verdict.Advice ? "advice" : "–")} |";

    /// <summary>Writes the rows, in the order of the cases, in place of those of the page.</summary>
    public static void Write(IReadOnlyCollection<string> rows)
    {
        var ordered = FaultCases.All.Select(fault => rows.Single(row => row.StartsWith($"| {fault.Wrong} | {fault.Check} |", StringComparison.Ordinal)));
        var page = File.ReadAllText(Page);
        var (from, to) = (page.IndexOf(First, StringComparison.Ordinal) + First.Length, page.IndexOf(Last, StringComparison.Ordinal));
        var table = new StringBuilder("\n| what is wrong | check | what the doctor says | verdict |\n|---|---|---|---|\n");
        foreach (var row in ordered) table.Append(row).Append('\n');
        File.WriteAllText(Page, page[..from] + table + page[to..]);
    }
}
