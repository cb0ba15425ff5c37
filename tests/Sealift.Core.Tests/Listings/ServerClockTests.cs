using System.Text;
using Sealift.Core.Listings;

namespace Sealift.Core.Tests.Listings;

[Trait("Fault", "F18")]
public sealed class ServerClockTests
{
    private static readonly DateTime Winter = new(2026, 1, 15, 10, 30, 0, DateTimeKind.Unspecified);
    private static readonly DateTime Summer = new(2025, 7, 15, 10, 30, 0, DateTimeKind.Unspecified);
    private static readonly DateTime Between = new(2026, 3, 20, 10, 30, 0, DateTimeKind.Unspecified);

    [Theory]
    [InlineData(0)]
    [InlineData(60)]
    [InlineData(-300)]
    [InlineData(345)]
    [InlineData(840)]
    public void An_offset_of_quarter_hours_is_learnt_for_its_half_of_the_year(int minutes)
    {
        var clock = new ServerClock();

        Assert.True(clock.Learn(Winter, Winter.AddMinutes(-minutes).AddSeconds(59)));
        Assert.Equal(TimeSpan.FromMinutes(minutes), clock.FindOffset(new DateTime(2019, 12, 24)));
        Assert.Null(clock.FindOffset(Summer));
        Assert.Null(clock.FindOffset(Between));
    }

    [Theory]
    [InlineData(7)]
    [InlineData(855)]
    [InlineData(-1440)]
    public void What_is_no_zone_is_not_learnt(int minutes)
    {
        var clock = new ServerClock();

        Assert.False(clock.Learn(Winter, Winter.AddMinutes(minutes)));
        Assert.Null(clock.FindOffset(Winter));
    }

    [Fact]
    public void A_clock_that_is_not_changed_is_known_for_the_whole_year()
    {
        var clock = new ServerClock();
        clock.Learn(Winter, Winter);
        clock.Learn(Summer, Summer);

        Assert.Equal(TimeSpan.Zero, clock.FindOffset(Between));
    }

    [Fact]
    public void A_clock_that_is_changed_is_not_guessed_between_its_halves()
    {
        var clock = new ServerClock();
        clock.Learn(Winter, Winter.AddHours(-1));
        clock.Learn(Summer, Summer.AddHours(-2));
        clock.Learn(Between, Between.AddHours(-1));

        Assert.Equal([1, 2, 1], new[] { Winter, Summer, Between }.Select(time => clock.FindOffset(time)!.Value.Hours));
        Assert.Null(clock.FindOffset(Between.AddDays(1)));
    }

    [Fact]
    public async Task Times_of_a_listing_become_utc_where_the_clock_is_known_and_only_there()
    {
        var clock = new ServerClock();
        clock.Learn(Winter, Winter.AddHours(-1));
        var entries = await ReadAsync(
            new ListingReader(timeProvider: new FixedTime(new DateTimeOffset(2026, 2, 1, 12, 0, 0, TimeSpan.Zero))) { Clock = clock },
            "-rw-r--r-- 1 a b 1 Jan 20 08:15 a\r\n-rw-r--r-- 1 a b 1 Jan 20  2024 b\r\n-rw-r--r-- 1 a b 1 Jul 20 08:15 c\r\n");

        Assert.Equal(
            [("2026-01-20 07:15", true), ("2024-01-20 00:00", false), ("2025-07-20 08:15", false)],
            entries.Select(static entry => (entry.Modified!.Value.Value.ToString("yyyy-MM-dd HH:mm", null), entry.Modified.Value.IsUtc)));
        Assert.Equal(DateTimeKind.Utc, entries[0].Modified!.Value.Value.Kind);
    }

