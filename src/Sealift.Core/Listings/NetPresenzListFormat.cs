using System.Diagnostics.CodeAnalysis;

namespace Sealift.Core.Listings;

/// <summary>
/// Servers of the classic Mac OS: "-rw-r--r--  54149  27826  81975 Jul 22  2010 name" has the sizes of both forks and their sum;
/// "drwxr-xr-x  folder  5 Mar 22 10:06 name" counts what is in a folder.
/// </summary>
internal static class NetPresenzListFormat
{
    public static bool TryParse(ReadOnlySpan<char> line, ListingContext context, [NotNullWhen(true)] out FtpEntry? entry)
    {
        entry = null;
        if (line.Length < 20 || line[0] is not ('-' or 'd' or 'l') || !UnixPermissions.AreLetters(line[1..10]) || !LineTokens.IsBlank(line[10]))
            return false;
        var isFolder = line[10..].TrimStart(" \t").StartsWith("folder ");
        if (!isFolder && !char.IsAsciiDigit(line[10..].TrimStart(" \t") is [var c, ..] ? c : ' '))
            return false;
        Span<Range> ranges = stackalloc Range[10];
        var tokens = new LineTokens(line, ranges);
        var first = isFolder ? 3 : 4;
        long? size = null;
        if (isFolder ? !ListNumber.AreDigits(tokens[2]) : !TryReadForks(tokens, out size))
            return false;
        if (!UnixListDate.TryRead(tokens, first, context.Now, out var modified, out var next, out _) || next >= tokens.Count)
            return false;
        var name = UnixListFormat.NameAfter(line, tokens, next - 1, isPadded: false);
        entry = new FtpEntry
        {
            Name = name.ToString(),
            Kind = isFolder || line[0] == 'd' ? FtpEntryKind.Directory : line[0] == 'l' ? FtpEntryKind.Link : FtpEntryKind.File,
            Size = size,
            Modified = modified,
            Permissions = context.Texts.Get(line[1..10]),
        };
        return true;
    }

    // Without the sum the three numbers would be a link count, an owner and a size.
    private static bool TryReadForks(LineTokens tokens, out long? size)
    {
        size = null;
        return ListNumber.TryParseSize(tokens[1], out var one) && ListNumber.TryParseSize(tokens[2], out var two)
            && ListNumber.TryParseSize(tokens[3], out size) && size is not null && (UInt128)(one ?? 0) + (UInt128)(two ?? 0) == (UInt128)size;
    }
}
