using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Sealift.Core.Listings;

/// <summary>
/// Lines of DIRECTORY on OpenVMS: "LOGIN.COM;2  1/3  4-NOV-1994 14:09:12  [GROUP,OWNER]  (RWED,RWED,RE,)", with the fields
/// after the name in any order and most of them absent on some server. Long names have the rest on the next line.
/// </summary>
internal static class VmsListFormat
{
    // A volume has at most 2^32 blocks: a larger number counts bytes.
    private const long MaxBlocks = uint.MaxValue;
    private const int BlockSize = 512;
    private const string DirectorySuffix = ".DIR";

    private static readonly SearchValues<char> Identifier =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789$_,*");

    private static readonly SearchValues<char> Protection = SearchValues.Create("RWEDrwed,");

    public static bool TryParse(ReadOnlySpan<char> line, ListingContext context, [NotNullWhen(true)] out FtpEntry? entry)
    {
        entry = null;
        Span<Range> ranges = stackalloc Range[12];
        var tokens = new LineTokens(line, ranges, isReturnBlank: true);
        if (tokens.Count < 2 || tokens.Count == ranges.Length)
            return false;
        var fields = new Fields(context.Texts);
        for (var at = 1; at < tokens.Count; at++)
        {
            if (!fields.TryTake(tokens, ref at))
                return false;
        }

        var name = WithoutDirectory(tokens[0]);
        var hasVersion = TryCutVersion(name, out var plain, out var version);
        if (plain.IsEmpty || fields.Modified is null)
            return false;
        if (!hasVersion && !fields.IsTypical && context.Known != ListingDialect.Vms)
            return false;

        var isDirectory = version <= 1 && plain.Length > DirectorySuffix.Length
            && plain.EndsWith(DirectorySuffix, StringComparison.OrdinalIgnoreCase);
        entry = new FtpEntry
        {
            Name = (isDirectory ? plain[..^DirectorySuffix.Length] : name).ToString(),
            Kind = isDirectory ? FtpEntryKind.Directory : FtpEntryKind.File,
            Size = fields.Size,
            IsSizeApproximate = fields.Size is not null,
            Modified = fields.Modified,
            Permissions = fields.Protection,
            Owner = fields.Owner,
            Group = fields.Group,
        };
        return true;
    }

    /// <summary>Whether a word ends as names of this system do, ";12": enough to expect the rest of the entry on the next line.</summary>
    public static bool EndsWithVersion(ReadOnlySpan<char> word) => TryCutVersion(word, out _, out _);

    // "[A.DIR]NAME;1" and "DISK:[A.DIR]NAME;1" name the directory too.
    private static ReadOnlySpan<char> WithoutDirectory(ReadOnlySpan<char> name)
    {
        var open = name.IndexOf('[');
        var close = name.LastIndexOf(']');
        return (open == 0 || (open > 0 && name[open - 1] == ':')) && close > open ? name[(close + 1)..] : name;
    }

    private static bool TryCutVersion(ReadOnlySpan<char> name, out ReadOnlySpan<char> plain, out int version)
    {
        var semicolon = name.LastIndexOf(';');
        version = 0;
        plain = name;
        if (semicolon < 1 || !ListNumber.TryParse(name[(semicolon + 1)..], 5, out version))
            return false;
        plain = name[..semicolon];
        return true;
    }

    // What stands after the name. Each field once, and nothing that is none of them.
    private struct Fields(TextCache texts)
    {
        private bool _hasSize;

        public long? Size { get; private set; }

        public FtpTimestamp? Modified { get; private set; }

        public string? Owner { get; private set; }

        public string? Group { get; private set; }

        public string? Protection { get; private set; }

        public bool IsTypical { get; private set; }

        public bool TryTake(scoped LineTokens tokens, ref int at)
        {
            var token = tokens[at];
            if (token[0] == '[')
                return TryTakeOwner(token[^1] == ']' ? token[1..^1] : token[1..]);
            if (token[0] == '(')
                return TryTakeProtection(token);
            if (Modified is null && TryTakeDate(token, tokens[at + 1], ref at))
                return true;
            if (!_hasSize && TryTakeSize(token))
                return true;
            // Some servers print an owner without its brackets, after the date.
            return Modified is not null && !char.IsAsciiDigit(token[0]) && TryTakeOwner(token);
        }

        private bool TryTakeOwner(ReadOnlySpan<char> text)
        {
            if (Owner is not null || text.IsEmpty || text.ContainsAnyExcept(VmsListFormat.Identifier))
                return false;
            IsTypical = true;
            var comma = text.IndexOf(',');
            Group = comma < 0 ? null : texts.Get(text[..comma]);
            Owner = texts.Get(comma < 0 ? text : text[(comma + 1)..]);
            return true;
        }

        private bool TryTakeProtection(ReadOnlySpan<char> text)
        {
            if (Protection is not null || text.Length < 3 || text[^1] != ')' || text[1..^1].ContainsAnyExcept(VmsListFormat.Protection))
                return false;
            IsTypical = true;
            Protection = texts.Get(text[1..^1]);
            return true;
        }

        // "4-NOV-1994", then often "14:09" or "14:09:12.34".
        private bool TryTakeDate(ReadOnlySpan<char> text, ReadOnlySpan<char> after, ref int at)
        {
            if (!NamedDate.TryParse(text, out var year, out var month, out var day))
                return false;
            var precision = FtpTimePrecision.Day;
            if (ListTime.TryParse(after, out var time, out var found))
            {
                precision = found;
                at++;
            }

            if (!ListTime.TryJoin(year, month, day, time, precision, out var modified))
                return false;
            Modified = modified;
            return true;
        }

        // Blocks used, blocks used and allocated ("213/216"), or a number with its unit ("2KB").
        private bool TryTakeSize(ReadOnlySpan<char> text)
        {
            var slash = text.IndexOf('/');
            var number = slash < 0 ? text : text[..slash];
            var unit = (long)BlockSize;
            if (slash >= 0 && !ListNumber.AreDigits(text[(slash + 1)..]))
                return false;
            if (slash < 0 && text.Length > 2 && text[^1] is 'B' or 'b')
            {
                unit = char.ToUpperInvariant(text[^2]) switch { 'K' => 1L << 10, 'M' => 1L << 20, 'G' => 1L << 30, _ => 0 };
                if (unit == 0)
                    return false;
                number = text[..^2];
            }

            if (!ListNumber.TryParseSize(number, out var value))
                return false;
            _hasSize = true;
            Size = value is not { } count ? null : count > MaxBlocks ? count : count * unit;
            return true;
        }
    }
}
