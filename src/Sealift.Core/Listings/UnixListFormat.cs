using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Sealift.Core.Listings;

/// <summary>Lines of LIST in the form of "ls -l", with the deviations that servers made of it.</summary>
public static class UnixListFormat
{
    // Mode, links, owner, group and size come before it.
    private const int DatePlace = 5;

    /// <summary>Reads one line.</summary>
    /// <param name="line">The line without its end. Blanks that lead the name belong to it; blanks before the mode do not matter.</param>
    /// <param name="now">The time at the server: a date without a year is the latest such date not more than a day ahead.</param>
    /// <param name="entry">
    /// The entry; its times are in the unknown zone of the server. A size that ran together with the group, or that is
    /// larger than <see cref="long.MaxValue"/>, is not stated.
    /// </param>
    /// <returns><see langword="false"/> for a line that is no entry, such as "total 12". Nothing is thrown for any text.</returns>
    public static bool TryParse(ReadOnlySpan<char> line, DateTime now, [NotNullWhen(true)] out FtpEntry? entry) =>
        TryParse(line, new ListingContext(now), out entry);

    internal static bool TryParse(ReadOnlySpan<char> line, ListingContext context, [NotNullWhen(true)] out FtpEntry? entry)
    {
        entry = null;
        Span<Range> ranges = stackalloc Range[LineTokens.Max];
        var tokens = new LineTokens(line, ranges);
        if (tokens.Count < 3)
            return false;
        if (char.IsAsciiDigit(tokens[0][0]))
            return TryParseNumeric(line, tokens, context, out entry);
        if (!TryReadMode(tokens[0], out var mode))
            return false;

        // "1ftp": columns ran together, nothing after them is certain.
        var first = mode.HasLinks ? 0 : 1;
        if (!mode.HasLinks && tokens[1].IndexOfAnyExceptInRange('0', '9') > 0 && tokens[1].ContainsAnyInRange('A', 'z'))
            return false;

        // With links, owner and group the date has its place; looked for from the left, it could be found in the names of both
        // ("1 may 12 2020 Jan 31 12:30 x").
        if (!mode.HasLinks && TryReadDate(line, tokens, mode, DatePlace, context, out entry) is { } usual)
            return usual;
        for (var i = Math.Max(first + 1, 2); i < tokens.Count; i++)
        {
            if (TryReadDate(line, tokens, mode, i, context, out entry) is { } read)
                return read;
        }

        return TryParseDateless(line, tokens, mode, context, out entry);
    }

