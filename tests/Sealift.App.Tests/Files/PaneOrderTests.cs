using System.Diagnostics;
using Sealift.App.Files.Panes;

namespace Sealift.App.Tests.Files;

public sealed class PaneOrderTests
{
    [Fact]
    public void Numbers_in_names_count_as_numbers_and_directories_come_first()
    {
        var items = Lines.Some("b10.txt", "B9.txt", "b010.txt", "zoo/", "a", "b9", "Alpha/", "10/", "9/");

        NameRanks.Assign(items);
        PaneOrder.ByName.Sort(items);

        Assert.Equal(["9", "10", "Alpha", "zoo", "a", "b9", "B9.txt", "b010.txt", "b10.txt"], Lines.Names(items));
    }

    [Theory]
    [InlineData("file 9", "file 10")]
    [InlineData("file9b", "file10a")]
    [InlineData("a1", "a1b")]
    [InlineData("1.9", "1.10")]
    [InlineData("a", "a0")]
    [InlineData("v99999999999999999998", "v99999999999999999999")]
    [InlineData("A-2", "a-10")]
    [InlineData("a 1", "a-1")]
    public void The_key_of_a_name_sorts_it_where_people_look_for_it(string first, string second) => Assert.True(string.CompareOrdinal(NaturalKey.Of(first), NaturalKey.Of(second)) < 0);

    [Fact]
    public void The_other_way_round_everything_is_turned_but_directories_stay_first()
    {
        PaneItem[] items = [Lines.Of("a", 1), Lines.Of("b", 1), Lines.Of("c", 2), Lines.Of("d/"), Lines.Of("e/")];
        NameRanks.Assign(items);

        new PaneOrder(PaneColumn.Size, IsDescending: true).Sort(items);

        Assert.Equal(["e", "d", "c", "b", "a"], Lines.Names(items));
    }

    [Fact]
    public void Size_time_and_ending_sort_files_and_the_name_decides_between_equals()
    {
        var old = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        PaneItem[] items = [Lines.Of("b.txt", 5, old), Lines.Of("c.pdf", 7, old.AddDays(1)), Lines.Of("a.txt", 5), Lines.Of("d/")];

        Assert.Equal(["d", "a.txt", "b.txt", "c.pdf"], Sorted(PaneColumn.Size));
        Assert.Equal(["d", "a.txt", "b.txt", "c.pdf"], Sorted(PaneColumn.Modified));
        Assert.Equal(["d", "c.pdf", "a.txt", "b.txt"], Sorted(PaneColumn.Type));

        string[] Sorted(PaneColumn column)
        {
            NameRanks.Assign(items);
            new PaneOrder(column).Sort(items);
            return Lines.Names(items);
        }
    }

    [Fact]
    public void The_title_of_the_column_turns_the_order_round()
    {
        var once = PaneOrder.ByName.Toggle(PaneColumn.Size);
        var twice = once.Toggle(PaneColumn.Size);

        Assert.Equal(new PaneOrder(PaneColumn.Size), once);
        Assert.Equal(new PaneOrder(PaneColumn.Size, IsDescending: true), twice);
        Assert.Equal(once, twice.Toggle(PaneColumn.Size));
    }

    [Fact]
    public void A_hundred_thousand_lines_are_sorted_while_nobody_notices()
    {
        var items = Enumerable.Range(0, 100_000).Select(i => Lines.Of($"Report of the month {(i * 7919) % 100_000}.pdf", i)).ToArray();
        var begun = Stopwatch.GetTimestamp();
        NameRanks.Assign(items);
        var ranked = Stopwatch.GetElapsedTime(begun);
        var sorted = new PaneRule { ShowsHidden = true }.Apply(items);
        var elapsed = Stopwatch.GetElapsedTime(begun);
        TestContext.Current.TestOutputHelper?.WriteLine($"ranked in {ranked.TotalMilliseconds:0} ms, sorted in {(elapsed - ranked).TotalMilliseconds:0} ms");

        // Some tens of milliseconds on a machine with nothing else to do; the bound only finds an order that is quadratic, which takes minutes.
        Assert.True(elapsed < TimeSpan.FromSeconds(20), $"{elapsed}");
        Assert.Equal("Report of the month 0.pdf", sorted[0].Entry.Name);
        Assert.Equal("Report of the month 99999.pdf", sorted[^1].Entry.Name);
    }
}
