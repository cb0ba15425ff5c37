using System.Diagnostics.CodeAnalysis;

namespace Sealift.Core.Listings;

/// <summary>HPE NonStop: "FILE3   101    16354 14-Mar-14 15:09:12 244, 10 "nunu"": code, end of file, date, owner, security.</summary>
internal static class NonStopListFormat
{
    public static bool TryParse(ReadOnlySpan<char> line, ListingContext context, [NotNullWhen(true)] out FtpEntry? entry)
    {
        entry = null;
        Span<Range> ranges = stackalloc Range[9];
        var tokens = new LineTokens(line, ranges);
        if (tokens.Count is < 7 or 9 || !IsCode(tokens[1])
            || !ListNumber.TryParseSize(tokens[2], out var size)
            || !NamedDate.TryParse(tokens[3], out var year, out var month, out var day)
            || !ListTime.TryParse(tokens[4], out var time, out var precision)
            || !ListTime.TryJoin(year, month, day, time, precision, out var modified))
            return false;
        var security = tokens[tokens.Count - 1];
        if (security.Length < 3 || security[0] != '"' || security[^1] != '"' || !IsOwner(tokens[5], tokens[tokens.Count - 2]))
            return false;
        entry = new FtpEntry
        {
            Name = tokens[0].ToString(),
            Kind = FtpEntryKind.File,
            Size = size,
            Modified = modified,
            Owner = context.Texts.Get(line[tokens.Start(5)..tokens.End(tokens.Count - 2)]),
            Permissions = context.Texts.Get(security[1..^1]),
        };
        return true;
    }

    // A number, with a letter for an open or a broken file.
    private static bool IsCode(ReadOnlySpan<char> text) =>
        ListNumber.AreDigits(text) || (text.Length > 1 && char.IsAsciiLetterUpper(text[^1]) && ListNumber.AreDigits(text[..^1]));

    // Group and user: "255,255" is one word, "244, 10" are two.
    private static bool IsOwner(ReadOnlySpan<char> first, ReadOnlySpan<char> last)
    {
        var comma = first.IndexOf(',');
        var user = comma == first.Length - 1 ? last : first[(comma + 1)..];
        return comma > 0 && ListNumber.AreDigits(first[..comma]) && ListNumber.AreDigits(user);
    }
}
