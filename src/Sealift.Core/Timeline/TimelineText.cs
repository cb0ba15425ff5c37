using System.Globalization;

namespace Sealift.Core.Timeline;

/// <summary>Writes a timeline as a conversation: the client on the left, the server on the right, data connections indented.</summary>
public static class TimelineText
{
    private const int MinWidth = 40;
    private const int TimeWidth = 10;
    private const int Indent = 4;

    /// <summary>Writes one or more lines for each event, ending with a line feed each.</summary>
    /// <param name="writer">Where the text goes. Nothing from a peer can act on a terminal: see <see cref="TerminalText"/>.</param>
    /// <param name="events">The events in their order.</param>
    /// <param name="width">Columns to lay out for, at least 40; 100 by default. Longer lines are not cut.</param>
    public static void Write(TextWriter writer, IEnumerable<TimelineEvent> events, int width = 100)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(events);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, MinWidth);
        foreach (var one in events)
            WriteEvent(writer, one, width);
    }

    private static void WriteEvent(TextWriter writer, TimelineEvent one, int width)
    {
        switch (one)
        {
            case CommandSent sent:
                WriteLine(writer, one, width, $"--> {TerminalText.Escape(sent.Command.ToString())}", isServer: false);
                break;
            case ReplyReceived received:
                var lines = received.Reply.Lines;
                for (var i = 0; i < lines.Count; i++)
                    WriteLine(writer, one, width, ReplyLine(received, i), isServer: true);
                break;
            case HandshakeMessage message:
                var detail = message.Detail is null ? "" : $" ({TerminalText.Escape(message.Detail)})";
                WriteLine(writer, one, width, $"~ {TerminalText.Escape(message.Name)}{detail}", !message.FromClient);
                break;
            default:
                WriteLine(writer, one, width, $"* {Words(one)}", isServer: false);
                break;
        }
    }

    private static string ReplyLine(ReplyReceived received, int index)
    {
        var lines = received.Reply.Lines;
        var text = TerminalText.Escape(lines[index]);
        if (index == lines.Count - 1)
            return string.Create(CultureInfo.InvariantCulture, $"<-- {received.Reply.Code} {text}");
        return index == 0
            ? string.Create(CultureInfo.InvariantCulture, $"<-- {received.Reply.Code}-{text}")
            : $"    {text}";
    }

    private static string Words(TimelineEvent one) => one switch
    {
        ConnectionOpened opened =>
            $"connected to {TerminalText.Escape(opened.Peer)} from {TerminalText.Escape(opened.Local)}",
        ChannelSecured secured => Secured(secured),
        DataTransferred moved => Transferred(moved),
        ConnectionClosed closed => Closed(closed),
        TimelineNote note => TerminalText.Escape(note.Text),
        _ => TerminalText.Escape(one.GetType().Name),
    };

    private static string Secured(ChannelSecured secured)
    {
        var facts = new List<string> { secured.Version, secured.Suite };
        if (secured.Group is not null)
            facts.Add(secured.Group);
        if (secured.Alpn is not null)
            facts.Add($"ALPN {secured.Alpn}");
        facts.Add(secured.Resumed ? "resumed" : "new session");
        return TerminalText.Escape(string.Join(", ", facts));
    }

    private static string Transferred(DataTransferred moved)
    {
        var side = moved.FromServer ? "server" : "client";
        return string.Create(
            CultureInfo.InvariantCulture, $"{moved.Bytes:N0} bytes from the {side} in {moved.Elapsed.TotalSeconds:0.000} s");
    }

    private static string Closed(ConnectionClosed closed)
    {
        var notify = (closed.CloseNotifySent, closed.CloseNotifyReceived) switch
        {
            (true, true) => "closed, close_notify sent and received",
            (true, false) => "closed, close_notify sent, none received",
            (false, true) => "closed, close_notify received, none sent",
            _ => "closed without close_notify",
        };
        return closed.Error is null ? notify : $"{notify}: {TerminalText.Escape(closed.Error)}";
    }

    private static void WriteLine(TextWriter writer, TimelineEvent one, int width, string text, bool isServer)
    {
        var time = string.Create(CultureInfo.InvariantCulture, $"{one.At.TotalSeconds,TimeWidth - 2:0.000}  ");
        var label = one.Channel == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"data {one.Channel}  ");
        var left = one.Channel == 0 ? 0 : Indent;
        var right = isServer ? (width - TimeWidth) / 2 : 0;
        // A line feed and nothing else, on every system.
        writer.Write($"{time}{new string(' ', left)}{label}{new string(' ', right)}{text}\n");
    }
}
