using System.Text;
using CsCheck;
using Sealift.Core.Listings;

namespace Sealift.Core.Tests.Listings;

/// <summary>What must hold of every dialect, for any line at all.</summary>
[Trait("Threat", "T30")]
public sealed class ListDialectTests
{
    private static readonly DateTime Now = new(2026, 3, 15, 12, 0, 0, DateTimeKind.Utc);

    private static readonly Gen<string> Word = Generators.Any(
        "-rw-r--r--", "drwxr-xr-x+1464", "total", "1", "user", "12345", "99999999999999999999", "33.5k", "Jan", "31", "12:30", "24:00", "2020",
        "2004.07.15", "01-jun-99", "6月", "3日", "2003年", "04-27-00", "12:09PM", "<DIR>", "<JUNCTION>", "->", "name", "x,", "0100644", "..",
        "9999-12-31", "24:00:00", "+i1,m5,r,s3,\tx", "A.B;1", "1/3", "4-NOV-1994", "[G,O]", "[A", "(RWED,,,)", "(", "3390", "2004/03/04",
        "**NONE**", "PO", "VSAM", "Migrated", "01.03", "00B308", "00", "JOB00001", "OUTPUT", "V", "-", "DIR", "*FILE", "*MEM", "*DIR", "QSYS",
        "12-Jan-14", "255,", "\"oooo\"", "d", "[RWCEAFMS]", "d[RWCEMFA]", "A", "04-23-103", "20.20", "07/03/29", "1026", "d-ewrewr", "Thur.",
        "Feb-28-1998", "Apr", "04,", "bin/", "=", "-C--E-----FTP", "folder", "\r", "31-12-9999", "29.02.00", "%RMS-E-PRV,", "226", "12/31/99");

    private static readonly Gen<string> Line = Gen.OneOf(
        Gen.Select(Word.Array[0, 12], Generators.Any(" ", "  ", "\t", "   "), static (words, gap) => string.Join(gap, words)),
        Generators.Text);

    [Fact]
    public void No_line_makes_any_dialect_throw() =>
        Gen.Select(Line, Generators.Any(Enum.GetValues<ListingDialect>()), Gen.Bool).Sample(
            static (line, dialect, isKnown) =>
            {
                var context = new ListingContext(Now) { Known = isKnown ? dialect : null };
                if (ListDialects.TryParse(dialect, line, context, out var entry))
                    Assert.True(entry.Name.Length > 0 && entry.Size is null or >= 0 && entry.Kind != FtpEntryKind.Unreadable, line);
                Assert.Equal(ListingNoise.IsMatch(line), ListingNoise.IsMatch($"  {line} "));
            },
            iter: 200 * Check.Iter);

    [Fact]
    public async Task No_listing_throws_and_no_line_is_lost() =>
        await Gen.Select(Line.Array[0, 20], Generators.Any<ListingDialect?>([null, .. Enum.GetValues<ListingDialect>().Cast<ListingDialect?>()])).SampleAsync(
            static async (lines, hint) =>
            {
                const string Strange = "§ no form has this";
                var reader = new ListingReader(timeProvider: new FixedTime(new DateTimeOffset(Now))) { Dialect = hint };
                var text = string.Join("\r\n", lines.Append(Strange).Concat(lines));
                var entries = await ReadAsync(reader, text);

                Assert.Single(entries, static entry => entry is { Kind: FtpEntryKind.Unreadable, Name: Strange });
                Assert.Equal(entries.Count(static entry => entry.Kind == FtpEntryKind.Unreadable), reader.UnparsedLines);
                Assert.All(entries, static entry => Assert.True(entry.Name.Length > 0));
                Assert.True(entries.Count <= text.Split('\n').Count(static line => !string.IsNullOrWhiteSpace(line)), text);
            });

