using Sealift.Core;
using Sealift.Core.Listings;

namespace Sealift.Fuzz.Listings;

/// <summary>LIST: without a hint, and for each dialect with it; the dialect's own reader sees each line besides.</summary>
internal sealed class ListTarget(ListingDialect? dialect) : FuzzTarget
{
    private static readonly DateTime Now = FixedTime.Now.GetUtcNow().UtcDateTime;

    public override string Name => dialect is { } hint ? $"list-{hint.ToString().ToLowerInvariant()}" : "list";

    public override IReadOnlyList<string> Words => [.. DialectWords.Of(dialect), "\r\n", "\n", " ", "  ", "\t", "->", "..", "/", "99999999999999999999", "\uDCE9", "6\u6708", "3\u65E5"];

    public override int MemoryPerByte => 10_000;

    public override void Run(ReadOnlySpan<byte> input)
    {
        var listed = Listed.Read(input, ListingFormat.List, () => new ListingReader(timeProvider: FixedTime.Now) { Dialect = dialect });
        foreach (var entry in listed.Entries.Where(static entry => entry is { IsSafeName: true, Kind: not FtpEntryKind.Unknown })) CheckWritten(entry);
        if (dialect is not { } one) return;
        foreach (var line in FuzzText.Of(input).Split('\n'))
        {
            var context = new ListingContext(Now) { Known = dialect };
            if (!ListDialects.TryParse(one, line, context, out var entry)) continue;
            Claim.Holds(entry.Name.Length > 0 && entry.Kind != FtpEntryKind.Unreadable && entry.Size is null or >= 0);
            Claim.Holds(entry.Modified is not { } time || time.IsUtc == (time.Value.Kind == DateTimeKind.Utc));
        }
    }

    // The server of this suite writes LIST in the form of Unix: what a listing says, it must be able to say again.
    private static void CheckWritten(FtpEntry entry)
    {
        var line = UnixListFormat.Format(entry, Now);
        Claim.Holds(!line.AsSpan().ContainsAny('\r', '\n'));
        Claim.Holds(UnixListFormat.TryParse(line, Now, out var again));

        // An arrow is part of a name, and the end of one; the form cannot tell.
        if (entry.Kind == FtpEntryKind.Link) return;
        Claim.Same(entry.Name, again.Name, line);
        Claim.Holds(again.Size == (entry.Size ?? 0), line);
    }
}
