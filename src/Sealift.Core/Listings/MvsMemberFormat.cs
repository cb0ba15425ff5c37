using System.Diagnostics.CodeAnalysis;

namespace Sealift.Core.Listings;

/// <summary>
/// Members of a partitioned data set of z/OS: with statistics ("SAVE03  01.03 2002/09/12 2002/10/11 09:37  11  11  0 KIL001"),
/// of load modules ("EAGKCPT  000058  000009  00 FO  RN RU  31  ANY"), or as a bare name.
/// </summary>
internal static class MvsMemberFormat
{
    public static bool TryParse(ReadOnlySpan<char> line, ListingContext context, [NotNullWhen(true)] out FtpEntry? entry)
    {
        entry = null;
        Span<Range> ranges = stackalloc Range[14];
        var tokens = new LineTokens(line, ranges);
        if (tokens.Count is 0 or 14)
            return false;
        FtpTimestamp? changed = null;
        string? owner = null;
        if (tokens.Count == 1)
        {
            // One word could be anything, unless the listing is known to be of members.
            if (context.Known != ListingDialect.Mvs)
                return false;
        }
        else if (IsVersion(tokens[1]))
        {
            if (!TryReadChange(tokens, out changed))
                return false;
            owner = tokens.Count == 9 ? context.Texts.Get(tokens[8]) : null;
        }
        else if (!IsLoadModule(tokens))
        {
            return false;
        }

        // Neither a count of records nor the length of a load module is what a transfer brings.
        entry = new FtpEntry
        {
            Name = tokens[0].ToString(),
            Kind = FtpEntryKind.File,
            Modified = changed,
            Owner = owner,
        };
        return true;
    }

    private static bool IsVersion(ReadOnlySpan<char> text) =>
        text.Length == 5 && text[2] == '.' && ListNumber.AreDigits(text[..2]) && ListNumber.AreDigits(text[3..]);

    private static bool TryReadChange(LineTokens tokens, out FtpTimestamp? changed)
    {
        changed = null;
        if (tokens.Count is < 5 or > 9 || !ListTime.TryParse(tokens[4], out var time, out var precision)
            || !NumericDate.TryParse(tokens[2], default, FtpTimePrecision.Day, DateOrders.YearMonthDay, DateOrders.None, out _)
            || !NumericDate.TryParse(tokens[3], time, precision, DateOrders.YearMonthDay, DateOrders.None, out var date))
            return false;
        changed = date.Resolve(DateOrders.YearMonthDay);
        return true;
    }

    // Size and track address as six digits of sixteen, an alias or none, and two digits of authorization.
    private static bool IsLoadModule(LineTokens tokens) =>
        tokens.Count >= 5 && IsHex(tokens[1]) && IsHex(tokens[2]) && (IsCode(tokens[3]) || IsCode(tokens[4]));

    private static bool IsHex(ReadOnlySpan<char> text)
    {
        if (text.Length is not (6 or 8))
            return false;
        foreach (var c in text)
        {
            if (!char.IsAsciiHexDigitUpper(c))
                return false;
        }

        return true;
    }

    private static bool IsCode(ReadOnlySpan<char> text) => text.Length == 2 && ListNumber.AreDigits(text);
}
