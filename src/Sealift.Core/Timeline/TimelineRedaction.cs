using System.Globalization;
using System.Net;
using System.Text;
using Sealift.Core.Wire;

namespace Sealift.Core.Timeline;

/// <summary>
/// Takes names and addresses out of a timeline, so that it can be given to somebody else: users, hosts, IP addresses, files and
/// directories become "user-1", "host-1", "address-1", "name-1", the same one everywhere it occurs. Ports, codes, sizes, versions and
/// the words of replies stay.
/// </summary>
public sealed class TimelineRedaction
{
    private const string Masked = "***";

    // What is not longer is the code of a country.
    private const int ShortestName = 2;

    // RFC 4514 section 3, and what .NET writes: the parts of a distinguished name that name somebody.
    private static readonly string[] NameAttributes = ["CN=", "OU=", "O=", "L=", "ST=", "S=", "DC=", "E=", "STREET="];

    // RFC 959, RFC 3659 and the common extensions: their argument is a path, after options or facts where there are any.
    private static readonly HashSet<string> PathVerbs = new(StringComparer.Ordinal)
    {
        "APPE", "CWD", "XCWD", "DELE", "HASH", "LIST", "MDTM", "MFCT", "MFF", "MFMT", "MKD", "XMKD", "MLSD", "MLST", "NLST", "PRET", "RETR", "RMD", "XRMD",
        "RMDA", "RNFR", "RNTO", "SITE", "SIZE", "SMNT", "STAT", "STOR", "STOU", "XCRC", "XMD5", "XSHA", "XSHA1", "XSHA256", "XSHA512", "MD5", "MMD5", "AVBL",
    };

    private readonly Dictionary<string, string> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <summary>The events without names and addresses, and without the arguments of secret commands.</summary>
    /// <param name="events">The events in their order.</param>
    /// <param name="names">Further names to take out, such as the host as the user typed it.</param>
    public static IReadOnlyList<TimelineEvent> Apply(IEnumerable<TimelineEvent> events, params IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(events);
        return Apply(new RecordedTimeline([.. events], 0), names).Events;
    }

    /// <summary>The recording without names and addresses, those of its title too, and without the arguments of secret commands.</summary>
    /// <param name="recording">The recording.</param>
    /// <param name="names">Further names to take out, such as the host as the user typed it.</param>
    public static RecordedTimeline Apply(RecordedTimeline recording, params IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(recording);
        ArgumentNullException.ThrowIfNull(names);
        var all = recording.Events;
        var redaction = new TimelineRedaction();
        foreach (var name in names.Where(static name => name.Length > 0)) redaction.Name("host", name);

        // First everything the client named, so that a reply that repeats a name loses it too, wherever it stands.
        foreach (var sent in all.OfType<CommandSent>()) redaction.Learn(sent.Command);
        foreach (var message in all.OfType<HandshakeMessage>()) redaction.Learn(message);
        foreach (var words in all.Select(Words).OfType<string>()) redaction.LearnDistinguishedNames(words);
        return recording with { Events = [.. all.Select(redaction.Apply)], Title = recording.Title is { } title ? redaction.Text(title) : null };
    }

    private TimelineEvent Apply(TimelineEvent one) => one switch
    {
        CommandSent sent => sent with { Command = Command(sent.Command) },
        ReplyReceived received => received with { Reply = FtpReply.Received(received.Reply.Code, [.. received.Reply.Lines.Select(Text)]) },
        ConnectionOpened opened => opened with { Peer = Text(opened.Peer), Local = Text(opened.Local) },
        CertificateTrusted trusted => trusted with { Reason = Text(trusted.Reason) },
        ConnectionFailed failed => failed with { Peer = Text(failed.Peer), Error = Text(failed.Error) },
        HandshakeMessage message => message with
        {
            Detail = message.Detail is { } detail ? Text(detail) : null,
            Certificates = [.. message.Certificates.Select(Certificate)],
        },
        ConnectionClosed closed => closed with { Error = closed.Error is { } error ? Text(error) : null },
        TimelineNote note => note with { Text = Text(note.Text) },
        _ => one,
    };

