using System.Globalization;

namespace Sealift.Core.Timeline.Drawing;

/// <summary>Events in words, escaped for display.</summary>
internal static class EventWords
{
    // A longer reply, such as that to FEAT, is set as a paragraph.
    private const int MostLines = 5;

    /// <summary>The lines of a reply. Those between the first and the last of a long one are joined; none is left out.</summary>
    public static IReadOnlyList<string> Lines(ReplyReceived received)
    {
        var lines = AllLines(received);
        return lines.Length <= MostLines
            ? lines
            : [lines[0], string.Join(" · ", lines[1..^1].Select(static line => line.Trim())), lines[^1]];
    }

    private static string[] AllLines(ReplyReceived received)
    {
        var (code, lines) = (received.Reply.Code, received.Reply.Lines);
        var words = new string[lines.Count];
        for (var i = 0; i < words.Length; i++)
        {
            var text = TerminalText.Escape(lines[i]);
            words[i] = i == words.Length - 1 ? Text($"{code} {text}") : i == 0 ? Text($"{code}-{text}") : text;
        }

        return words;
    }

    public static string Of(CommandSent sent) => TerminalText.Escape(sent.Command.ToString());

    public static string Of(HandshakeMessage message)
    {
        var name = TerminalText.Escape(message.Name);
        if (message.Detail is null) return name;
        var detail = TerminalText.Escape(message.Detail);
        return IsCloseNotify(message) ? detail : name == "Alert" ? $"alert: {detail}" : $"{name} ({detail})";
    }

    /// <summary>A TLS message with what a certificate says; nothing of it is left out.</summary>
    /// <param name="message">The message.</param>
    /// <param name="isWrapped">Whether it is set between life lines, where a fingerprint needs places to be broken at.</param>
    public static IReadOnlyList<string> Lines(HandshakeMessage message, bool isWrapped)
    {
        var lines = new List<string> { Of(message) };
        foreach (var certificate in message.Certificates)
        {
            if (!certificate.IsReadable)
            {
                lines.Add("a certificate that cannot be read");
                continue;
            }

            lines.Add(TerminalText.Escape($"{certificate.Subject}, issued by {certificate.Issuer}"));
            lines.Add(Text($"valid from {certificate.NotBefore:yyyy-MM-dd HH:mm} to {certificate.NotAfter:yyyy-MM-dd HH:mm} UTC, {TerminalText.Escape(certificate.Key)}"));
            lines.Add(TerminalText.Escape($"SHA-256 {(isWrapped ? Grouped(certificate.Fingerprint) : certificate.Fingerprint)}"));
        }

        return lines;
    }

    public static string Of(CertificateTrusted trusted) => $"the certificate is trusted: it {TerminalText.Escape(trusted.Reason)}";

    public static string Of(ConnectionFailed failed, int channel) => channel == 0
        ? $"no TCP connection to {TerminalText.Escape(failed.Peer)}"
        : Text($"no data connection {channel}: {TerminalText.Escape(failed.Peer)}");

    public static string Of(ConnectionOpened opened, int channel) => channel == 0
        ? $"TCP connection to {TerminalText.Escape(opened.Peer)}"
        : Text($"data connection {channel}: {TerminalText.Escape(opened.Peer)}");

    public static string Of(ChannelSecured secured)
    {
        var facts = new List<string> { secured.Version.Replace("TLSv", "TLS ", StringComparison.Ordinal), secured.Suite };
        if (secured.Group is not null) facts.Add(secured.Group);
        if (secured.Alpn is not null) facts.Add($"ALPN {secured.Alpn}");
        facts.Add(secured.Resumed ? "resumed" : "new session");
        return TerminalText.Escape("encrypted: " + string.Join(", ", facts));
    }

    public static string Of(DataTransferred moved)
    {
        var seconds = moved.Elapsed.TotalSeconds;
        var rate = seconds >= 0.001 && moved.Bytes > 0 ? $", {Size(moved.Bytes / seconds)}/s" : "";
        return Text($"{moved.Bytes:N0} bytes in {seconds:0.000} s{rate}");
    }

    /// <summary>The end, without its cause. Where there was no TLS there is no close_notify to speak of.</summary>
    public static string Of(ConnectionClosed closed, bool isEncrypted) => (closed.CloseNotifySent, closed.CloseNotifyReceived) switch
    {
        (true, true) => "closed, close_notify from both sides",
        (true, false) => "closed, close_notify from this side only",
        (false, true) => "closed, close_notify from the other side only",
        _ => isEncrypted ? "closed without close_notify" : "closed",
    };

    /// <summary>An event with everything that is known of it, on as many lines as it needs.</summary>
    /// <param name="one">The event.</param>
    /// <param name="isEncrypted">Whether its channel was encrypted.</param>
    public static string InFull(TimelineEvent one, bool isEncrypted) => one switch
    {
        CommandSent sent => $"client: {Of(sent)}",
        ReplyReceived received => "server: " + string.Join('\n', AllLines(received)),
        HandshakeMessage message => $"{(message.FromClient ? "client" : "server")}: {string.Join('\n', Lines(message, isWrapped: false))}",
        ConnectionFailed failed => $"{Of(failed, one.Channel)}\n{TerminalText.Escape(failed.Error)}",
        ConnectionOpened opened => $"{Of(opened, one.Channel)}, from {TerminalText.Escape(opened.Local)}",
        CertificateTrusted trusted => Of(trusted),
        ChannelSecured secured => Of(secured),
        ChannelCleared => "in clear text again",
        DataTransferred moved => $"{Of(moved)}, sent by the {(moved.FromServer ? "server" : "client")}",
        ConnectionClosed { Error: { } error } closed => $"{Of(closed, isEncrypted)}\n{TerminalText.Escape(error)}",
        ConnectionClosed closed => Of(closed, isEncrypted),
        TimelineNote note => TerminalText.Escape(note.Text),
        _ => throw new NotSupportedException($"The event {one.GetType().Name} has no words."),
    };

    public static string Pause(TimeSpan time) => time.TotalSeconds < 120
        ? Text($"{time.TotalSeconds:0.0} s pass")
        : time.TotalMinutes < 120 ? Text($"{time.TotalMinutes:0.0} min pass") : Text($"{time.TotalHours:0.0} h pass");

    public static bool IsCloseNotify(HandshakeMessage message) =>
        message is { Name: "Alert", Detail: "close_notify" };

    public static string Size(double bytes) => bytes switch
    {
        < 1000 => Text($"{bytes:0} B"),
        < 1e6 => Text($"{bytes / 1e3:0.0} kB"),
        < 1e9 => Text($"{bytes / 1e6:0.0} MB"),
        _ => Text($"{bytes / 1e9:0.00} GB"),
    };

    // Of a redacted one there is a name only.
    private static string Grouped(string fingerprint) => !fingerprint.Contains(':', StringComparison.Ordinal) ? fingerprint : string.Join(' ', fingerprint.Replace(":", "", StringComparison.Ordinal).Chunk(8).Select(static part => new string(part)));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
