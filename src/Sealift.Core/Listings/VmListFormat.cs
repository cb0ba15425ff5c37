using System.Diagnostics.CodeAnalysis;

namespace Sealift.Core.Listings;

/// <summary>
/// z/VM ("README   ANONYMOU V  71  26  1 1997-04-02 12:33:20 OWNER") and VM/CMS ("PROFILE  EXEC  A1 V  17  3  1  9/12/91  12:39:07").
/// The length of a record is the longest, so the size is not known.
/// </summary>
internal static class VmListFormat
{
    public static bool TryParse(ReadOnlySpan<char> line, ListingContext context, [NotNullWhen(true)] out FtpEntry? entry)
    {
        entry = null;
        Span<Range> ranges = stackalloc Range[11];
        var tokens = new LineTokens(line, ranges);
        if (tokens.Count is < 7 or 11)
            return false;
        var at = 5;
        while (at < 8 && !IsDate(tokens[at]))
            at++;
        if (at == 8 || tokens.Count > at + 3 || !ListTime.TryParse(tokens[at + 1], out var time, out var precision)
            || !NumericDate.TryParse(tokens[at], time, precision, DateOrders.MonthDayYear, DateOrders.None, out var date))
            return false;
        var modified = date.Resolve(date.Orders);
        for (var i = at - 3; i < at; i++)
        {
            if (tokens[i] is not "-" && !ListNumber.AreDigits(tokens[i]))
                return false;
        }

        // Before the format: name, type and, on CMS, the file mode. A directory has no type.
        var isDirectory = tokens[at - 4] is "DIR";
        if ((!isDirectory && tokens[at - 4] is not ("V" or "F")) || at - 4 > (isDirectory ? 2 : 3) || modified is null)
            return false;
        var owner = tokens[at + 2];
        entry = new FtpEntry
        {
            Name = isDirectory ? tokens[0].ToString() : $"{tokens[0]}.{tokens[1]}",
            Kind = isDirectory ? FtpEntryKind.Directory : FtpEntryKind.File,
            Modified = modified,
            Owner = owner.IsEmpty || owner is "-" ? null : context.Texts.Get(owner),
        };
        return true;
    }

    private static bool IsDate(ReadOnlySpan<char> text) => text.Length >= 6 && text.Count('-') + text.Count('/') == 2;
}