    private void Learn(FtpCommand command)
    {
        if (command.IsSecret || command.Argument is not { } argument) return;
        switch (command.Verb)
        {
            case "USER":
                Name("user", argument);
                break;
            case "HOST":
                Name("host", argument);
                break;
            case var verb when PathVerbs.Contains(verb):
                foreach (var segment in Path(command).Split('/', StringSplitOptions.RemoveEmptyEntries).Where(static one => one is not "." and not ".."))
                    Name("name", segment);
                break;
        }
    }

    // Its names, whole and in part: the words about trust repeat them.
    private void Learn(HandshakeMessage message)
    {
        LearnServerName(message.Detail);
        foreach (var name in message.Certificates.SelectMany(static one => new[] { one.Subject, one.Issuer }).SelectMany(Parts)) Name("name", name);
    }

    // "CN=ftp.example.org, O=Example": what is shorter than a name is a country.
    private static IEnumerable<string> Parts(string distinguishedName) => distinguishedName
        .Split(", ").Select(static part => part[(part.IndexOf('=', StringComparison.Ordinal) + 1)..].Trim('"', ' ')).Where(static part => part.Length > ShortestName);

    private PresentedCertificate Certificate(PresentedCertificate one) => one.IsReadable
        ? one with { Subject = Text(one.Subject), Issuer = Text(one.Issuer), Fingerprint = Name("fingerprint", one.Fingerprint), Encoded = null }
        : PresentedCertificate.Unreadable(encoded: null);

    // What this side says about certificates, and about those that were not sent.
    private static string? Words(TimelineEvent one) => one switch
    {
        CertificateTrusted trusted => trusted.Reason,
        ConnectionClosed closed => closed.Error,
        TimelineNote note => note.Text,
        _ => null,
    };

    private void LearnDistinguishedNames(string text)
    {
        foreach (var attribute in NameAttributes)
        {
            for (var at = text.IndexOf(attribute, StringComparison.Ordinal); at >= 0; at = text.IndexOf(attribute, at + 1, StringComparison.Ordinal))
            {
                if (at > 0 && char.IsLetterOrDigit(text[at - 1])) continue;
                var from = at + attribute.Length;
                var length = text.AsSpan(from).IndexOfAny(",\")\n");
                var value = length < 0 ? text[from..] : text.Substring(from, length);
                if (value.Length > ShortestName) Name("name", value);
            }
        }
    }

    // A ClientHello names the host in clear text, which need not look like one ("localhost").
    private void LearnServerName(string? detail)
    {
        const string Mark = "server name ";
        if (detail is null || !detail.StartsWith(Mark, StringComparison.Ordinal)) return;
        var end = detail.IndexOf(',', Mark.Length);
        Name("host", end < 0 ? detail[Mark.Length..] : detail[Mark.Length..end]);
    }

    private FtpCommand Command(FtpCommand command)
    {
        if (command.Argument is not { } argument) return command;
        if (command.IsSecret) return new FtpCommand(command.Verb, Masked);
        if (command.Verb is "USER" or "HOST") return new FtpCommand(command.Verb, _known[argument]);
        if (!PathVerbs.Contains(command.Verb)) return new FtpCommand(command.Verb, Text(argument));
        var path = Path(command);
        var replaced = string.Join('/', path.Split('/').Select(segment => _known.GetValueOrDefault(segment, segment)));
        return new FtpCommand(command.Verb, argument[..(argument.Length - path.Length)] + replaced);
    }

