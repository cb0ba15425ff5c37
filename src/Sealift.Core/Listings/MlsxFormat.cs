using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Sealift.Core.Listings;

/// <summary>The lines of MLSD and MLST (RFC 3659 section 7): facts, one space, a name.</summary>
public static class MlsxFormat
{
    /// <summary>Reads a line of MLSD.</summary>
    /// <param name="line">The line without its end. A line that begins with a space has no facts; spaces after the first one are part of the name.</param>
    /// <param name="entry">The entry. A fact that is not understood is not stated.</param>
    /// <returns><see langword="false"/> for a line that is none. Nothing is thrown for any text.</returns>
    public static bool TryParse(ReadOnlySpan<char> line, [NotNullWhen(true)] out FtpEntry? entry) =>
        TryParse(line, new TextCache(), out entry);

    internal static bool TryParse(ReadOnlySpan<char> line, TextCache texts, [NotNullWhen(true)] out FtpEntry? entry)
    {
        entry = null;
        if (!TryFindName(line, out var factsEnd, out var nameStart))
            return false;
        var facts = new MlsxFacts(texts);
        foreach (var range in line[..factsEnd].Split(';'))
        {
            var fact = line[range];
            if (fact.IsEmpty)
                continue;
            var equals = fact.IndexOf('=');
            if (equals <= 0)
                return false;
            facts.Take(fact[..equals], fact[(equals + 1)..]);
        }

        entry = facts.ToEntry(line[nameStart..].ToString());
        return true;
    }

    /// <summary>Reads the line between the first and the last of a reply to MLST, which begins with one space of its own.</summary>
    /// <param name="line">The inner line of the reply. The name in it may be a whole path (RFC 3659 section 7.1).</param>
    /// <param name="entry">The entry.</param>
    /// <returns><see langword="false"/> for a line that is none.</returns>
    public static bool TryParseReplyLine(ReadOnlySpan<char> line, [NotNullWhen(true)] out FtpEntry? entry) =>
        TryParse(line.StartsWith(' ') ? line[1..] : line, out entry);

    /// <summary>Writes a line of MLSD, without the leading space of MLST.</summary>
    /// <param name="entry">The entry. A value that cannot stand in a fact (a semicolon, a space, a control character) is left out.</param>
    /// <param name="facts">The names of the facts to write, in any case (RFC 3659 section 7.9); all that are stated by default.</param>
    /// <exception cref="ArgumentException">The name is not safe (<see cref="FtpEntry.IsSafeName"/>): it could forge another line.</exception>
    public static string Format(FtpEntry entry, IReadOnlySet<string>? facts = null)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (!entry.IsSafeName && !IsTopName(entry))
            throw new ArgumentException("The name cannot stand in a listing.", nameof(entry));
        var output = new StringBuilder();
        Append(output, facts, "type", TypeOf(entry));
        Append(output, facts, "size", entry.Size?.ToString(CultureInfo.InvariantCulture));
        Append(output, facts, "modify", Utc(entry.Modified));
        Append(output, facts, "create", Utc(entry.Created));
        Append(output, facts, "perm", entry.Perm);
        Append(output, facts, "unique", entry.Unique);
        if (entry.Permissions is { } permissions && UnixPermissions.TryToOctal(permissions, out var mode))
            Append(output, facts, "UNIX.mode", mode);
        Append(output, facts, "UNIX.owner", entry.Owner);
        Append(output, facts, "UNIX.group", entry.Group);
        return output.Append(' ').Append(entry.Name).ToString();
    }

    // Facts end at the first semicolon with a blank after it. Drafts before mlst-07 had no semicolon after the last fact.
    private static bool TryFindName(ReadOnlySpan<char> line, out int factsEnd, out int nameStart)
    {
        factsEnd = 0;
        nameStart = 1;
        if (!line.StartsWith(' '))
        {
            var end = line.IndexOf("; ");
            var tab = line.IndexOf(";\t");
            if (tab >= 0 && (end < 0 || tab < end))
                end = tab;
            if (end >= 0)
            {
                factsEnd = end;
                nameStart = end + 2;
            }
            else
            {
                var blank = line.IndexOf(' ');
                if (blank <= 0 || !line[..blank].Contains('=') || line[blank - 1] is '=' or ';')
                    return false;
                factsEnd = blank;
                nameStart = blank + 1;
            }
        }

        return nameStart < line.Length;
    }

    private static bool IsTopName(FtpEntry entry) =>
        (entry.Kind == FtpEntryKind.CurrentDirectory && entry.Name == ".")
        || (entry.Kind == FtpEntryKind.ParentDirectory && entry.Name == "..");

    private static string? TypeOf(FtpEntry entry) => entry.Kind switch
    {
        FtpEntryKind.File => "file",
        FtpEntryKind.Directory => "dir",
        FtpEntryKind.CurrentDirectory => "cdir",
        FtpEntryKind.ParentDirectory => "pdir",
        FtpEntryKind.Link when entry.LinkTarget is { } target && IsValue(target) => "OS.unix=slink:" + target,
        FtpEntryKind.Link => "OS.unix=symlink",
        FtpEntryKind.Other => "OS.unix=other",
        _ => null,
    };

    private static string? Utc(FtpTimestamp? timestamp) => timestamp is { IsUtc: true } value ? value.Format() : null;

    private static bool IsValue(string value)
    {
        foreach (var c in value)
        {
            if (c is ';' or <= ' ' or '\x7F')
                return false;
        }

        return true;
    }

    private static void Append(StringBuilder output, IReadOnlySet<string>? facts, string name, string? value)
    {
        // The empty value of perm says "nothing is allowed"; elsewhere it says nothing.
        if (value is null || (value.Length == 0 && name != "perm") || !IsValue(value))
            return;
        if (facts is null || facts.Contains(name) || facts.Any(fact => fact.Equals(name, StringComparison.OrdinalIgnoreCase)))
            output.Append(name).Append('=').Append(value).Append(';');
    }
}
