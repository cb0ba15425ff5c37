using System.Text;
using Sealift.Core.Listings;
using Sealift.TestKit.Growing;

namespace Sealift.Core.Tests.Growing;

/// <summary>No listing costs more than its length, whatever is in it.</summary>
[Trait("Threat", "T30")]
public sealed class ListingGrowthTests
{
    private static readonly DateTime Now = new(2026, 3, 15, 12, 0, 0, DateTimeKind.Utc);

    public static TheoryData<string> Heads =>
    [
        "-rw-r--r-- 1 a b 5 Jan  1  2020 ", "lrwxrwxrwx 1 a b 5 Jan  1  2020 ", "A.B;1 1/3 4-NOV-1994 14:09 ", "02-05-01  05:52PM  <JUNCTION>  ",
        "+i1,m5,r,", "WPTA01 3390 2004/03/04 1 3 FB 80 3125 PO ", "d [RWCEAFMS] ", "", "PROFILE  EXEC ", "QSYS 77824 02/23/00 15:09:55 *DIR ",
    ];

    [Theory]
    [MemberData(nameof(Heads))]
    public void Work_for_a_line_grows_with_its_length_and_no_faster(string head)
    {
        string[] bodies = ["x", " ", " -> ", "a b ", "1 ", ";1", "[", "(", "-", "/", ",", "Jan 1 ", "=", "12:30 "];
        var context = new ListingContext(Now);
        foreach (var body in bodies)
        {
            LinearGrowth.Check($"a line that repeats \"{body}\"", 8 * 1024, length =>
            {
                var line = head + string.Concat(Enumerable.Repeat(body, length / body.Length));
                return () =>
                {
                    foreach (var dialect in Enum.GetValues<ListingDialect>()) _ = ListDialects.TryParse(dialect, line, context, out _);
                    _ = ListingNoise.IsMatch(line);
                };
            });
        }
    }

    [Fact]
    public async Task Names_alone_are_all_kept_visible_however_many()
    {
        var reader = new ListingReader();
        var bytes = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("x\r\n", 200_000)));
        var count = 0;
        await foreach (var entry in reader.ReadAsync(new MemoryStream(bytes), ListingFormat.List))
            count += entry.Kind == FtpEntryKind.Unreadable ? 1 : 0;

        Assert.Equal((200_000, 200_000), (count, reader.UnparsedLines));
    }
}
