using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Sealift.Core.Listings;

/// <summary>Connect:Enterprise: "-C--E-----FTP B QUA1I1      18128       41 Aug 12 13:56 name": flags, owner, number, size.</summary>
internal static class ConnectEnterpriseListFormat
{
    private static readonly SearchValues<char> Flags = SearchValues.Create("-ABCDEFGHIJKLMNOPQRSTUVWXYZ");

    public static bool TryParse(ReadOnlySpan<char> line, ListingContext context, [NotNullWhen(true)] out FtpEntry? entry)
    {
        entry = null;
        if (!line.StartsWith('-'))
            return false;
        Span<Range> ranges = stackalloc Range[12];
        var tokens = new LineTokens(line, ranges);
        var flags = tokens[0];
        if (flags.Length is < 10 or > 16 || flags.ContainsAnyExcept(Flags) || !flags.ContainsAnyInRange('A', 'Z')
            || tokens[1].Length != 1 || !char.IsAsciiLetterUpper(tokens[1][0])
            || !ListNumber.AreDigits(tokens[3]) || !ListNumber.TryParseSize(tokens[4], out var size)
            || !UnixListDate.TryRead(tokens, 5, context.Now, out var modified, out var next, out _))
            return false;
        var name = UnixListFormat.NameAfter(line, tokens, next - 1, isPadded: false);
        if (name.IsEmpty)
            return false;
        entry = new FtpEntry
        {
            Name = name.ToString(),
            Kind = FtpEntryKind.File,
            Size = size,
            Modified = modified,
            Owner = context.Texts.Get(tokens[2]),
            Group = context.Texts.Get(tokens[3]),
            Permissions = context.Texts.Get(flags),
        };
        return true;
    }
}