    /// <summary>Writes one line as "ls -l" prints it in English: "-rw-r--r--   1 owner    group         1234 Jan 31 12:30 name".</summary>
    /// <param name="entry">The entry. What it does not state gets a harmless value: mode by kind, owner and group "ftp", size 0.</param>
    /// <param name="now">Dates in the half year before it show the time of day, others the year.</param>
    /// <exception cref="ArgumentException">The name is not safe (<see cref="FtpEntry.IsSafeName"/>): it could forge another line.</exception>
    public static string Format(FtpEntry entry, DateTime now)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (!entry.IsSafeName)
            throw new ArgumentException("The name cannot stand in a listing.", nameof(entry));
        var isDirectory = entry.Kind is FtpEntryKind.Directory or FtpEntryKind.CurrentDirectory or FtpEntryKind.ParentDirectory;
        var type = isDirectory ? 'd' : entry.Kind == FtpEntryKind.Link ? 'l' : entry.Kind == FtpEntryKind.Other ? 'p' : '-';
        if (entry.Permissions is null || !UnixPermissions.TryToLetters(entry.Permissions, out var mode))
            mode = isDirectory ? "rwxr-xr-x" : "rw-r--r--";
        var modified = entry.Modified?.Value ?? DateTime.UnixEpoch;
        var age = now.Ticks - modified.Ticks;
        var isRecent = age >= 0 && age < TimeSpan.TicksPerDay * 180
            && (entry.Modified?.Precision ?? FtpTimePrecision.Day) >= FtpTimePrecision.Minute;
        var date = modified.ToString(isRecent ? "MMM dd HH':'mm" : "MMM dd  yyyy", CultureInfo.InvariantCulture);
        var output = new StringBuilder();
        output.Append(
            CultureInfo.InvariantCulture,
            $"{type}{mode}   1 {Column(entry.Owner),-8} {Column(entry.Group),-8} {entry.Size ?? 0,12} {date} {entry.Name}");
        if (entry.Kind == FtpEntryKind.Link && entry.LinkTarget is { } target && !target.Any(char.IsControl))
            output.Append(" -> ").Append(target);
        return output.ToString();
    }

    /// <summary>
    /// The name after the last word of the date. One blank separates them, further ones belong to the name; unless the year was
    /// written to the left of its column ("Aug 24 2001  name"), which shows by the single blank before it.
    /// </summary>
    internal static ReadOnlySpan<char> NameAfter(ReadOnlySpan<char> line, LineTokens tokens, int last, bool isPadded)
    {
        var at = tokens.End(last);
        if (at >= line.Length)
            return [];
        at++;
        if (isPadded)
            return line[at..].TrimStart(" \t");
        var isLeftYear = tokens[last].Length == 4 && ListNumber.AreDigits(tokens[last]) && tokens.Start(last) == tokens.End(last - 1) + 1;
        return isLeftYear && at < line.Length && line[at] == ' ' ? line[(at + 1)..] : line[at..];
    }

    // Null where no date and no size before it begin there; then another place may be theirs.
    private static bool? TryReadDate(
        ReadOnlySpan<char> line, LineTokens tokens, Mode mode, int at, ListingContext context, out FtpEntry? entry)
    {
        entry = null;
        if (!TryReadSize(tokens[at - 1], out var size, out var isGlued)
            || !UnixListDate.TryRead(tokens, at, context.Now, out var modified, out var next, out var isPadded))
            return null;
        var name = NameAfter(line, tokens, next - 1, isPadded);
        return !name.IsEmpty && TryMake(line, tokens, mode, at - 1, isGlued ? null : size, modified, name, context, out entry);
    }

    // The type letter, the mode, an optional sign for more (+ . @), and sometimes the link count without a blank before it.
    private static bool TryReadMode(ReadOnlySpan<char> token, out Mode mode)
    {
        mode = default;
        // Nine characters: one server leaves the last one out.
        if (token.Length < 9 || KindOf(token[0]) is not { } kind || !UnixPermissions.AreLetters(token[1..9]))
            return false;
        var length = token.Length > 9 && UnixPermissions.IsLast(token[9]) ? 9 : 8;
        var rest = token[(length + 1)..];
        if (length == 8 && !rest.IsEmpty && rest[0] is not ('+' or '.' or '@'))
            return false;
        if (!rest.IsEmpty && rest[0] is '+' or '.' or '@')
            rest = rest[1..];
        mode = new Mode(kind, token.Slice(1, length), !rest.IsEmpty);
        return !rest.ContainsAnyExceptInRange('0', '9');
    }

    private static FtpEntryKind? KindOf(char type) => type switch
    {
        '-' or 'f' => FtpEntryKind.File,
        'd' => FtpEntryKind.Directory,
        'l' => FtpEntryKind.Link,
        'b' or 'c' or 'p' or 's' or 'D' => FtpEntryKind.Other,
        _ => null,
    };

    // Digits; or "33.5k"; or digits glued to the group before them, which makes the size unknown.
    private static bool TryReadSize(ReadOnlySpan<char> token, out long? size, out bool isGlued)
    {
        size = null;
        isGlued = false;
        if (token.IsEmpty)
            return false;
        if (ListNumber.TryParseSize(token, out size))
            return true;

        if (char.IsAsciiDigit(token[^1]))
        {
            isGlued = char.IsAsciiLetter(token[0]);
            return isGlued;
        }

        var scale = "kmgt".IndexOf(char.ToLowerInvariant(token[^1]), StringComparison.Ordinal) + 1;
        if (scale == 0 || token.Length > 12
            || !decimal.TryParse(token[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            return false;
        var bytes = number * (1L << (10 * scale));
        size = bytes <= long.MaxValue ? (long)bytes : null;
        return true;
    }

    // "0100644   500  101   12345    123456789       name": mode, owner, group, size, seconds since 1970.
    private static bool TryParseNumeric(
        ReadOnlySpan<char> line, LineTokens tokens, ListingContext context, [NotNullWhen(true)] out FtpEntry? entry)
    {
        entry = null;
        if (tokens.Count < 6 || tokens[0].Length is < 6 or > 7 || tokens[0].ContainsAnyExceptInRange('0', '7'))
            return false;
        if (!ListNumber.TryParseSize(tokens[3], out var size)
            || !long.TryParse(tokens[4], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || seconds > 253_402_300_799)
            return false;
        var kind = (UnixPermissions.ParseOctal(tokens[0]) & 0xF000) switch
        {
            0x4000 => FtpEntryKind.Directory,
            0x8000 => FtpEntryKind.File,
            0xA000 => FtpEntryKind.Link,
            _ => FtpEntryKind.Other,
        };
        entry = new FtpEntry
        {
            Name = line[tokens.Start(5)..].ToString(),
            Kind = kind,
            Size = size,
            Modified = new FtpTimestamp(DateTime.UnixEpoch.AddSeconds(seconds), FtpTimePrecision.Second, IsUtc: true),
            Permissions = context.Texts.Get(tokens[0]),
            Owner = context.Texts.Get(tokens[1]),
            Group = context.Texts.Get(tokens[2]),
        };
        return true;
    }

    // "drwxr-xr-x 3 owner group 512 name": a server that leaves the date out. Only where nothing looks like a damaged date.
    private static bool TryParseDateless(
        ReadOnlySpan<char> line, LineTokens tokens, Mode mode, ListingContext context, [NotNullWhen(true)] out FtpEntry? entry)
    {
        entry = null;
        var at = mode.HasLinks ? 3 : 4;
        if (tokens.Count <= at + 1 || !TryReadSize(tokens[at], out var size, out var isGlued) || isGlued)
            return false;
        if (UnixListDate.LooksLikeDate(tokens[at + 1]) || (tokens.Count > at + 2 && ListNumber.AreDigits(tokens[at + 2])))
            return false;
        return TryMake(line, tokens, mode, at, size, modified: null, line[tokens.Start(at + 1)..], context, out entry);
    }

    private static bool TryMake(
        ReadOnlySpan<char> line,
        LineTokens tokens,
        Mode mode,
        int sizeAt,
        long? size,
        FtpTimestamp? modified,
        ReadOnlySpan<char> name,
        ListingContext context,
        [NotNullWhen(true)] out FtpEntry? entry)
    {
        entry = null;
        var from = 1;
        if (!mode.HasLinks && from < sizeAt && ListNumber.AreDigits(tokens[from]))
            from++;
        var to = sizeAt;
        // "0, 27" and "109,767" are the numbers of a device.
        if (mode.Kind == FtpEntryKind.Other && to > from && tokens[to - 1].EndsWith(','))
        {
            size = null;
            to--;
        }

        ReadOnlySpan<char> owner = [];
        ReadOnlySpan<char> group = [];
        if (from < to && !TryReadOwners(line[tokens.Start(from)..tokens.End(to - 1)], out owner, out group))
            return false;
        string? target = null;
        if (mode.Kind == FtpEntryKind.Link)
            target = SplitLink(ref name, size);
        else if (mode.Kind == FtpEntryKind.Directory && name.Length > 1 && name.EndsWith('/'))
            name = name[..^1];
        entry = new FtpEntry
        {
            Name = name.ToString(),
            Kind = mode.Kind,
            Size = size,
            Modified = modified,
            LinkTarget = target,
            Permissions = context.Texts.Get(mode.Permissions),
            Owner = owner.IsEmpty ? null : context.Texts.Get(owner),
            Group = group.IsEmpty ? null : context.Texts.Get(group),
        };
        return true;
    }

    // Names of owners and groups may have blanks; the columns are then told apart by more than one blank. A number between
    // two gaps is a column of its own, and what follows it is none that is known: the columns are not what they seem.
    private static bool TryReadOwners(ReadOnlySpan<char> text, out ReadOnlySpan<char> owner, out ReadOnlySpan<char> group)
    {
        var gap = text.IndexOf("  ");
        if (gap < 0)
            gap = text.IndexOfAny(' ', '\t');
        owner = gap < 0 ? text : text[..gap];
        group = gap < 0 ? [] : text[gap..].Trim(" \t");
        var second = group.IndexOf("  ");
        return second < 0 || !ListNumber.AreDigits(group[..second]);
    }

    // The size of a link is the length of its target: that decides between several arrows.
    private static string? SplitLink(ref ReadOnlySpan<char> text, long? size)
    {
        const string Arrow = " -> ";
        var first = text.IndexOf(Arrow);
        if (first < 0)
        {
            if (!text.EndsWith(" ->"))
                return null;
            text = text[..^3];
            return "";
        }

        var at = first;
        for (var count = 0; count < 16; count++)
        {
            if (at > 0 && Encoding.UTF8.GetByteCount(text[(at + Arrow.Length)..]) == size)
            {
                first = at;
                break;
            }

            var further = text[(at + 1)..].IndexOf(Arrow);
            if (further < 0)
                break;
            at += further + 1;
        }

        var target = text[(first + Arrow.Length)..].ToString();
        text = text[..first];
        return target;
    }

    private static string Column(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return "ftp";
        return string.Create(text.Length, text, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
                span[i] = char.IsControl(source[i]) || char.IsWhiteSpace(source[i]) ? '_' : source[i];

            // A comma before the size makes the two the numbers of a device.
            if (span[^1] == ',')
                span[^1] = '_';
        });
    }

    // The first column: kind, permissions, and whether the link count is glued to it.
    private readonly ref struct Mode(FtpEntryKind kind, ReadOnlySpan<char> permissions, bool hasLinks)
    {
        public FtpEntryKind Kind { get; } = kind;

        public ReadOnlySpan<char> Permissions { get; } = permissions;

        public bool HasLinks { get; } = hasLinks;
    }
}
