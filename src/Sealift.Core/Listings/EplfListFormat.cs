using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Sealift.Core.Listings;

/// <summary>EPLF: "+i8388621.29609,m824255902,/,\tdev" is facts with commas, a tab and a name; times are seconds since 1970, UTC.</summary>
internal static class EplfListFormat
{
    private const long LastSecond = 253_402_300_799;

    public static bool TryParse(ReadOnlySpan<char> line, ListingContext context, [NotNullWhen(true)] out FtpEntry? entry)
    {
        entry = null;
        var tab = line.IndexOf('\t');
        if (tab < 1 || tab == line.Length - 1 || line[0] != '+')
            return false;
        // An entry that may neither be retrieved nor entered is kept: nothing is known of its kind.
        var kind = FtpEntryKind.Unknown;
        long? size = null;
        FtpTimestamp? modified = null;
        string? unique = null;
        string? permissions = null;
        var facts = line[1..tab];
        foreach (var range in facts.Split(','))
        {
            var fact = facts[range];
            if (fact.IsEmpty)
                continue;
            var value = fact[1..];
            switch (fact[0])
            {
                case '/':
                    kind = FtpEntryKind.Directory;
                    break;
                case 'r' when kind == FtpEntryKind.Unknown:
                    kind = FtpEntryKind.File;
                    break;
                case 's':
                    size = ListNumber.TryParseSize(value, out var bytes) ? bytes : null;
                    break;
                case 'm':
                    modified = Time(value);
                    break;
                case 'i':
                    unique = value.ToString();
                    break;
                case 'u' when value.StartsWith("p"):
                    permissions = context.Texts.Get(value[1..]);
                    break;
                default:
                    break;
            }
        }

        entry = new FtpEntry
        {
            Name = line[(tab + 1)..].ToString(),
            Kind = kind,
            Size = size,
            Modified = modified,
            Unique = unique,
            Permissions = permissions,
        };
        return true;
    }

    private static FtpTimestamp? Time(ReadOnlySpan<char> text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= LastSecond
            ? new FtpTimestamp(DateTime.UnixEpoch.AddSeconds(seconds), FtpTimePrecision.Second, IsUtc: true)
            : null;
}
