using System.Diagnostics.CodeAnalysis;

namespace Sealift.Core.Listings;

/// <summary>
/// NetWare: "d [RWCEAFMS] supervisor   512  Jan 16 18:53  name", and HellSoft's server for it: "d[RWCEMFA]  1 owner  512 Jul 01 11:49 name".
/// </summary>
internal static class NetWareListFormat
{
    public static bool TryParse(ReadOnlySpan<char> line, ListingContext context, [NotNullWhen(true)] out FtpEntry? entry)
    {
        entry = null;
        if (line.Length < 12 || line[0] is not ('d' or '-'))
            return false;
        var open = line[1] == ' ' ? 2 : 1;
        var close = line[open..].IndexOf(']') + open;
        if (line[open] != '[' || close - open is < 7 or > 10 || !AreRights(line[(open + 1)..close]))
            return false;

        var rest = line[(close + 1)..];
        Span<Range> ranges = stackalloc Range[16];
        var tokens = new LineTokens(rest, ranges);
        for (var at = 2; at < tokens.Count; at++)
        {
            if (!ListNumber.TryParseSize(tokens[at - 1], out var size)
                || !UnixListDate.TryRead(tokens, at, context.Now, out var modified, out var next, out _))
                continue;
            var name = tokens.After(next - 1);
            if (name.IsEmpty)
                return false;
            // HellSoft counts links first.
            var owner = open == 1 && at > 2 && ListNumber.AreDigits(tokens[0]) ? 1 : 0;
            entry = new FtpEntry
            {
                Name = name.ToString(),
                Kind = line[0] == 'd' ? FtpEntryKind.Directory : FtpEntryKind.File,
                Size = size,
                Modified = modified,
                Owner = context.Texts.Get(rest[tokens.Start(owner)..tokens.End(at - 2)]),
                Permissions = context.Texts.Get(line[(open + 1)..close]),
            };
            return true;
        }

        return false;
    }

    private static bool AreRights(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (c != '-' && !char.IsAsciiLetterUpper(c))
                return false;
        }

        return true;
    }
}
