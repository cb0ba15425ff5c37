using System.Globalization;
using System.Text;
using System.Text.Json;
using Sealift.Core.Listings;

namespace Sealift.Core.Tests.Listings;

public sealed class ListingCorpusTests(ITestOutputHelper output)
{
    private static readonly string[] Dialects = ["unix", "netpresenz", "msdos", "mlsd"];

    // What a source expects and another source, or the rule we chose, contradicts.
    private static readonly Dictionary<string, string> Chosen = new(StringComparer.Ordinal)
    {
        ["fz-47"] = "group and size ran together: the size is unknown",
    };

    [Theory]
    [InlineData("basic-ftp.jsonl", "2026-03-15T12:00:00Z")]
    [InlineData("commons-net.jsonl", "2026-03-15T12:00:00Z")]
    [InlineData("curl.jsonl", "2026-03-15T12:00:00Z")]
    [InlineData("filezilla.jsonl", "2026-03-15T12:00:00Z")]
    [InlineData("fluentftp.jsonl", "2026-03-15T12:00:00Z")]
    [InlineData("jlaffaye-ftp.jsonl", "2017-03-10T23:00:00Z")]
    [InlineData("mozilla-parseftplist.jsonl", "2002-08-01T00:00:00Z")]
    public async Task Every_record_that_any_parser_must_meet_is_met(string file, string now)
    {
        var time = DateTimeOffset.Parse(now, CultureInfo.InvariantCulture);
        var failures = new List<string>();
        var passed = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var record in SharedListings.Read(file))
        {
            var dialect = SharedListings.Text(record, "dialect")!;
            if (SharedListings.Text(record, "use") != "any" || !Dialects.Contains(dialect))
                continue;
            var id = SharedListings.Text(record, "id")!;
            if (Chosen.ContainsKey(id))
                continue;
            var entries = await ReadAsync(record, dialect, time);
            if (Problem(record, entries, time.UtcDateTime) is { } problem)
                failures.Add($"{id}: {problem}   {SharedListings.Text(record, "input")}");
            else
                passed[dialect] = passed.GetValueOrDefault(dialect) + 1;
        }

