using System.Globalization;
using System.Text;
using System.Text.Json;
using Sealift.Core.Listings;

namespace Sealift.Core.Tests.Listings;

[Trait("Threat", "T31")]
public sealed class ListingCorpusTests(ITestOutputHelper output)
{
    private static readonly string[] Files =
    [
        "basic-ftp.jsonl", "commons-net.jsonl", "curl.jsonl", "filezilla.jsonl", "fluentftp.jsonl", "jlaffaye-ftp.jsonl",
        "mozilla-parseftplist.jsonl",
    ];

    private static readonly Dictionary<string, ListingDialect> Dialects = new(StringComparer.Ordinal)
    {
        ["unix"] = ListingDialect.Unix,
        ["enterprise-unix"] = ListingDialect.ConnectEnterprise,
        ["netpresenz"] = ListingDialect.NetPresenz,
        ["mac-peter"] = ListingDialect.NetPresenz,
        ["msdos"] = ListingDialect.Dos,
        ["eplf"] = ListingDialect.Eplf,
        ["vms"] = ListingDialect.Vms,
        ["mvs"] = ListingDialect.Mvs,
        ["zvm"] = ListingDialect.Vm,
        ["vm-cms"] = ListingDialect.Vm,
        ["os400"] = ListingDialect.Os400,
        ["nonstop"] = ListingDialect.NonStop,
        ["netware"] = ListingDialect.NetWare,
        ["netware-hellsoft"] = ListingDialect.NetWare,
        ["os2"] = ListingDialect.Os2,
        ["os9"] = ListingDialect.Os9,
        ["vxworks"] = ListingDialect.VxWorks,
        ["supertcp/chameleon"] = ListingDialect.Chameleon,
        ["dls"] = ListingDialect.Dls,
    };

    // What a source expects and another source, or the rule we chose, contradicts.
    private static readonly Dictionary<string, string> Chosen = new(StringComparer.Ordinal)
    {
        ["fz-11"] = "the size of a fork is no owner",
        ["fz-12"] = "the word folder is no owner",
        ["fz-51"] = "a flag of one letter is no owner",
        ["cn-281"] = "blanks after the first belong to the name",
        ["fz-47"] = "group and size ran together: the size is unknown",
    };

    [Fact]
    public async Task Every_record_that_any_parser_must_meet_is_met_without_a_hint() => await MeetAsync("any", isHinted: false);

    [Fact]
    public async Task Every_record_that_any_parser_must_meet_is_met_with_the_right_hint_too() => await MeetAsync("any", isHinted: true);

    [Fact]
    public async Task Every_record_that_needs_its_dialect_named_is_met_when_it_is() => await MeetAsync("dialect-hinted", isHinted: true);

    [Fact]
    public void Every_record_made_for_one_parser_is_met_by_that_parser()
    {
        var failures = new List<string>();
        var count = 0;
        foreach (var (_, record) in Records("dialect-forced"))
        {
            count++;
            var line = SharedListings.Text(record, "input")!;
            var dialect = Dialects[SharedListings.Text(record, "dialect")!];
            var isParsed = ListDialects.TryParse(dialect, line, new ListingContext(DateTime.UnixEpoch.AddYears(56)) { Known = dialect }, out var entry);
            // Where the date makes the line a bad one, the entry may be kept without it.
            var isLenient = record.TryGetProperty("alternative", out var other) && entry is { Modified: null }
                && entry.Name == SharedListings.Text(other, "name");
            if (isParsed && !isLenient)
                failures.Add($"{SharedListings.Text(record, "id")}: gave {entry}   {line}");
        }

        output.WriteLine($"{count} lines refused");
        Assert.True(failures.Count == 0, string.Join('\n', failures));
        Assert.True(count > 20);
    }

