using System.Globalization;
using System.Text;

namespace Sealift.Tls.Trust;

/// <summary>
/// One line of the known hosts: place, key, when trusted, validity, and the certificate's subject, issuer, names and kind of key. The
/// format is written in docs/tls.md.
/// </summary>
internal static class KnownHostLine
{
    private const string Unknown = "-";
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    public static string Format(KnownHost host)
    {
        var place = TrustCommand.Place(host.Host, host.Port);
        if (place.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)) || place.StartsWith('#'))
        {
            throw new ArgumentException($"\"{host.Host}\" is no host name.", nameof(host));
        }

        var validity = host is { NotBefore: { } from, NotAfter: { } until } ? $"{Time(from)}/{Time(until)}" : Unknown;
        var line = $"{place} {host.Pin} {Time(host.Added)} {validity} {Text(host.Subject)}";
        return host is { Issuer: null, Names: null, Key: null } ? line : $"{line} {Text(host.Issuer)} {Text(host.Names)} {Text(host.Key)}";
    }

    /// <summary>Reads a line; null with the reason if it is damaged.</summary>
    public static KnownHost? Parse(string line, out string fault)
    {
        var fields = line.Split(' ', 5);
        fault = "five or eight fields are expected: host:port, key, time, validity, subject, and issuer, names, kind of key";
        if (fields.Length != 5) return null;

        fault = $"\"{fields[0]}\" is not host:port";
        if (!TryReadPlace(fields[0], out var host, out var port)) return null;

        fault = $"\"{fields[1]}\" is not a key (sha256//BASE64)";
        if (!SpkiPin.TryParse(fields[1], out var pin)) return null;

        fault = $"\"{fields[2]}\" is not a time in UTC (2026-01-31T23:59:59Z)";
        if (!TryReadTime(fields[2], out var added)) return null;

        fault = $"\"{fields[3]}\" is not a validity (two times with / between them, or -)";
        if (!TryReadValidity(fields[3], out var from, out var until)) return null;

        fault = "subject, or subject, issuer, names and kind of key, are not quoted texts, or -";
        if (!TryReadTexts(fields[4], out var texts)) return null;

        return new KnownHost
        {
            Host = host,
            Port = port,
            Pin = pin,
            Added = added,
            NotBefore = from,
            NotAfter = until,
            Subject = texts[0],
            Issuer = texts[1],
            Names = texts[2],
            Key = texts[3],
        };
    }

    private static bool TryReadPlace(string text, out string host, out int port)
    {
        var colon = text.LastIndexOf(':');
        host = colon > 0 ? text[..colon] : "";
        port = 0;
        if (host.Length == 0 || !int.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out port)) return false;
        if (host.StartsWith('[') && host.EndsWith(']')) host = host[1..^1];
        return host.Length > 0 && port <= ushort.MaxValue && TrustCommand.Place(host, port) == text;
    }

    private static bool TryReadValidity(string text, out DateTimeOffset? from, out DateTimeOffset? until)
    {
        from = until = null;
        if (text == Unknown) return true;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || !TryReadTime(text[..slash], out var start) || !TryReadTime(text[(slash + 1)..], out var end)) return false;
        from = start;
        until = end;
        return true;
    }

    private static bool TryReadTime(string text, out DateTimeOffset time) => DateTimeOffset.TryParseExact(
        text, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    private static string Text(string? text) => text is null ? Unknown : Quote(text);

    // What a certificate says is the peer's text: whatever could break the line or a terminal is written as \uXXXX.
    private static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            if (c is '"' or '\\') quoted.Append('\\').Append(c);
            else if (PlainText.IsPlain(c)) quoted.Append(c);
            else quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
        }

        return quoted.Append('"').ToString();
    }

    // A line without issuer, names and kind of key ends with the subject.
    private static bool TryReadTexts(string fields, out string?[] texts)
    {
        texts = new string?[4];
        var at = 0;
        var count = 0;
        while (count < texts.Length && TryReadText(fields, ref at, out texts[count]))
        {
            count++;
            if (at == fields.Length) return count is 1 or 4;
            if (fields[at++] != ' ') return false;
        }

        return false;
    }

    private static bool TryReadText(string fields, ref int at, out string? text)
    {
        text = null;
        if (at >= fields.Length) return false;
        if (fields[at] == Unknown[0])
        {
            at++;
            return true;
        }

        if (fields[at] != '"') return false;
        var plain = new StringBuilder();
        for (at++; at < fields.Length; at++)
        {
            switch (fields[at])
            {
                case '"':
                    at++;
                    text = plain.ToString();
                    return true;
                case '\\' when at + 1 < fields.Length && fields[at + 1] is '"' or '\\':
                    plain.Append(fields[++at]);
                    break;
                case '\\' when at + 5 < fields.Length && fields[at + 1] == 'u'
                    && ushort.TryParse(fields.AsSpan(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code):
                    plain.Append((char)code);
                    at += 5;
                    break;
                case '\\':
                    return false;
                default:
                    plain.Append(fields[at]);
                    break;
            }
        }

        return false;
    }
}
