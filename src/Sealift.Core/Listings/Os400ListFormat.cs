using System.Diagnostics.CodeAnalysis;

namespace Sealift.Core.Listings;

/// <summary>
/// IBM i: "QSYS  77824 02/23/00 15:09:55 *DIR  name/" and, for members, "QPGMR  *MEM  NAME.FILE/MEMBER.MBR". The order of the date is a
/// setting of the job: it stays open unless the numbers, or other lines, allow only one.
/// </summary>
internal static class Os400ListFormat
{
    public static bool TryParse(ReadOnlySpan<char> line, ListingContext context, [NotNullWhen(true)] out FtpEntry? entry)
    {
        entry = null;
        Span<Range> ranges = stackalloc Range[6];
        var tokens = new LineTokens(line, ranges);
        if (tokens.Count < 3)
            return false;
        if (tokens[1] is "*MEM")
        {
            entry = Make(tokens.After(1), tokens[1], tokens[0], null, null, context);
            return true;
        }

        if (tokens.Count < 6 || tokens[4].Length < 2 || tokens[4][0] != '*' || tokens[4] is "*MEM"
            || !ListNumber.TryParseSize(tokens[1], out var size)
            || !ListTime.TryParse(tokens[3], out var time, out var precision))
            return false;
        // Points are the separator of countries that write the day first.
        var orders = tokens[2].Contains('.') ? DateOrders.DayMonthYear : DateOrders.Any;
        if (!NumericDate.TryParse(tokens[2], time, precision, orders, DateOrders.None, out var date))
            return false;
        // A file is not from the future: that alone decides many dates.
        var past = context.Now.Year < 9999 ? date.Narrow(context.Now.AddDays(1)) : date;
        context.OpenDate = past.Orders == DateOrders.None ? date : past;
        entry = Make(tokens.After(4), tokens[4], tokens[0], size, context.OpenDate?.Certain, context);
        return true;
    }

    private static FtpEntry Make(
        ReadOnlySpan<char> name, ReadOnlySpan<char> type, ReadOnlySpan<char> owner, long? size, FtpTimestamp? modified, ListingContext context)
    {
        var kind = type switch
        {
            "*DIR" or "*DDIR" or "*LIB" or "*FLR" => FtpEntryKind.Directory,
            "*SYMLNK" => FtpEntryKind.Link,
            _ => FtpEntryKind.File,
        };
        var bare = name.TrimEnd('/');
        name = bare.Length > 0 ? bare : name[..1];
        // Whole paths are listed for some arguments. A member keeps its file before it.
        if (name.StartsWith('/') && name.Length > 1)
            name = name[(name.LastIndexOf('/') + 1)..];
        return new FtpEntry { Name = name.ToString(), Kind = kind, Size = size, Modified = modified, Owner = context.Texts.Get(owner) };
    }
}