    [Theory]
    [InlineData("04/03/18 18:58:16", "04/03/25 14:06:26", "2018-03-04", "2025-03-04")]
    [InlineData("04/03/18 18:58:16", "31/03/25 14:06:26", "2018-03-04", "2025-03-31")]
    [InlineData("04/03/18 18:58:16", "03/31/25 14:06:26", "2018-04-03", "2025-03-31")]
    [InlineData("04/03/18 18:58:16", "99/03/31 14:06:26", "2004-03-18", "1999-03-31")]
    public async Task The_order_of_a_date_is_decided_by_another_line(string first, string second, string expectedFirst, string expectedSecond)
    {
        var text = $"ANNA   1 {first} *STMF a\r\nANNA   1 {second} *STMF b\r\n";
        var entries = await ReadAsync(new ListingReader(timeProvider: new FixedTime(new DateTimeOffset(Now))), text);

        if (second.StartsWith("04/03/25", StringComparison.Ordinal))
            Assert.All(entries, static entry => Assert.Null(entry.Modified));
        else
            Assert.Equal([expectedFirst, expectedSecond], entries.Select(static entry => entry.Modified!.Value.Value.ToString("yyyy-MM-dd", null)));
    }

    [Fact]
    public async Task Lines_that_contradict_each_other_decide_nothing_for_others()
    {
        var entries = await ReadAsync(
            new ListingReader(timeProvider: new FixedTime(new DateTimeOffset(Now))),
            "A  1 31/12/20 01:00:00 *STMF a\r\nA  1 12/31/20 01:00:00 *STMF b\r\nA  1 04/03/18 01:00:00 *STMF c\r\n");

        Assert.Equal(["2020-12-31", "2020-12-31", null], entries.Select(static entry => entry.Modified?.Value.ToString("yyyy-MM-dd", null)));
    }

    [Fact]
    public async Task A_long_listing_whose_dates_stay_open_still_comes_in_order_and_in_flat_memory()
    {
        var text = string.Concat(Enumerable.Range(0, 5000).Select(static i => $"ANNA  {i} 04/03/18 18:58:16 *STMF f{i}\r\n"));
        var entries = await ReadAsync(new ListingReader(timeProvider: new FixedTime(new DateTimeOffset(Now))), text);

        Assert.Equal(Enumerable.Range(0, 5000).Select(static i => $"f{i}"), entries.Select(static entry => entry.Name));
        Assert.All(entries, static entry => Assert.Null(entry.Modified));
    }

    [Fact]
    public async Task After_lines_that_agree_a_line_of_another_form_is_not_read()
    {
        var unix = string.Concat(Enumerable.Range(0, 5).Select(static i => $"-rw-r--r-- 1 a b {i} Jan  1  2020 f{i}\r\n"));
        var entries = await ReadAsync(new ListingReader(), unix + "02-05-01  05:52PM       <DIR>          forged\r\n");

        Assert.Equal(FtpEntryKind.Unreadable, entries[^1].Kind);
        Assert.Equal(5, entries.Count(static entry => entry.Kind == FtpEntryKind.File));
    }

    [Fact]
    public async Task A_name_that_waits_for_its_line_and_does_not_get_it_stays_visible()
    {
        var entries = await ReadAsync(new ListingReader(), "LONELY.TXT;1\r\nLOGIN.COM;2  1  4-NOV-1994 14:09 [A,B] (RWE,RWE,,)\r\nLAST.TXT;3\r\n");

        Assert.Equal(
            [("LONELY.TXT;1", FtpEntryKind.Unreadable), ("LOGIN.COM;2", FtpEntryKind.File), ("LAST.TXT;3", FtpEntryKind.Unreadable)],
            entries.Select(static entry => (entry.Name, entry.Kind)));
    }

    private static async Task<List<FtpEntry>> ReadAsync(ListingReader reader, string text)
    {
        var entries = new List<FtpEntry>();
        await foreach (var entry in reader.ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), ListingFormat.List))
            entries.Add(entry);
        return entries;
    }

    [Theory]
    [InlineData(999, true)]
    [InlineData(1000, false)]
    public async Task A_thousand_lines_wait_for_one_that_decides_the_order_of_their_dates(int lines, bool isDecided)
    {
        var open = string.Concat(Enumerable.Range(0, lines).Select(static i => $"A {i} 04/03/18 18:58:16 *STMF f\r\n"));
        var entries = await ReadAsync(
            new ListingReader(timeProvider: new FixedTime(new DateTimeOffset(Now))), $"{open}A 1 31/03/25 01:00:00 *STMF g\r\nA 1 04/03/18 18:58:16 *STMF h\r\n");

        Assert.Equal(isDecided ? lines + 2 : 2, entries.Count(static entry => entry.Modified is not null));
        Assert.Equal(["2025-03-31", "2018-03-04"], entries[^2..].Select(static entry => entry.Modified?.Value.ToString("yyyy-MM-dd", null)));
    }
}
