using CsCheck;
using Sealift.Core.Listings;

namespace Sealift.Core.Tests.Listings;

public sealed class UnixListFormatTests
{
    private static readonly DateTime Now = new(2024, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData("Mar  2 11:59", "2024-03-02 11:59")]
    [InlineData("Mar  2 12:01", "2023-03-02 12:01")]
    [InlineData("Mar  1 00:00", "2024-03-01 00:00")]
    [InlineData("Dec 31 23:59", "2023-12-31 23:59")]
    [InlineData("Feb 29 10:00", "2024-02-29 10:00")]
    [InlineData("Feb 29  2020", "2020-02-29 00:00")]
    public void A_date_without_a_year_is_the_latest_not_more_than_a_day_ahead(string date, string expected)
    {
        Assert.True(UnixListFormat.TryParse($"-rw-r--r--   1 a b 1 {date} f", Now, out var entry));
        Assert.Equal(expected, entry.Modified!.Value.Value.ToString("yyyy-MM-dd HH:mm", null));
        Assert.False(entry.Modified.Value.IsUtc);
    }

    [Fact]
    public void A_leap_day_goes_back_to_the_last_leap_year()
    {
        Assert.True(UnixListFormat.TryParse("-rw-r--r-- 1 a b 1 Feb 29 10:00 f", new DateTime(1903, 6, 1), out var entry));
        Assert.Equal(1896, entry.Modified!.Value.Value.Year);
    }

    [Fact]
    public void The_size_of_a_link_tells_which_arrow_is_meant()
    {
        Assert.True(UnixListFormat.TryParse("lrwxrwxrwx 1 a b 1 Jan  1  2020 a -> b -> c", Now, out var entry));
        Assert.Equal(("a -> b", "c"), (entry.Name, entry.LinkTarget));
        Assert.True(UnixListFormat.TryParse("lrwxrwxrwx 1 a b 6 Jan  1  2020 a -> b -> c", Now, out entry));
        Assert.Equal(("a", "b -> c"), (entry.Name, entry.LinkTarget));
        Assert.True(UnixListFormat.TryParse("lrwxrwxrwx 1 a b 0 Jan  1  2020 a -> ", Now, out entry));
        Assert.Equal(("a", ""), (entry.Name, entry.LinkTarget));
    }

    [Fact]
    public void Full_times_with_their_zone_are_read()
    {
        Assert.True(UnixListFormat.TryParse("-rw-r--r-- 1 a b 7 2024-02-03 04:05:06.123456789 +0100 my file", Now, out var entry));
        Assert.Equal(("my file", 7L, FtpTimePrecision.Second), (entry.Name, entry.Size, entry.Modified!.Value.Precision));
    }

    [Fact]
    public void A_device_has_no_size()
    {
        Assert.True(UnixListFormat.TryParse("crw-r----- 1 root kmem 0, 27 Jan 30 11:42 kmem", Now, out var entry));
        Assert.Equal((FtpEntryKind.Other, null, "root", "kmem"), (entry.Kind, entry.Size, entry.Owner, entry.Group));
    }

    [Theory]
    [InlineData("-rw-r--r-- 1 a b 3 Jan  1  2020 ../x", "../x")]
    [InlineData("-rw-r--r-- 1 a b 3 Jan  1  2020 /etc/passwd", "/etc/passwd")]
    [InlineData("-rw-r--r-- 1 a b 3 Jan  1  2020 a\x1b[2J", "a\x1b[2J")]
    public void A_hostile_name_is_kept_and_marked(string line, string name)
    {
        Assert.True(UnixListFormat.TryParse(line, Now, out var entry));
        Assert.Equal((name, false), (entry.Name, entry.IsSafeName));
    }

    [Theory]
    [InlineData("total 12", true)]
    [InlineData("insgesamt 4,0K", true)]
    [InlineData("", true)]
    [InlineData("   ", true)]
    [InlineData("ftpd: .: Permission denied", false)]
    [InlineData("-rw-r--r-- 1", false)]
    public void The_sum_at_the_top_is_noise_and_a_message_is_not(string line, bool isNoise) =>
        Assert.Equal(isNoise, ListingNoise.IsMatch(line));

    [Fact]
    public void A_name_or_an_owner_cannot_forge_a_line()
    {
        var entry = new FtpEntry { Name = "x", Kind = FtpEntryKind.Link, Owner = "a b\r\n", LinkTarget = "y\r\n-rw-r--r-- forged" };

        Assert.DoesNotContain('\n', UnixListFormat.Format(entry, Now));
        Assert.Throws<ArgumentException>(() => UnixListFormat.Format(entry with { Name = "x\r\ny" }, Now));
    }

    [Theory]
    [InlineData("-rw-r--r--   1 may      12               2020 Jan 31 12:30 x", "may", "12", 2020, "x")]
    [InlineData("-rw-r--r--   1 28-Jan-25 staff            700 Jan 02  1970 y", "28-Jan-25", "staff", 700, "y")]
    public void Owners_that_look_like_dates_are_owners(string line, string owner, string group, long size, string name)
    {
        Assert.True(UnixListFormat.TryParse(line, Now, out var entry));
        Assert.Equal((owner, group, size, name), (entry.Owner, entry.Group, entry.Size, entry.Name));
    }

