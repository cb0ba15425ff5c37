using System.Globalization;
using System.Text;

namespace Sealift.Tls.Trust;

/// <summary>One line of the known hosts: place, key, when trusted, validity and subject. The format is written in docs/tls.md.</summary>
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
        var subject = host.Subject is null ? Unknown : Quote(host.Subject);
        return $"{place} {host.Pin} {Time(host.Added)} {validity} {subject}";
    }

    /// <summary>Reads a line; null with the reason if it is damaged.</summary>
    public static KnownHost? Parse(string line, out string fault)
    {
        var fields = line.Split(' ', 5);
        fault = "five fields are expected: host:port, key, time, validity, subject";
        if (fields.Length != 5) return null;

        fault = $"\"{fields[0]}\" is not host:port";
        if (!TryReadPlace(fields[0], out var host, out var port)) return null;

        fault = $"\"{fields[1]}\" is not a key (sha256//BASE64)";
        if (!SpkiPin.TryParse(fields[1], out var pin)) return null;

        fault = $"\"{fields[2]}\" is not a time in UTC (2026-01-31T23:59:59Z)";
        if (!TryReadTime(fields[2], out var added)) return null;

        fault = $"\"{fields[3]}\" is not a validity (two times with / between them, or -)";
        if (!TryReadValidity(fields[3], out var from, out var until)) return null;

        fault = "the subject is not a quoted text, or -";
        if (!TryReadSubject(fields[4], out var subject)) return null;

        return new KnownHost
        {
            Host = host,
            Port = port,
            Pin = pin,
            Added = added,
            NotBefore = from,
            NotAfter = until,
            Subject = subject,
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

    // A certificate's subject is the peer's text: whatever could break the line or a terminal is written as \uXXXX.
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

    private static bool TryReadSubject(string text, out string? subject)
    {
        subject = null;
        if (text == Unknown) return true;
        if (text.Length < 2 || text[0] != '"') return false;

        var plain = new StringBuilder();
        for (var i = 1; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '"':
                    subject = plain.ToString();
                    return i == text.Length - 1;
                case '\\' when i + 1 < text.Length && text[i + 1] is '"' or '\\':
                    plain.Append(text[++i]);
                    break;
                case '\\' when i + 5 < text.Length && text[i + 1] == 'u'
                    && ushort.TryParse(text.AsSpan(i + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code):
                    plain.Append((char)code);
                    i += 5;
                    break;
                case '\\':
                    return false;
                default:
                    plain.Append(text[i]);
                    break;
            }
        }

        return false;
    }
}
