using System.Globalization;
using System.Text;
using Sealift.TestKit;

namespace Sealift.Proof.Tests.Sweeps;

/// <summary>
/// Counts the cases of the assembly, prints them at its end, and writes them into docs/faults.md where that is asked for
/// (<c>SEALIFT_SWEEP_RECORD=1</c>).
/// </summary>
public sealed class SweepTotals : IDisposable
{
    private static readonly string Begin = $"<!-- totals of {Backends.Chosen}: begin -->\n";
    private static readonly string End = $"<!-- totals of {Backends.Chosen}: end -->\n";
    private static readonly string[] Names = ["I1", "I2", "I3", "I4", "I5", "I6", "I7"];

    private readonly SortedDictionary<string, List<SweepResult>> _rows = new(StringComparer.Ordinal);

    /// <summary>Adds the cases of a row, and fails the test if one of them has a violation.</summary>
    /// <param name="row">What the table calls them.</param>
    /// <param name="results">The cases.</param>
    internal void Add(string row, IReadOnlyList<SweepResult> results)
    {
        var struck = results.Where(static result => result.IsStruck).ToList();
        lock (_rows)
        {
            if (!_rows.TryGetValue(row, out var known)) _rows[row] = known = [];
            known.AddRange(struck);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{row}: {struck.Count} cases, {struck.Count(IsClean)} passed");
        var broken = results.Where(static result => !IsClean(result)).ToList();
        var told = broken.Take(10).Select(static result => $"{result.Case}\n    {string.Join("\n    ", result.Violations)}");
        Assert.True(broken.Count == 0, $"{broken.Count} of {results.Count} cases broke an invariant:\n{string.Join('\n', told)}");
        Assert.True(struck.Count * 10 >= results.Count * 7, $"What was to go wrong did so in {struck.Count} of {results.Count} cases only.");
    }

    public void Dispose()
    {
        if (_rows.Count == 0) return;
        var table = Table();
        Console.WriteLine(table);
        if (Environment.GetEnvironmentVariable("SEALIFT_SWEEP_RECORD") != "1") return;
        var path = Path.Combine(Repository.Root, "docs", "faults.md");
        var page = File.ReadAllText(path);
        var (from, to) = (page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, page.IndexOf(End, StringComparison.Ordinal));
        File.WriteAllText(path, page[..from] + table + page[to..]);
    }

    private static bool IsClean(SweepResult result) => result.Violations.Count == 0;

    private static string Line(string row, List<SweepResult> results)
    {
        var violations = Names.Select(name => results.Sum(result => result.Violations.Count(violation => violation.Invariant == name)));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {row} | {results.Count:N0} | {results.Count(IsClean):N0} | {string.Join(" | ", violations)} |\n");
    }

    private string Table()
    {
        var table = new StringBuilder($"Both ends on {Backends.Chosen}, {SweepSize.Words}:\n\n| sweep | cases | passed | {string.Join(" | ", Names)} |\n|---|---|---|{string.Concat(Names.Select(static _ => "---|"))}\n");
        foreach (var (row, results) in _rows) table.Append(Line(row, results));
        table.Append(Line("all", [.. _rows.Values.SelectMany(static results => results)]));
        return table.ToString();
    }
}
