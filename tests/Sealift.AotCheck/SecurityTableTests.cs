using System.Text.RegularExpressions;

namespace Sealift.AotCheck;

/// <summary>docs/security.md has a row for every threat and fault of the catalogue, and its tests and those that carry the number are the same.</summary>
public sealed partial class SecurityTableTests
{
    private const int Threats = 40;
    private const int Faults = 33;

    private static string Page { get; } = File.ReadAllText(Path.Combine(Repository.Root, "docs", "security.md"));

    public static TheoryData<string, string> Numbers
    {
        get
        {
            TheoryData<string, string> rows = [];
            for (var i = 1; i <= Threats; i++) rows.Add("Threat", $"T{i}");
            for (var i = 1; i <= Faults; i++) rows.Add("Fault", $"F{i}");
            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Number_has_one_row_and_the_tests_that_the_row_names_carry_it(string kind, string number)
    {
        var row = Assert.Single(Page.Split('\n'), line => line.StartsWith($"| {number} |", StringComparison.Ordinal));
        var cells = row.Split('|', StringSplitOptions.TrimEntries);
        Assert.Equal(7, cells.Length);
        Assert.All(cells[1..^1], Assert.NotEmpty);
        var named = TestClass().Matches(cells[^2]).Select(static one => one.Value.Trim('`')).ToList();

        // Either tests show it, or there are words why it cannot occur.
        Assert.True(named.Count > 0 || cells[^2].StartsWith("cannot occur: ", StringComparison.Ordinal), row);
        Assert.Equal(named.Order(StringComparer.Ordinal), Carriers(kind, number).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void No_test_carries_a_number_that_does_not_exist()
    {
        var numbers = Numbers.Select(static row => (row.Data.Item1, row.Data.Item2)).ToHashSet();
        var carried = Tests.SelectMany(static test => Trait().Matches(test.Text)).Select(static one => (one.Groups["kind"].Value, one.Groups["number"].Value));

        Assert.All(carried, one => Assert.Contains(one, numbers));
    }

    [Fact]
    public void Hostile_peers_are_counted_and_there_are_at_least_three_hundred_cases()
    {
        var counted = int.Parse(Count().Match(Page).Groups["count"].Value, System.Globalization.CultureInfo.InvariantCulture);

        Assert.InRange(counted, 300, 100_000);
        Assert.Contains(Tests, static test => test.Text.Contains("[Trait(\"Peer\", \"hostile\")]", StringComparison.Ordinal));
    }

    [Fact]
    public void Policy_and_page_lead_to_each_other()
    {
        Assert.Contains("docs/security.md", File.ReadAllText(Path.Combine(Repository.Root, "SECURITY.md")), StringComparison.Ordinal);
        Assert.Contains("SECURITY.md", Page, StringComparison.Ordinal);
        Assert.Contains("docs/security.md", File.ReadAllText(Path.Combine(Repository.Root, "README.md")), StringComparison.Ordinal);
    }

    private static IReadOnlyList<(string Name, string Text)> Tests { get; } =
    [
        .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*Tests.cs", SearchOption.AllDirectories)
            .Where(static file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Select(static file => ($"{ProjectOf(file)}.{Path.GetFileNameWithoutExtension(file)}", File.ReadAllText(file))),
    ];

    private static string ProjectOf(string file) =>
        Path.GetRelativePath(Path.Combine(Repository.Root, "tests"), file).Split(Path.DirectorySeparatorChar)[0].Replace("Sealift.", "", StringComparison.Ordinal).Replace(".Tests", "", StringComparison.Ordinal);

    private static IEnumerable<string> Carriers(string kind, string number) =>
        Tests.Where(test => test.Text.Contains($"[Trait(\"{kind}\", \"{number}\")]", StringComparison.Ordinal)).Select(static test => test.Name);

    [GeneratedRegex("`[A-Z][A-Za-z]+\\.[A-Za-z0-9]+Tests`", RegexOptions.None, 1000)]
    private static partial Regex TestClass();

    [GeneratedRegex("\\[Trait\\(\"(?<kind>Threat|Fault)\", \"(?<number>[^\"]+)\"\\)\\]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Trait();

    [GeneratedRegex("runs (?<count>[0-9]+) cases", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Count();
}