    [Fact]
    public async Task A_date_without_a_year_is_placed_by_the_clock_of_the_server()
    {
        var clock = new ServerClock();
        clock.Learn(Winter, Winter.AddHours(-14));
        var now = new FixedTime(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        const string Line = "-rw-r--r-- 1 a b 1 Jan  2 13:59 a\r\n";

        var known = await ReadAsync(new ListingReader(timeProvider: now) { Clock = clock }, Line);
        var unknown = await ReadAsync(new ListingReader(timeProvider: now), Line);

        Assert.Equal((2026, 2025), (known[0].Modified!.Value.Value.Year, unknown[0].Modified!.Value.Value.Year));
    }

    [Fact]
    public async Task The_last_day_of_the_calendar_stays_as_it_is()
    {
        var clock = new ServerClock();
        clock.Learn(Winter, Winter.AddHours(5));
        var entries = await ReadAsync(
            new ListingReader { Clock = clock },
            "9999-12-31  23:59    1 b\r\nB;1  1  31-DEC-9999 23:59\r\nA  1 9999/12/31 24:00:00 *STMF c\r\n");

        Assert.Equal(["b", "B;1", "A  1 9999/12/31 24:00:00 *STMF c"], entries.Select(static entry => entry.Name));
        Assert.All(entries, static entry => Assert.NotEqual(true, entry.Modified?.IsUtc));
    }

    [Fact]
    public async Task The_oldest_file_with_a_time_is_offered_to_learn_from()
    {
        var reader = new ListingReader(timeProvider: new FixedTime(new DateTimeOffset(2026, 2, 1, 12, 0, 0, TimeSpan.Zero))) { Clock = new ServerClock() };
        await ReadAsync(
            reader,
            "drwxr-xr-x 1 a b 1 Dec  1 08:15 dir\r\n-rw-r--r-- 1 a b 1 Jan 20 08:15 new\r\n-rw-r--r-- 1 a b 1 Oct 12 08:15 between\r\n"
            + "-rw-r--r-- 1 a b 1 Jan  5 08:15 old\r\n-rw-r--r-- 1 a b 1 Jan  5  2020 day\r\n-rw-r--r-- 1 a b 1 Jan  1 08:15 ../hostile\r\n");
        Assert.Equal("old", reader.ClockSample?.Name);

        await ReadAsync(reader, "-rw-r--r-- 1 a b 1 Jan  5  2020 day\r\n");
        Assert.Null(reader.ClockSample);
    }

    private static async Task<List<FtpEntry>> ReadAsync(ListingReader reader, string text)
    {
        var entries = new List<FtpEntry>();
        await foreach (var entry in reader.ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), ListingFormat.List))
            entries.Add(entry);
        return entries;
    }

    [Theory]
    [InlineData(11, 7, false, false)]
    [InlineData(11, 8, true, false)]
    [InlineData(12, 1, true, false)]
    [InlineData(1, 31, true, false)]
    [InlineData(2, 28, true, false)]
    [InlineData(3, 7, true, false)]
    [InlineData(3, 8, false, false)]
    [InlineData(4, 30, false, false)]
    [InlineData(5, 1, false, true)]
    [InlineData(8, 31, false, true)]
    [InlineData(9, 1, false, false)]
    public void Halves_of_the_year_end_before_the_first_clock_is_changed(int month, int day, bool isWinter, bool isSummer)
    {
        var (winter, summer) = (new ServerClock(), new ServerClock());
        winter.Learn(Winter, Winter.AddHours(-1));
        summer.Learn(Summer, Summer.AddHours(-1));
        var time = new DateTime(2024, month, day, 12, 0, 0, DateTimeKind.Unspecified);

        Assert.Equal((isWinter, isSummer), (winter.FindOffset(time) is not null, summer.FindOffset(time) is not null));
        Assert.Equal(isWinter || isSummer, ServerClock.IsClear(time));
    }

    [Fact]
    public void A_time_between_the_halves_is_known_for_its_day_alone()
    {
        var clock = new ServerClock();
        clock.Learn(Between, Between.AddHours(-2));

        Assert.Equal((TimeSpan.FromHours(2), null), (clock.FindOffset(Between.AddHours(3)), clock.FindOffset(Between.AddDays(-1))));
    }

    [Theory]
    [InlineData("Jan  5", "Jan 20", "a")] // the older one
    [InlineData("Jan 20", "Jan  5", "b")]
    [InlineData("Oct 12", "Jan 20", "b")] // one whose half of the year is clear
    [InlineData("Jan 20", "Oct 12", "a")]
    [InlineData("Oct 12", "Oct 11", "b")]
    [InlineData("Jan 20", "Jan 20", "a")]
    public async Task The_clearest_and_oldest_of_two_files_is_offered_to_learn_from(string first, string second, string expected)
    {
        var reader = new ListingReader(timeProvider: new FixedTime(new DateTimeOffset(2026, 2, 1, 12, 0, 0, TimeSpan.Zero))) { Clock = new ServerClock() };
        await ReadAsync(reader, $"-rw-r--r-- 1 a b 1 {first} 08:15 a\r\n-rw-r--r-- 1 a b 1 {second} 08:15 b\r\n");

        Assert.Equal(expected, reader.ClockSample?.Name);
    }

    [Fact]
    public async Task Nothing_is_offered_to_learn_from_without_a_clock()
    {
        var reader = new ListingReader();
        await ReadAsync(reader, "-rw-r--r-- 1 a b 1 Jan  5 08:15 a\r\n");

        Assert.Null(reader.ClockSample);
    }
}
