using System.Diagnostics.CodeAnalysis;

namespace Sealift.Core.Listings;

/// <summary>
/// Jobs of z/OS (SITE FILETYPE=JES): "USER1  JOB01906  OUTPUT    3 Spool Files" and, at the second interface level,
/// "USER2 JOB01906 OWNER  OUTPUT A  RC=0000 3 spool files". A job is got by its number.
/// </summary>
internal static class JesListFormat
{
    public static bool TryParse(ReadOnlySpan<char> line, ListingContext context, [NotNullWhen(true)] out FtpEntry? entry)
    {
        entry = null;
        Span<Range> ranges = stackalloc Range[6];
        var tokens = new LineTokens(line, ranges);
        if (tokens.Count < 3 || tokens[0].Length > 8 || !IsJob(tokens[1]))
            return false;
        var hasOwner = !IsStatus(tokens[2]);
        if (hasOwner && !IsStatus(tokens[3]))
            return false;
        entry = new FtpEntry
        {
            Name = tokens[1].ToString(),
            Kind = FtpEntryKind.File,
            Owner = hasOwner ? context.Texts.Get(tokens[2]) : null,
        };
        return true;
    }

    // JOB, STC and TSU with five digits; J, S and T with seven.
    private static bool IsJob(ReadOnlySpan<char> text) =>
        text.Length == 8
        && ((text[..3] is "JOB" or "STC" or "TSU" && ListNumber.AreDigits(text[3..]))
            || (text[0] is 'J' or 'S' or 'T' && ListNumber.AreDigits(text[1..])));

    private static bool IsStatus(ReadOnlySpan<char> text) => text is "INPUT" or "ACTIVE" or "OUTPUT" or "HELD";
}
