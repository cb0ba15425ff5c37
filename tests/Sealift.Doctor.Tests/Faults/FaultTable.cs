using Sealift.Doctor.Tests.Scripted;
using Sealift.TestKit;

namespace Sealift.Doctor.Tests.Faults;

/// <summary>The tables in docs/doctor.md between their marks, and how they are read and written.</summary>
internal static class FaultTable
{
    private const string Last = "<!-- faults end -->";

    // The mark before each table, which holds to the next mark.
    private const string Real = "<!-- faults: made by eng/doctor-table.sh from the test results -->";
    private const string Natural = "<!-- differences: made by eng/doctor-table.sh from the test results -->";
    private const string Scripted = "<!-- scripted faults: made by eng/doctor-table.sh -->";

    private static string Page => Path.Combine(Repository.Root, "docs", "doctor.md");

    /// <summary>The rows of real servers, set up wrongly and as they are by themselves.</summary>
    public static IReadOnlyList<string> Rows => [.. RowsOf(Real), .. RowsOf(Natural)];

    /// <summary>The rows of scripted servers.</summary>
    public static IReadOnlyList<string> ScriptedRows => RowsOf(Scripted);

    /// <summary>The rows that scripted servers should have.</summary>
    public static IReadOnlyList<string> ExpectedScriptedRows => [.. ScriptedFaults.All.Select(fault =>
        $"| {fault.Wrong} | {fault.Check} | {fault.Title} | {Word(DoctorCheck.Find(fault.Check)!.Faults.Single(known => known.Title == fault.Title).Verdict)} |")];

    /// <summary>A row: what is wrong, the check, what it says.</summary>
    public static string Row(FaultCase fault, Finding finding) =>
        $"| {fault.Wrong} | {finding.Id} | {finding.Fault?.Title ?? "nothing"} | {Word(finding.Verdict)} |";

    /// <summary>Writes the rows, in the order of the cases, in place of those of the page.</summary>
    public static void Write(IReadOnlyCollection<string> rows)
    {
        var page = File.ReadAllText(Page);
        page = Replace(page, Real, "what is wrong", Ordered(rows, isNatural: false));
        page = Replace(page, Natural, "the server", Ordered(rows, isNatural: true));
        page = Replace(page, Scripted, "what the script does", ExpectedScriptedRows);
        File.WriteAllText(Page, page);
    }

    private static IEnumerable<string> Ordered(IReadOnlyCollection<string> rows, bool isNatural) => FaultCases.All
        .Where(fault => fault.IsNatural == isNatural)
        .Select(fault => rows.Single(row => row.StartsWith($"| {fault.Wrong} | {fault.Check} |", StringComparison.Ordinal)));

    private static string Replace(string page, string mark, string first, IEnumerable<string> rows)
    {
        var from = page.IndexOf(mark, StringComparison.Ordinal) + mark.Length;
        var to = page.IndexOf(Last, from, StringComparison.Ordinal);
        return $"{page[..from]}\n| {first} | check | what the doctor says | verdict |\n|---|---|---|---|\n{string.Concat(rows.Select(row => row + "\n"))}{page[to..]}";
    }

    private static IReadOnlyList<string> RowsOf(string mark) =>
        [.. File.ReadLines(Page).SkipWhile(line => line != mark).TakeWhile(line => line != Last).Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1)];

    private static string Word(Verdict verdict) => verdict == Verdict.Problem ? "problem" : verdict == Verdict.Advice ? "advice" : "–";
}
