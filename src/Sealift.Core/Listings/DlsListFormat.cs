using System.Diagnostics.CodeAnalysis;

namespace Sealift.Core.Listings;

/// <summary>
/// The "dls" servers: "README   763  Feb  3 18:21  Information about this server", "bin/   -" for directories. The size is in
/// front of the date, "-> " before a description marks a link, and long names have the rest on the next line.
/// </summary>
internal static class DlsListFormat
{
    public static bool TryParse(ReadOnlySpan<char> line, ListingContext context, [NotNullWhen(true)] out FtpEntry? entry)
    {
        entry = null;
        Span<Range> ranges = stackalloc Range[6];
        var tokens = new LineTokens(line, ranges);
        if (tokens.Count < 2 || ListingNoise.IsMatch(line))
            return false;
        var name = tokens[0];
        var isDirectory = name.Length > 1 && name.EndsWith('/');
        long? size = null;
        var hasNoSize = tokens[1] is "-" or "=";
        if (!hasNoSize && !ListNumber.TryParseSize(tokens[1], out size))
            return false;
        // A name and a number are too little to know the form by; a directory without a size is typical.
        if (context.Known != ListingDialect.Dls && !(isDirectory && hasNoSize))
            return false;

        var last = 1;
        FtpTimestamp? modified = null;
        if (UnixListDate.TryRead(tokens, 2, context.Now, out var found, out var next, out _) && next <= tokens.Count)
        {
            modified = found;
            last = next - 1;
        }

        var remark = tokens.After(last);
        var isLink = remark.StartsWith("-> ");
        entry = new FtpEntry
        {
            Name = (isDirectory ? name[..^1] : name).ToString(),
            Kind = isDirectory ? FtpEntryKind.Directory : isLink ? FtpEntryKind.Link : FtpEntryKind.File,
            Size = size,
            Modified = modified,
            LinkTarget = isLink ? remark[3..].Trim(" \t").ToString() : null,
        };
        return true;
    }
}
