using System.Diagnostics.CodeAnalysis;

namespace Sealift.Core.Listings;

/// <summary>VxWorks: "2048    Feb-28-1998  05:23:30   name &lt;DIR&gt;".</summary>
internal static class VxWorksListFormat
{
    private const string DirectoryMark = "<DIR>";

    public static bool TryParse(ReadOnlySpan<char> line, ListingContext context, [NotNullWhen(true)] out FtpEntry? entry)
    {
        entry = null;
        Span<Range> ranges = stackalloc Range[4];
        var tokens = new LineTokens(line, ranges);
        if (tokens.Count < 4 || !ListNumber.TryParseSize(tokens[0], out var size)
            || !NamedDate.TryParseMonthFirst(tokens[1], out var year, out var month, out var day)
            || !ListTime.TryParse(tokens[2], out var time, out var precision)
            || !ListTime.TryJoin(year, month, day, time, precision, out var modified))
            return false;
        var name = tokens.After(2);
        var plain = name.TrimEnd(" \t");
        var isDirectory = plain.EndsWith(DirectoryMark) && LineTokens.IsBlank(plain.Length > DirectoryMark.Length ? plain[^(DirectoryMark.Length + 1)] : 'x');
        if (isDirectory)
            name = plain[..^DirectoryMark.Length].TrimEnd(" \t");
        entry = new FtpEntry
        {
            Name = name.ToString(),
            Kind = isDirectory ? FtpEntryKind.Directory : FtpEntryKind.File,
            Size = size,
            Modified = modified,
        };
        return true;
    }
}
