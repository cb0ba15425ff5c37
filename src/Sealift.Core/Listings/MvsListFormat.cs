using System.Diagnostics.CodeAnalysis;

namespace Sealift.Core.Listings;

/// <summary>
/// Data sets of z/OS: "WPTA01 3390   2004/03/04  1    3  FB      80  3125  PO  NAME", and those that are not on a disk at the
/// moment. Columns run together when they are full; the organization and the name stand last.
/// </summary>
internal static class MvsListFormat
{
    public static bool TryParse(ReadOnlySpan<char> line, ListingContext context, [NotNullWhen(true)] out FtpEntry? entry) =>
        TryParseDataSet(line, out entry)
        || TryParseElsewhere(line, out entry)
        || MvsMemberFormat.TryParse(line, context, out entry)
        || JesListFormat.TryParse(line, context, out entry);

    private static bool TryParseDataSet(ReadOnlySpan<char> line, [NotNullWhen(true)] out FtpEntry? entry)
    {
        entry = null;
        Span<Range> ranges = stackalloc Range[13];
        var tokens = new LineTokens(line, ranges);
        if (tokens.Count is < 4 or 13 || tokens[0].Length > 6 || !IsUnit(tokens[1]))
            return false;
        var name = tokens[tokens.Count - 1];
        var organization = tokens[tokens.Count - 2];
        if (tokens.Count == 4)
        {
            // "TSO004 3390   VSAM NAME".
            if (!organization.SequenceEqual("VSAM"))
                return false;
            entry = new FtpEntry { Name = name.ToString(), Kind = FtpEntryKind.File };
            return true;
        }

        if (tokens.Count < 7 || !TryReadDate(tokens[2], out var referred) || !IsOrganization(organization))
            return false;
        entry = new FtpEntry
        {
            Name = name.ToString(),
            Kind = organization.StartsWith("PO") ? FtpEntryKind.Directory : FtpEntryKind.File,
            // The date of the last use is the only one there is. Extents and tracks say nothing of a length in bytes.
            Modified = referred,
        };
        return true;
    }

    // "Migrated   NAME", "ARCIVE Not Direct Access Device   NAME", "V43525 Tape   NAME", "Pseudo Directory   NAME".
    private static bool TryParseElsewhere(ReadOnlySpan<char> line, [NotNullWhen(true)] out FtpEntry? entry)
    {
        entry = null;
        Span<Range> ranges = stackalloc Range[7];
        var tokens = new LineTokens(line, ranges);
        if (tokens.Count is < 2 or 7)
            return false;
        var name = tokens[tokens.Count - 1];
        // In front of the name is a gap: a sentence has none.
        if (tokens.Start(tokens.Count - 1) < tokens.End(tokens.Count - 2) + 2)
            return false;
        var text = line[..tokens.End(tokens.Count - 2)].TrimStart(" \t");
        FtpEntryKind? kind = null;
        if (text is "Migrated")
            kind = FtpEntryKind.File;
        else if (text is "Pseudo Directory")
            kind = FtpEntryKind.Directory;
        else if (tokens.Count > 2 && tokens[0].Length <= 6)
            kind = KindOfVolume(line[tokens.Start(1)..tokens.End(tokens.Count - 2)]);
        if (kind is not { } found)
            return false;
        entry = new FtpEntry { Name = name.ToString(), Kind = found };
        return true;
    }

    private static FtpEntryKind? KindOfVolume(ReadOnlySpan<char> text) => text switch
    {
        "Tape" => FtpEntryKind.File,
        "Not Direct Access Device" or "Not Mounted" or "Error determining attributes" or "User Catalog Connector" => FtpEntryKind.Unknown,
        _ => null,
    };

    // A model of disk or tape: 3390, 3420, 3590-1.
    private static bool IsUnit(ReadOnlySpan<char> text) =>
        text.Length is >= 4 and <= 6 && ListNumber.AreDigits(text[..4]) && (text.Length == 4 || text[4] == '-');

    private static bool IsOrganization(ReadOnlySpan<char> text) => text is
        "PS" or "PS-E" or "PS-L" or "PS-B" or "PSU" or "PO" or "PO-E" or "POU" or "DA" or "DAU" or "IS" or "VS" or "VSAM" or "**" or "HFS" or "ZFS";

    private static bool TryReadDate(ReadOnlySpan<char> text, out FtpTimestamp? date)
    {
        date = null;
        if (text is "**NONE**")
            return true;
        if (!NumericDate.TryParse(text, default, FtpTimePrecision.Day, DateOrders.YearMonthDay, DateOrders.None, out var numbers)
            || text.Length != 10)
            return false;
        date = numbers.Resolve(DateOrders.YearMonthDay);
        return date is not null;
    }
}