    [Fact]
    public void A_group_that_ends_with_a_comma_does_not_make_the_size_a_number_of_a_device()
    {
        var entry = new FtpEntry { Name = "x", Kind = FtpEntryKind.Other, Size = 5, Owner = "a", Group = "16,", Permissions = "rw-r--r--" };

        Assert.True(UnixListFormat.TryParse(UnixListFormat.Format(entry, Now), Now, out var again));
        Assert.Equal(5, again.Size);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1899)]
    [InlineData(5999)]
    [InlineData(9999)]
    public void A_year_however_far_off_is_read_back(int year)
    {
        var entry = new FtpEntry
        {
            Name = "x",
            Kind = FtpEntryKind.File,
            Size = 1,
            Modified = new FtpTimestamp(new DateTime(year, 7, 4), FtpTimePrecision.Day, IsUtc: false),
        };

        Assert.True(UnixListFormat.TryParse(UnixListFormat.Format(entry, Now), Now, out var again));
        Assert.Equal(entry.Modified, again.Modified);
    }

    [Fact]
    public void Reading_what_was_written_gives_the_same_entry()
    {
        var entries =
            from name in Generators.Name
            from kind in Generators.Any(FtpEntryKind.File, FtpEntryKind.Directory, FtpEntryKind.Other)
            from size in Gen.Long[0, long.MaxValue]
            from minutes in Gen.Int[-60 * 24 * 4000, 60 * 12]
            from owner in Generators.Any("me", "1001", "a_very_long_owner_name", "日本")
            from mode in Generators.Any("rw-r--r--", "rwsr-Sr-t", "---------")
            select new FtpEntry
            {
                Name = name,
                Kind = kind,
                Size = size,
                Modified = new FtpTimestamp(DateTime.SpecifyKind(Now.AddMinutes(minutes), DateTimeKind.Unspecified), FtpTimePrecision.Minute, IsUtc: false),
                Owner = owner,
                Group = "staff",
                Permissions = mode,
            };

        entries.Sample(static entry =>
        {
            Assert.True(UnixListFormat.TryParse(UnixListFormat.Format(entry, Now), Now, out var again));
            var day = entry.Modified!.Value with { Value = entry.Modified.Value.Value.Date, Precision = FtpTimePrecision.Day };
            Assert.Equal(again!.Modified!.Value.Precision == FtpTimePrecision.Day ? entry with { Modified = day } : entry, again);
        });
    }

    [Fact]
    public void No_text_makes_the_parsers_throw()
    {
        var words = Generators.Any(
            "-rw-r--r--", "drwxr-xr-x+1464", "total", "1", "user", "12345", "99999999999999999999", "33.5k", "Jan", "31", "12:30", "24:00", "2020", "2004.07.15",
            "01-jun-99", "6月", "3日", "2003年", "04-27-00", "12:09PM", "<DIR>", "<JUNCTION>", "->", "name", "x,", "0100644", "..", "9999-12-31", "24:00:00");
        var lines = Gen.OneOf(words.Array[0, 12].Select(static parts => string.Join(' ', parts)), Generators.Text);

        lines.Sample(static line =>
        {
            if (UnixListFormat.TryParse(line, Now, out var unix))
                Assert.True(unix.Name.Length > 0 && unix.Size is null or >= 0);
            if (DosListFormat.TryParse(line, out var dos))
                Assert.True(dos.Name.Length > 0 && dos.Size is null or >= 0);
            ListingNoise.IsMatch(line);
        });
    }

    [Theory]
    [InlineData("2024-03-01 12:00", FtpTimePrecision.Minute, "Mar 01 12:00")]
    [InlineData("2024-03-01 12:01", FtpTimePrecision.Minute, "Mar 01  2024")]
    [InlineData("2023-09-03 12:01", FtpTimePrecision.Minute, "Sep 03 12:01")]
    [InlineData("2023-09-03 12:00", FtpTimePrecision.Minute, "Sep 03  2023")]
    [InlineData("2024-02-29 12:00", FtpTimePrecision.Day, "Feb 29  2024")]
    [InlineData("2024-02-29 12:00", FtpTimePrecision.Second, "Feb 29 12:00")]
    public void A_time_of_the_last_half_year_is_written_with_its_hour(string time, FtpTimePrecision precision, string expected)
    {
        var modified = new FtpTimestamp(DateTime.Parse(time, System.Globalization.CultureInfo.InvariantCulture), precision, IsUtc: false);

        Assert.Equal($"-rw-r--r--   1 ftp      ftp                 0 {expected} x", UnixListFormat.Format(new FtpEntry { Name = "x", Kind = FtpEntryKind.File, Modified = modified }, Now));
    }

    [Fact]
    public void Every_kind_has_its_letter_and_its_usual_mode()
    {
        Assert.Equal("drwxr-xr-x   1 anna     staff               5 Jan 01  1970 x", UnixListFormat.Format(new FtpEntry { Name = "x", Kind = FtpEntryKind.Directory, Owner = "anna", Group = "staff", Size = 5 }, Now));
        Assert.Equal("prw-r--r--   1 ftp      ftp                 0 Jan 01  1970 x", UnixListFormat.Format(new FtpEntry { Name = "x", Kind = FtpEntryKind.Other, Owner = " ", Permissions = "what" }, Now));
        Assert.Equal("lrwxrwxrwx   1 ftp      ftp                 0 Jan 01  1970 x -> y", UnixListFormat.Format(new FtpEntry { Name = "x", Kind = FtpEntryKind.Link, LinkTarget = "y", Permissions = "0777" }, Now));
        Assert.Equal("lrw-r--r--   1 a_b      c_                  0 Jan 01  1970 x", UnixListFormat.Format(new FtpEntry { Name = "x", Kind = FtpEntryKind.Link, LinkTarget = "y\n", Owner = "a b", Group = "c," }, Now));
        Assert.Equal("-rw-r-----   1 ftp      ftp                 0 Jan 01  1970 x", UnixListFormat.Format(new FtpEntry { Name = "x", Kind = FtpEntryKind.Unknown, LinkTarget = "y", Permissions = "rw-r-----" }, Now));
    }
}