    // What precedes the path: the time of MFMT, the facts of MFF, the word of SITE, the verb of PRET.
    private static string Path(FtpCommand command)
    {
        var argument = command.Argument!;

        // What Unix's ls would take: "LIST -a", "NLST -la directory".
        while (command.Verb is "LIST" or "NLST" or "STAT" && argument.StartsWith('-'))
        {
            var after = argument.IndexOf(' ', StringComparison.Ordinal);
            argument = after < 0 ? "" : argument[(after + 1)..];
        }

        if (command.Verb is not ("MFMT" or "MFCT" or "MFF" or "SITE" or "PRET")) return argument;
        var space = argument.IndexOf(' ');
        var path = space < 0 ? "" : argument[(space + 1)..];

        // "SITE CHMOD 644 name", "SITE UTIME 20260102030405 name": the number is no part of the name, which a reply may repeat.
        if (command.Verb != "SITE" || path.IndexOf(' ') is not (> 0 and var end) || path.AsSpan(0, end).ContainsAnyExceptInRange('0', '9')) return path;
        return path[(end + 1)..];
    }

    private string Name(string kind, string name)
    {
        if (_known.TryGetValue(name, out var placeholder)) return placeholder;
        _counts[kind] = _counts.GetValueOrDefault(kind) + 1;
        return _known[name] = string.Create(CultureInfo.InvariantCulture, $"{kind}-{_counts[kind]}");
    }

    // Known names first, the longest first; then what looks like an address, a host or a path.
    private string Text(string text)
    {
        var output = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length;)
        {
            if (KnownAt(text, at) is { } known)
            {
                output.Append(_known[known]);
                at += known.Length;
                continue;
            }

            var end = at;
            while (end < text.Length && IsWord(text[end]) && (end == at || KnownAt(text, end) is null)) end++;
            if (end == at) output.Append(text[at++]);
            else output.Append(Word(text[at..end]));
            at = Math.Max(at, end);
        }

        return output.ToString();
    }

    private string? KnownAt(string text, int at)
    {
        // In the middle of a word a short name is a coincidence.
        if (at > 0 && char.IsLetterOrDigit(text[at - 1])) return null;
        string? longest = null;
        foreach (var name in _known.Keys)
        {
            if (name.Length <= (longest?.Length ?? 0) || string.CompareOrdinal(text, at, name, 0, name.Length) != 0) continue;
            var end = at + name.Length;
            if (end == text.Length || !char.IsLetterOrDigit(text[end]) || !char.IsLetterOrDigit(name[^1])) longest = name;
        }

        return longest;
    }

    private string Word(string word)
    {
        var core = word.TrimEnd('.', ':', '-', ',');
        var tail = word[core.Length..];
        if (core.Length == 0) return word;
        // "1.3.8" would parse as an address too, and is the version of a server.
        if (IPEndPoint.TryParse(core, out var point) && (core.Count(static c => c == '.') == 3 || core.Count(static c => c == ':') > 1))
        {
            var address = Name("address", point.Address.ToString());
            return point.Port == 0 ? address + tail : string.Create(CultureInfo.InvariantCulture, $"{address}:{point.Port}{tail}");
        }

        if (IsHostPort(core)) return HostPort(core) + tail;
        if (core.Length > 1 && core.Contains('/', StringComparison.Ordinal)) return Name("name", core) + tail;
        return LooksLikeHost(core) || core.Contains('@', StringComparison.Ordinal) ? Name("host", core) + tail : word;
    }

    // RFC 959 section 4.1.2: h1,h2,h3,h4,p1,p2. The port is kept.
    private static bool IsHostPort(string word)
    {
        var parts = word.Split(',');
        return parts.Length == 6 && parts.All(static part => byte.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out _));
    }

    private string HostPort(string word)
    {
        var parts = word.Split(',');
        return Name("address", string.Join('.', parts[..4])) + "," + string.Join(',', parts[4..]);
    }

    private static bool LooksLikeHost(string word)
    {
        // RFC 3659 section 7.5: facts of a system's own, such as UNIX.mode in the reply to FEAT.
        if (word.StartsWith("UNIX.", StringComparison.OrdinalIgnoreCase)) return false;
        var labels = word.Split('.');
        return labels.Length > 1 && labels[^1].Length > 1 && labels[^1].All(char.IsAsciiLetter) && labels.All(static label => label.Length > 0);
    }

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c is '.' or ':' or '-' or '_' or '@' or '/' or '[' or ']' or '%' or ',' or '~' or '\\';
}
