using System.Globalization;
using System.Text;
using Sealift.Core.Listings;

namespace Sealift.Core.Tests.Listings;

/// <summary>Whole listings of each dialect as a server would send them, and what they mean; read without a hint.</summary>
public sealed class ListingSampleTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 15, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<string> Samples => [.. Directory.GetFiles(Folder, "*.listing").Select(static file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal)];

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Listings", "Samples");

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task A_listing_is_known_by_its_lines_and_read_in_full(string sample)
    {
        var reader = new ListingReader(timeProvider: new FixedTime(Now));
        var entries = await ReadAsync(reader, sample);

        Assert.Equal(await File.ReadAllLinesAsync(Path.Combine(Folder, sample + ".expected"), TestContext.Current.CancellationToken), entries.Select(Show));
        Assert.Equal(sample.Split('-')[0], reader.Detected?.ToString().ToLowerInvariant());
        Assert.Equal(entries.Count(static entry => entry.Kind == FtpEntryKind.Unreadable), reader.UnparsedLines);
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task A_wrong_hint_does_no_harm(string sample)
    {
        // The dls form takes almost anything that begins with a word and a number: it is never a guess of the program.
        foreach (var hint in Enum.GetValues<ListingDialect>().Where(static dialect => dialect is not ListingDialect.Dls))
        {
            var entries = await ReadAsync(new ListingReader(timeProvider: new FixedTime(Now)) { Dialect = hint }, sample);
            Assert.Equal(
                await File.ReadAllLinesAsync(Path.Combine(Folder, sample + ".expected"), TestContext.Current.CancellationToken), entries.Select(Show));
        }
    }

    [Fact]
    public void Every_dialect_has_a_sample()
    {
        var names = Samples.Select(static sample => sample.Data.Split('-')[0]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

        Assert.Equal(Enum.GetNames<ListingDialect>().Select(static name => name.ToLowerInvariant()).Order(StringComparer.Ordinal), names);
    }

    private static async Task<List<FtpEntry>> ReadAsync(ListingReader reader, string sample)
    {
        var entries = new List<FtpEntry>();
        // The file is kept with the line ends of the repository; a server sends CRLF.
        var text = await File.ReadAllTextAsync(Path.Combine(Folder, sample + ".listing"));
        var stream = new MemoryStream(Encoding.UTF8.GetBytes(text.Replace("\n", "\r\n", StringComparison.Ordinal)));
        await foreach (var entry in reader.ReadAsync(stream, ListingFormat.List))
            entries.Add(entry);
        return entries;
    }

    private static string Show(FtpEntry entry)
    {
        var size = entry.Size is { } bytes ? bytes.ToString(CultureInfo.InvariantCulture) + (entry.IsSizeApproximate ? "~" : "") : "-";
        var time = entry.Modified is not { } modified ? "-" : modified.Value.ToString(
            modified.Precision switch
            {
                FtpTimePrecision.Day => "yyyy-MM-dd",
                FtpTimePrecision.Minute => "yyyy-MM-dd HH:mm",
                _ => "yyyy-MM-dd HH:mm:ss",
            },
            CultureInfo.InvariantCulture) + (modified.IsUtc ? "Z" : "");
        return string.Join('\t', entry.Kind, size, time, entry.Name, entry.LinkTarget);
    }
}
