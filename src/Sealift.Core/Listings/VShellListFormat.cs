using System.Diagnostics.CodeAnalysis;

namespace Sealift.Core.Listings;

/// <summary>Old VShell servers: "206876  Apr 04, 2000 21:06 name", a directory with a slash at its end.</summary>
internal static class VShellListFormat
{
    public static bool TryParse(ReadOnlySpan<char> line, ListingContext context, [NotNullWhen(true)] out FtpEntry? entry)
    {
        entry = null;
        Span<Range> ranges = stackalloc Range[6];
        var tokens = new LineTokens(line, ranges);
        if (tokens.Count < 6 || !ListNumber.TryParseSize(tokens[0], out var size)
            || !tokens[2].EndsWith(',') || MonthNames.Find(tokens[1]) is not (> 0 and var month)
            || !ListNumber.TryParse(tokens[2][..^1], 2, out var day)
            || tokens[3].Length != 4 || !ListNumber.TryParse(tokens[3], 4, out var year)
            || !ListTime.TryParse(tokens[4], out var time, out var precision)
            || !ListTime.TryJoin(year, month, day, time, precision, out var modified))
            return false;
        // One blank separates time and name.
        var name = line[(tokens.End(4) + 1)..];
        var isDirectory = name.Length > 1 && name.EndsWith('/');
        entry = new FtpEntry
        {
            Name = (isDirectory ? name[..^1] : name).ToString(),
            Kind = isDirectory ? FtpEntryKind.Directory : FtpEntryKind.File,
            Size = size,
            Modified = modified,
        };
        return true;
    }
}