        output.WriteLine(string.Join(", ", passed.Select(static pair => $"{pair.Key} {pair.Value}")));
        Assert.True(failures.Count == 0, string.Join('\n', failures));
        Assert.NotEmpty(passed);
    }

    [Fact]
    public async Task Doubtful_hinted_and_foreign_records_never_throw_and_never_give_a_wrong_size()
    {
        string[] files =
        [
            "basic-ftp.jsonl", "commons-net.jsonl", "curl.jsonl", "filezilla.jsonl", "fluentftp.jsonl", "jlaffaye-ftp.jsonl",
            "mozilla-parseftplist.jsonl",
        ];
        var wrong = new List<string>();
        var seen = 0;
        foreach (var record in files.SelectMany(SharedListings.Read))
        {
            var dialect = SharedListings.Text(record, "dialect")!;
            var entries = await ReadAsync(record, dialect, DateTimeOffset.UnixEpoch.AddYears(56));
            seen++;
            var isOurs = Dialects.Contains(dialect) && (SharedListings.Text(record, "use") is "doubtful" or "dialect-hinted");
            var expected = record.GetProperty("expected");
            // Some sources say themselves that what they expect is wrong.
            var isBroken = SharedListings.Text(record, "note")?.Contains("BROKEN", StringComparison.Ordinal) == true;
            if (!isOurs || isBroken || expected.ValueKind != JsonValueKind.Object || entries is not [{ Size: { } size } entry])
                continue;
            if (entry.Kind == FtpEntryKind.File && expected.GetProperty("size") is { ValueKind: JsonValueKind.Number } number
                && number.GetDecimal() != size)
                wrong.Add($"{SharedListings.Text(record, "id")}: {size}   {SharedListings.Text(record, "input")}");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(seen > 800);
    }

    private static async Task<List<FtpEntry>> ReadAsync(JsonElement record, string dialect, DateTimeOffset now)
    {
        var bytes = SharedListings.Text(record, "input_hex") is { } hex
            ? Convert.FromHexString(hex)
            : Encoding.UTF8.GetBytes(SharedListings.Text(record, "input")!);
        var format = dialect == "mlsd" ? ListingFormat.Mlsd : ListingFormat.List;
        var entries = new List<FtpEntry>();
        await foreach (var entry in new ListingReader(timeProvider: new FixedTime(now)).ReadAsync(new MemoryStream(bytes), format))
            entries.Add(entry);
        return entries;
    }

    private static string? Problem(JsonElement record, List<FtpEntry> entries, DateTime now)
    {
        var expected = record.GetProperty("expected");
        switch (expected.ValueKind)
        {
            case JsonValueKind.Array:
                var all = expected.EnumerateArray().ToList();
                if (all.Count != entries.Count)
                    return $"{entries.Count} entries, not {all.Count}";
                return all.Select(one => Difference(one, entries.SingleOrDefault(entry => entry.Name == SharedListings.Text(one, "name")), now))
                    .FirstOrDefault(static difference => difference is not null);
            case JsonValueKind.Null:
                var isLenient = SharedListings.Text(record, "basis")?.Contains("no usable date", StringComparison.Ordinal) == true;
                return entries.Count == 0 || (isLenient && entries[0].Modified is null) ? null : $"is no entry, gave {entries[0]}";
            default:
                var isSkipped = SharedListings.Text(expected, "name") is "." or ".."
                    || SharedListings.Text(record, "note")?.StartsWith("cdir", StringComparison.Ordinal) == true;
                if (entries.Count == 0 && isSkipped)
                    return null;
                // Conflict 1 of the sources: a date without a year is not in the future.
                var isOtherYear = SharedListings.Text(record, "note")?.Contains("6 months or more", StringComparison.Ordinal) == true;
                return Difference(expected, entries.SingleOrDefault(), now, isOtherYear);
        }
    }

    private static string? Difference(JsonElement expected, FtpEntry? entry, DateTime now, bool isOtherYear = false)
    {
        if (entry is null)
            return "gave no entry";
        if (SharedListings.Text(expected, "name") is { } name && entry.Name != name)
            return $"name '{entry.Name}', not '{name}'";
        var kind = SharedListings.Text(expected, "kind");
        if (kind is not null && KindName(entry.Kind) != kind)
            return $"kind {entry.Kind}, not {kind}";
        if (kind != "dir" && expected.GetProperty("size") is { ValueKind: JsonValueKind.Number } size
            && entry.Size != (size.GetDecimal() > long.MaxValue ? null : size.GetInt64()))
            return $"size {entry.Size}, not {size}";
        if (SharedListings.Text(expected, "target") is { } target && (entry.LinkTarget ?? "") != target)
            return $"target '{entry.LinkTarget}', not '{target}'";
        if (SharedListings.Text(expected, "permissions") is { } permissions
            && entry.Permissions != permissions && entry.Permissions != permissions[1..].TrimEnd('+'))
            return $"permissions '{entry.Permissions}', not '{permissions}'";
        if (SharedListings.Text(expected, "unique") is { } unique && entry.Unique != unique)
            return $"unique '{entry.Unique}', not '{unique}'";
        return OwnerDifference(expected, entry) ?? TimeDifference(SharedListings.Text(expected, "modified"), entry, now, isOtherYear);
    }

    private static string? OwnerDifference(JsonElement expected, FtpEntry entry)
    {
        // One source joins owner and group in every spelling; where it does, only the joined text is binding.
        if (SharedListings.Text(expected, "ownerGroup") is { } both)
        {
            var joined = string.Join(' ', $"{entry.Owner} {entry.Group}".Split(' ', StringSplitOptions.RemoveEmptyEntries));
            return joined == both ? null : $"owner and group '{joined}', not '{both}'";
        }

        if (SharedListings.Text(expected, "owner") is { } owner && entry.Owner != owner)
            return $"owner '{entry.Owner}', not '{owner}'";
        return SharedListings.Text(expected, "group") is { } group && entry.Group != group
            ? $"group '{entry.Group}', not '{group}'"
            : null;
    }

    private static string? TimeDifference(string? expected, FtpEntry entry, DateTime now, bool isOtherYear)
    {
        if (expected is null)
            return null;
        if (entry.Modified is not { } modified)
            return "no time";
        var isUtc = expected.EndsWith('Z') && !expected.StartsWith('?');
        if (isUtc && !modified.IsUtc)
            return "time not in UTC";
        var text = expected.TrimEnd('Z');
        var format = modified.Precision switch
        {
            FtpTimePrecision.Day => "yyyy-MM-dd",
            FtpTimePrecision.Minute => "yyyy-MM-ddTHH:mm",
            FtpTimePrecision.Second => text.EndsWith(".000", StringComparison.Ordinal) ? "yyyy-MM-ddTHH:mm:ss.fff" : "yyyy-MM-ddTHH:mm:ss",
            _ => "yyyy-MM-ddTHH:mm:ss.fff",
        };
        var actual = modified.Value.ToString(format, CultureInfo.InvariantCulture);
        if (!text.StartsWith('?') && !isOtherYear)
            return actual == text ? null : $"time {actual}, not {text}";
        var limit = now.AddDays(1);
        if (modified.Value > limit || modified.Value.AddYears(1) <= limit)
            return $"year of {actual}";
        return actual[4..] == text[4..] ? null : $"time {actual}, not {text}";
    }

    private static string? KindName(FtpEntryKind kind) => kind switch
    {
        FtpEntryKind.File => "file",
        FtpEntryKind.Directory or FtpEntryKind.CurrentDirectory or FtpEntryKind.ParentDirectory => "dir",
        FtpEntryKind.Link => "link",
        _ => null,
    };
}
