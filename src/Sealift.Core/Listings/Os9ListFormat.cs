using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Sealift.Core.Listings;

/// <summary>OS-9: "20.20 07/03/29 1026 d-ewrewr 2650 85920 name": owner, date, attributes, sector, size.</summary>
internal static class Os9ListFormat
{
    private static readonly SearchValues<char> Attributes = SearchValues.Create("-dsewr");

    public static bool TryParse(ReadOnlySpan<char> line, ListingContext context, [NotNullWhen(true)] out FtpEntry? entry)
    {
        entry = null;
        Span<Range> ranges = stackalloc Range[8];
        var tokens = new LineTokens(line, ranges);
        if (tokens.Count < 7 || !IsOwner(tokens[0]) || tokens[1].Length != 8 || !ListNumber.TryParse(tokens[2], 4, out _)
            || tokens[3].Length != 8 || tokens[3].ContainsAnyExcept(Attributes)
            || tokens[4].Length > 8 || !ListNumber.TryParseSize(tokens[5], out var size)
            || !NumericDate.TryParse(tokens[1], default, FtpTimePrecision.Day, DateOrders.YearMonthDay, DateOrders.None, out var date))
            return false;
        entry = new FtpEntry
        {
            Name = tokens.After(5).ToString(),
            Kind = tokens[3][0] == 'd' ? FtpEntryKind.Directory : FtpEntryKind.File,
            Size = size,
            // Only the day: what follows it is not relied on.
            Modified = date.Resolve(date.Orders),
            Owner = context.Texts.Get(tokens[0]),
            Permissions = context.Texts.Get(tokens[3]),
        };
        return true;
    }

    // Group and user as two numbers.
    private static bool IsOwner(ReadOnlySpan<char> text)
    {
        var dot = text.IndexOf('.');
        return dot > 0 && ListNumber.AreDigits(text[..dot]) && ListNumber.AreDigits(text[(dot + 1)..]);
    }
}
