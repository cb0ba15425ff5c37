using System.Globalization;
using System.Text;
using Sealift.Client;
using Sealift.Tls;

namespace Sealift.Sites;

/// <summary>A note as a line of its file: <c>ftp.example.org 21 2026-11-22T12:00Z family=proftpd epsv=no tls-max=1.2 sessions=3</c>.</summary>
internal static class ServerNoteLine
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm'Z'";

    public static string Write(ServerNote note)
    {
        var line = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"{note.Host} {note.Port} {note.Examined.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture)}"));
        Add("family", note.Family);
        Add("pipelining", YesNo(note.Facts.Pipelining));
        Add("epsv", YesNo(note.Facts.Epsv));
        Add("tls-max", note.Facts.MaxTlsVersion switch { TlsVersion.Tls12 => "1.2", TlsVersion.Tls13 => "1.3", _ => null });
        Add("implicit-handshake", note.Facts.ImplicitHandshake switch { FtpImplicitHandshake.AfterGreeting => "after-greeting", FtpImplicitHandshake.BeforeGreeting => "before-greeting", _ => null });
        Add("sessions", note.Facts.Sessions?.ToString(CultureInfo.InvariantCulture));
        return line.ToString();

        void Add(string key, string? value)
        {
            if (value is not null) line.Append(' ').Append(key).Append('=').Append(value);
        }
    }

    /// <summary>Reads a line. A key that is not known is left to later versions; what is no note is null.</summary>
    public static ServerNote? Read(string line)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 3 || words[0][0] == '#' || !int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is < 1 or > 65535
            || !DateTimeOffset.TryParseExact(words[2], TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var examined))
        {
            return null;
        }

        var note = new ServerNote(words[0], port, examined);
        foreach (var word in words.AsSpan(3)) note = With(note, word);
        return note;
    }

    private static ServerNote With(ServerNote note, string word)
    {
        var equals = word.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0) return note;
        var (facts, value) = (note.Facts, word[(equals + 1)..]);
        return (word[..equals], value) switch
        {
            ("family", _) => note with { Family = value },
            ("pipelining", "yes" or "no") => note with { Facts = facts with { Pipelining = value == "yes" } },
            ("epsv", "yes" or "no") => note with { Facts = facts with { Epsv = value == "yes" } },
            ("tls-max", "1.2") => note with { Facts = facts with { MaxTlsVersion = TlsVersion.Tls12 } },
            ("tls-max", "1.3") => note with { Facts = facts with { MaxTlsVersion = TlsVersion.Tls13 } },
            ("implicit-handshake", "after-greeting") => note with { Facts = facts with { ImplicitHandshake = FtpImplicitHandshake.AfterGreeting } },
            ("implicit-handshake", "before-greeting") => note with { Facts = facts with { ImplicitHandshake = FtpImplicitHandshake.BeforeGreeting } },
            ("sessions", _) when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var sessions) && sessions > 0 => note with { Facts = facts with { Sessions = sessions } },
            _ => note,
        };
    }

    private static string? YesNo(bool? value) => value switch { true => "yes", false => "no", _ => null };
}