    [Fact]
    public async Task Doubtful_records_never_give_a_wrong_size_and_no_record_throws()
    {
        var wrong = new List<string>();
        var seen = 0;
        foreach (var (now, record) in Records(null))
        {
            var entries = await ReadAsync(record, isHinted: false, now);
            await ReadAsync(record, isHinted: true, now);
            seen++;
            var expected = record.GetProperty("expected");
            // Some sources say themselves that what they expect is wrong, or guess a size where the system states none.
            var note = SharedListings.Text(record, "note") ?? "";
            var isGuess = note.Contains("BROKEN", StringComparison.Ordinal) || note.Contains("512 KiB", StringComparison.Ordinal);
            if (SharedListings.Text(record, "use") != "doubtful" || isGuess || expected.ValueKind != JsonValueKind.Object
                || entries is not [{ Size: { } size, Kind: FtpEntryKind.File }])
                continue;
            if (expected.GetProperty("size") is { ValueKind: JsonValueKind.Number } number && number.GetDecimal() != size)
                wrong.Add($"{SharedListings.Text(record, "id")}: {size}   {SharedListings.Text(record, "input")}");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(seen > 800);
    }

    // The clock that a source's expectations were written for.
    private static DateTimeOffset NowOf(string file) => DateTimeOffset.Parse(
        file switch
        {
            "jlaffaye-ftp.jsonl" => "2017-03-10T23:00:00Z",
            "mozilla-parseftplist.jsonl" => "2002-08-01T00:00:00Z",
            _ => "2026-03-15T12:00:00Z",
        },
        CultureInfo.InvariantCulture);

    private static IEnumerable<(DateTimeOffset Now, JsonElement Record)> Records(string? use) =>
        from file in Files
        from record in SharedListings.Read(file)
        where use is null || SharedListings.Text(record, "use") == use
        select (NowOf(file), record);

    private async Task MeetAsync(string use, bool isHinted)
    {
        var failures = new List<string>();
        var passed = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var (now, record) in Records(use))
        {
            var id = SharedListings.Text(record, "id")!;
            var entries = await ReadAsync(record, isHinted, now);
            var dialect = SharedListings.Text(record, "dialect")!;
            var problem = Problem(record, [.. entries.Where(static entry => entry.Kind != FtpEntryKind.Unreadable)], now.UtcDateTime);
            if (problem is not null && !Chosen.ContainsKey(id))
                failures.Add($"{id} ({dialect}): {problem}   {SharedListings.Text(record, "input")}");
            else if (problem is null)
                passed[dialect] = passed.GetValueOrDefault(dialect) + 1;
        }

        output.WriteLine(string.Join(", ", passed.Select(static pair => $"{pair.Key} {pair.Value}")) + $", all {passed.Values.Sum()}");
        Assert.True(failures.Count == 0, $"{failures.Count} of {failures.Count + passed.Values.Sum()}:\n" + string.Join('\n', failures));
        Assert.NotEmpty(passed);
    }

    private static async Task<List<FtpEntry>> ReadAsync(JsonElement record, bool isHinted, DateTimeOffset now)
    {
        var bytes = SharedListings.Text(record, "input_hex") is { } hex
            ? Convert.FromHexString(hex)
            : Encoding.UTF8.GetBytes(SharedListings.Text(record, "input")!);
        var dialect = SharedListings.Text(record, "dialect")!;
        var format = dialect == "mlsd" ? ListingFormat.Mlsd : ListingFormat.List;
        var reader = new ListingReader(timeProvider: new FixedTime(now))
        {
            Dialect = isHinted && Dialects.TryGetValue(dialect, out var hint) ? hint : null,
        };
        var entries = new List<FtpEntry>();
        await foreach (var entry in reader.ReadAsync(new MemoryStream(bytes), format))
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
                return all.Select(one => Difference(record, one, entries.SingleOrDefault(entry => entry.Name == SharedListings.Text(one, "name")), now))
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
                return Difference(record, expected, entries.SingleOrDefault(), now, isOtherYear);
        }
    }

    private static string? Difference(JsonElement record, JsonElement expected, FtpEntry? entry, DateTime now, bool isOtherYear = false)
    {
        if (entry is null)
            return "gave no entry";
        var rules = CorpusRules.Of(record);
        if (SharedListings.Text(expected, "name") is { } name && !rules.AcceptsName(entry, name))
            return $"name '{entry.Name}', not '{name}'";
        var kind = SharedListings.Text(expected, "kind");
        if (kind is not null && KindName(entry.Kind) != kind)
            return $"kind {entry.Kind}, not {kind}";
        if (kind != "dir" && expected.GetProperty("size") is { ValueKind: JsonValueKind.Number } size && !rules.AcceptsSize(entry, size.GetDecimal()))
            return $"size {entry.Size}, not {size}";
        if (SharedListings.Text(expected, "target") is { } target && (entry.LinkTarget ?? "") != target)
            return $"target '{entry.LinkTarget}', not '{target}'";
        if (SharedListings.Text(expected, "permissions") is { } permissions && !rules.AcceptsPermissions(entry, permissions))
            return $"permissions '{entry.Permissions}', not '{permissions}'";
        if (SharedListings.Text(expected, "unique") is { } unique && entry.Unique != unique)
            return $"unique '{entry.Unique}', not '{unique}'";
        if (entry.Modified is null && rules.AcceptsNoTime)
            return null;
        return OwnerDifference(expected, entry) ?? TimeDifference(rules.Time(SharedListings.Text(expected, "modified")), entry, now, isOtherYear);
    }

    private static string? OwnerDifference(JsonElement expected, FtpEntry entry)
    {
        // One source joins owner and group in every spelling; where it does, only the joined text is binding.
        if (SharedListings.Text(expected, "ownerGroup") is { } both)
        {
            var joined = string.Join(' ', $"{entry.Owner} {entry.Group}".Split(' ', StringSplitOptions.RemoveEmptyEntries));
            var isVms = both == $"{entry.Group},{entry.Owner}";
            return joined == both || isVms ? null : $"owner and group '{joined}', not '{both}'";
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
