using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Sealift.Core.Listings;

/// <summary>Lines of LIST in the form of "ls -l", with the deviations that servers made of it.</summary>
public static class UnixListFormat
{
    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.,");
    private static readonly SearchValues<char> FlagCharacters = SearchValues.Create("-ABCDEFGHIJKLMNOPQRSTUVWXYZ");

    /// <summary>Reads one line.</summary>
    /// <param name="line">The line without its end. Blanks that lead the name belong to it; blanks before the mode do not matter.</param>
    /// <param name="now">The time at the server: a date without a year is the latest such date not more than a day ahead.</param>
    /// <param name="entry">
    /// The entry; its times are in the unknown zone of the server. A size that ran together with the group, or that is
    /// larger than <see cref="long.MaxValue"/>, is not stated.
    /// </param>
    /// <returns><see langword="false"/> for a line that is no entry, such as "total 12". Nothing is thrown for any text.</returns>
    public static bool TryParse(string line, DateTime now, [NotNullWhen(true)] out FtpEntry? entry)
    {
        ArgumentNullException.ThrowIfNull(line);
        entry = null;
        Span<Range> ranges = stackalloc Range[LineTokens.Max];
        var tokens = new LineTokens(line, ranges);
        if (tokens.Count < 3)
            return false;
        if (char.IsAsciiDigit(tokens[0][0]))
            return TryParseNumeric(line, tokens, out entry);
        if (!TryReadMode(tokens[0], out var kind, out var permissions, out var links) || kind is not { } found)
            return false;

        // "1ftp": columns ran together, nothing after them is certain.
        var first = links ? 0 : 1;
        if (!links && tokens[1].IndexOfAnyExceptInRange('0', '9') > 0 && char.IsAsciiDigit(tokens[1][0]) && !tokens[2].IsEmpty
            && tokens[1].ContainsAnyInRange('A', 'z'))
            return false;

        for (var i = first + 1; i < tokens.Count; i++)
        {
            if (i < 2 || !TryReadSize(tokens[i - 1], out var size, out var isGlued))
                continue;
            if (!UnixListDate.TryRead(tokens, i, now, out var modified, out var next, out var isPadded))
                continue;
            var name = NameAfter(line, tokens, next - 1, isPadded);
            if (name.Length == 0)
                return false;
            entry = Make(line, tokens, found, permissions, links, i - 1, size, isGlued, modified, name);
            return true;
        }

        return TryParseDateless(line, tokens, found, permissions, links, out entry);
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

    /// <summary>Whether a line is known to say nothing about an entry: blank, or the sum of blocks at the top ("total 12").</summary>
    internal static bool IsNoise(ReadOnlySpan<char> line)
    {
        line = line.Trim();
        if (line.IsEmpty)
            return true;
        var blank = line.IndexOfAny(' ', '\t');
        if (blank < 0 || !char.IsLetter(line[0]))
            return false;
        foreach (var c in line[..blank])
        {
            if (!char.IsLetter(c) && c != ':')
                return false;
        }

        var number = line[blank..].TrimStart();
        return number.Length <= 20 && char.IsAsciiDigit(number[0]) && !number[..^1].ContainsAnyExcept(NumberCharacters)
            && char.IsAsciiLetterOrDigit(number[^1]);
    }

    // The type letter, the mode, an optional sign for more (+ . @), and sometimes the link count without a blank before it.
    private static bool TryReadMode(ReadOnlySpan<char> token, out FtpEntryKind? kind, out string permissions, out bool links)
    {
        permissions = "";
        links = false;
        kind = token[0] switch
        {
            '-' or 'f' => FtpEntryKind.File,
            'd' => FtpEntryKind.Directory,
            'l' => FtpEntryKind.Link,
            'b' or 'c' or 'p' or 's' or 'D' => FtpEntryKind.Other,
            _ => null,
        };
        // Nine characters: one server leaves the last one out.
        if (kind is null || token.Length < 9)
            return false;
        var mode = token[1..];
        var length = Math.Min(mode.Length, 9);
        if (!UnixPermissions.AreLetters(mode[..Math.Min(length, 8)]))
        {
            // Connect:Enterprise prints flags of its own, in capitals.
            permissions = mode.ToString();
            return token[0] == '-' && !mode.ContainsAnyExcept(FlagCharacters);
        }

        var rest = mode[length..];
        if (length == 9 && !UnixPermissions.AreLetters(mode[..9]))
        {
            if (mode[8] is not ('+' or '.' or '@'))
                return false;
            rest = mode[8..];
            length = 8;
        }

        permissions = mode[..length].ToString();
        if (rest.StartsWith('+') || rest.StartsWith('.') || rest.StartsWith('@'))
            rest = rest[1..];
        links = !rest.IsEmpty;
        return !rest.ContainsAnyExceptInRange('0', '9');
    }

    // Digits; or "33.5k"; or digits glued to the group before them, which makes the size unknown.
    private static bool TryReadSize(ReadOnlySpan<char> token, out long? size, out bool isGlued)
    {
        size = null;
        isGlued = false;
        if (token.IsEmpty)
            return false;
        if (!token.ContainsAnyExceptInRange('0', '9'))
        {
            if (long.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
                size = value;
            return true;
        }

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
    private static bool TryParseNumeric(string line, LineTokens tokens, [NotNullWhen(true)] out FtpEntry? entry)
    {
        entry = null;
        if (tokens.Count < 6 || tokens[0].Length is < 6 or > 7 || tokens[0].ContainsAnyExceptInRange('0', '7'))
            return false;
        if (!TryReadSize(tokens[3], out var size, out var isGlued) || isGlued
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
            Name = line[tokens.Start(5)..],
            Kind = kind,
            Size = size,
            Modified = new FtpTimestamp(DateTime.UnixEpoch.AddSeconds(seconds), FtpTimePrecision.Second, IsUtc: true),
            Permissions = tokens[0].ToString(),
            Owner = tokens[1].ToString(),
            Group = tokens[2].ToString(),
        };
        return true;
    }

    // "drwxr-xr-x 3 owner group 512 name": a server that leaves the date out. Only where nothing looks like a damaged date.
    private static bool TryParseDateless(
        string line, LineTokens tokens, FtpEntryKind kind, string permissions, bool links, [NotNullWhen(true)] out FtpEntry? entry)
    {
        entry = null;
        var at = links ? 3 : 4;
        if (tokens.Count <= at + 1 || !TryReadSize(tokens[at], out var size, out var isGlued) || isGlued)
            return false;
        if (UnixListDate.LooksLikeDate(tokens[at + 1])
            || (tokens.Count > at + 2 && !tokens[at + 2].ContainsAnyExceptInRange('0', '9')))
            return false;
        var name = line[tokens.Start(at + 1)..];
        entry = Make(line, tokens, kind, permissions, links, at, size, isGlued, modified: null, name);
        return true;
    }

    private static FtpEntry Make(
        string line,
        LineTokens tokens,
        FtpEntryKind kind,
        string permissions,
        bool links,
        int sizeAt,
        long? size,
        bool isGlued,
        FtpTimestamp? modified,
        string name)
    {
        var from = 1;
        if (!links && from < sizeAt && !tokens[from].ContainsAnyExceptInRange('0', '9'))
            from++;
        var to = sizeAt;
        // "0, 27" are the numbers of a device.
        if (kind == FtpEntryKind.Other && to > from && tokens[to - 1].EndsWith(","))
        {
            size = null;
            to--;
        }

        string? owner = null;
        string? group = null;
        if (from < to)
            (owner, group) = Owners(line[tokens.Start(from)..tokens.End(to - 1)]);
        string? target = null;
        if (kind == FtpEntryKind.Link)
            (name, target) = SplitLink(name, size);
        else if (kind == FtpEntryKind.Directory && name.Length > 1 && name.EndsWith('/'))
            name = name[..^1];
        return new FtpEntry
        {
            Name = name,
            Kind = kind,
            Size = isGlued ? null : size,
            Modified = modified,
            LinkTarget = target,
            Permissions = permissions,
            Owner = owner,
            Group = group,
        };
    }

    // Names of owners and groups may have blanks; the columns are then told apart by more than one blank.
    private static (string? Owner, string? Group) Owners(string text)
    {
        var gap = text.IndexOf("  ", StringComparison.Ordinal);
        if (gap < 0)
            gap = text.AsSpan().IndexOfAny(' ', '\t');
        return gap < 0 ? (text, null) : (text[..gap], text[gap..].Trim(' ', '\t'));
    }

    // The size of a link is the length of its target: that decides between several arrows.
    private static (string Name, string? Target) SplitLink(string text, long? size)
    {
        const string Arrow = " -> ";
        var first = text.IndexOf(Arrow, StringComparison.Ordinal);
        if (first < 0)
            return text.EndsWith(" ->", StringComparison.Ordinal) ? (text[..^3], "") : (text, null);
        var count = 0;
        for (var at = first; at >= 0 && count < 16; at = text.IndexOf(Arrow, at + 1, StringComparison.Ordinal))
        {
            count++;
            if (at > 0 && Encoding.UTF8.GetByteCount(text.AsSpan(at + Arrow.Length)) == size)
                return (text[..at], text[(at + Arrow.Length)..]);
        }

        return (text[..first], text[(first + Arrow.Length)..]);
    }

    // One blank separates date and name, further ones belong to the name; unless the year was written to the left of its
    // column ("Aug 24 2001  name"), which shows by the single blank before it.
    private static string NameAfter(string line, LineTokens tokens, int last, bool isPadded)
    {
        var at = tokens.End(last);
        if (at >= line.Length)
            return "";
        at++;
        var isLeftYear = tokens[last].Length == 4 && !tokens[last].ContainsAnyExceptInRange('0', '9')
            && tokens.Start(last) == tokens.End(last - 1) + 1;
        if (isPadded)
        {
            while (at < line.Length && LineTokens.IsBlank(line[at]))
                at++;
        }
        else if (isLeftYear && at < line.Length && line[at] == ' ')
        {
            at++;
        }

        return line[at..];
    }

    private static string Column(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return "ftp";
        return string.Create(text.Length, text, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
                span[i] = char.IsControl(source[i]) || char.IsWhiteSpace(source[i]) ? '_' : source[i];
        });
    }
}
