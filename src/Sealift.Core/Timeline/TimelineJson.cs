using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Sealift.Core.Wire;

namespace Sealift.Core.Timeline;

/// <summary>
/// Writes and reads a timeline as JSON lines: a head line with format and version, then one object an event. The fields are
/// described in docs/timeline.md. Secrets are not in it.
/// </summary>
public static class TimelineJson
{
    /// <summary>The longest line that is read, in characters: 1 MiB.</summary>
    public const int MaxLineLength = 1024 * 1024;

    /// <summary>The most events that are read.</summary>
    public const int MaxEvents = 1_000_000;

    private const string Format = "sealift-timeline";
    private const int Version = 1;
    private const string Masked = "***";

    /// <summary>Writes a recording.</summary>
    /// <param name="writer">Where the lines go; each ends with a line feed.</param>
    /// <param name="events">The events in their order.</param>
    /// <param name="dropped">How many earlier events were not kept.</param>
    public static void Write(TextWriter writer, IEnumerable<TimelineEvent> events, long dropped = 0)
    {
        ArgumentNullException.ThrowIfNull(events);
        Write(writer, new RecordedTimeline([.. events], dropped));
    }

    /// <summary>Writes a recording with what is known of the session besides its events.</summary>
    /// <param name="writer">Where the lines go; each ends with a line feed.</param>
    /// <param name="recording">The recording.</param>
    public static void Write(TextWriter writer, RecordedTimeline recording)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(recording);
        WriteLine(writer, json =>
        {
            json.WriteString("format", Format);
            json.WriteNumber("version", Version);
            json.WriteNumber("dropped", recording.Dropped);
            if (recording.Title is { } title) json.WriteString("title", title);
        });
        foreach (var one in recording.Events) WriteEvent(writer, one);
    }

    /// <summary>Writes one event, without the head line: for a recording that grows while the session goes on.</summary>
    /// <param name="writer">Where the line goes; it ends with a line feed.</param>
    /// <param name="one">The event.</param>
    public static void WriteEvent(TextWriter writer, TimelineEvent one)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(one);
        WriteLine(writer, json =>
        {
            json.WriteNumber("at", (decimal)one.At.Ticks / TimeSpan.TicksPerSecond);
            json.WriteNumber("channel", one.Channel);
            WriteFields(json, one);
        });
    }

    /// <summary>Reads a recording. One that ends in the middle of a line, as a killed program leaves it, is read up to there and says so.</summary>
    /// <param name="reader">The recording.</param>
    /// <exception cref="FormatException">It is none, is of a newer version, or a line of it is damaged; the message names the line.</exception>
    public static RecordedTimeline Read(TextReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var lines = new JsonLines(reader);
        var (dropped, title) = ReadHead(lines.Next() ?? throw new FormatException("The recording is empty."));
        var events = new List<TimelineEvent>();
        while (lines.Next() is { } line)
        {
            if (line.Length == 0) continue;
            if (events.Count == MaxEvents) throw new FormatException($"The recording has more than {MaxEvents} events.");
            if (TryReadEvent(line, lines.Number, lines.IsLast) is { } one) events.Add(one);
            else events.Add(new TimelineNote("the recording ends in the middle of an event") { At = events.Count > 0 ? events[^1].At : TimeSpan.Zero, Channel = 0 });
        }

        return new RecordedTimeline(events, dropped) { Title = title };
    }

    private static void WriteFields(Utf8JsonWriter json, TimelineEvent one)
    {
        switch (one)
        {
            case ConnectionOpened opened:
                json.WriteString("event", "opened");
                json.WriteString("peer", opened.Peer);
                json.WriteString("local", opened.Local);
                break;
            case ConnectionFailed failed:
                json.WriteString("event", "failed");
                json.WriteString("peer", failed.Peer);
                json.WriteString("error", failed.Error);
                break;
            case CommandSent { Command: var command }:
                json.WriteString("event", "command");
                json.WriteString("verb", command.Verb);
                json.WriteString("argument", command.IsSecret ? Masked : command.Argument);
                json.WriteBoolean("secret", command.IsSecret);
                break;
            case ReplyReceived { Reply: var reply }:
                json.WriteString("event", "reply");
                json.WriteNumber("code", reply.Code);
                json.WriteStartArray("lines");
                foreach (var line in reply.Lines) json.WriteStringValue(line);
                json.WriteEndArray();
                break;
            case HandshakeMessage message:
                json.WriteString("event", "handshake");
                json.WriteString("from", Side(message.FromClient));
                json.WriteString("name", message.Name);
                json.WriteString("detail", message.Detail);
                if (message.Certificates.Count > 0) WriteCertificates(json, message.Certificates);
                break;
            case CertificateTrusted trusted:
                json.WriteString("event", "trusted");
                json.WriteString("reason", trusted.Reason);
                break;
            case ChannelSecured secured:
                json.WriteString("event", "secured");
                json.WriteString("version", secured.Version);
                json.WriteString("suite", secured.Suite);
                json.WriteString("group", secured.Group);
                json.WriteString("alpn", secured.Alpn);
                json.WriteBoolean("resumed", secured.Resumed);
                break;
            case ChannelCleared:
                json.WriteString("event", "cleared");
                break;
            case DataTransferred moved:
                json.WriteString("event", "transferred");
                json.WriteNumber("bytes", moved.Bytes);
                json.WriteNumber("seconds", (decimal)moved.Elapsed.Ticks / TimeSpan.TicksPerSecond);
                json.WriteString("from", Side(!moved.FromServer));
                break;
            case ConnectionClosed closed:
                json.WriteString("event", "closed");
                json.WriteBoolean("closeNotifySent", closed.CloseNotifySent);
                json.WriteBoolean("closeNotifyReceived", closed.CloseNotifyReceived);
                json.WriteString("error", closed.Error);
                break;
            case TimelineNote note:
                json.WriteString("event", "note");
                json.WriteString("text", note.Text);
                break;
            default:
                throw new NotSupportedException($"The event {one.GetType().Name} has no JSON form.");
        }
    }

    private static void WriteCertificates(Utf8JsonWriter json, IReadOnlyList<PresentedCertificate> certificates)
    {
        json.WriteStartArray("certificates");
        foreach (var one in certificates)
        {
            json.WriteStartObject();
            if (one.IsReadable)
            {
                json.WriteString("subject", one.Subject);
                json.WriteString("issuer", one.Issuer);
                json.WriteString("notBefore", Moment(one.NotBefore));
                json.WriteString("notAfter", Moment(one.NotAfter));
                json.WriteString("key", one.Key);
                json.WriteString("fingerprint", one.Fingerprint);
            }

            json.WriteString("encoded", one.Encoded);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string Moment(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static void WriteLine(TextWriter writer, Action<Utf8JsonWriter> fields)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            fields(json);
            json.WriteEndObject();
        }

        writer.Write(Encoding.ASCII.GetString(buffer.WrittenSpan) + "\n"); // the encoder leaves ASCII only
    }

    private static (long Dropped, string? Title) ReadHead(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var head = document.RootElement;
            if (head.ValueKind != JsonValueKind.Object || !head.TryGetProperty("format", out var format) || format.GetString() != Format)
                throw new FormatException("This is no recorded timeline: its first line names no format.");
            var version = head.GetProperty("version").GetInt32();
            if (version > Version)
                throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"The recording has version {version}; this program reads up to {Version}."));
            return (
                head.TryGetProperty("dropped", out var dropped) ? Math.Max(0, dropped.GetInt64()) : 0,
                head.TryGetProperty("title", out var title) ? title.GetString() : null);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or ArgumentException)
        {
            throw new FormatException("This is no recorded timeline: its first line is not the head of one.", e);
        }
    }

    private static TimelineEvent? TryReadEvent(string line, int number, bool isLast)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            return new JsonEvent(document.RootElement).Read();
        }
        catch (JsonException) when (isLast)
        {
            return null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or ArgumentException or FormatException or OverflowException)
        {
            throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"Line {number} of the recording is damaged: {e.Message}"), e);
        }
    }

    private static string Side(bool isClient) => isClient ? "client" : "server";

    private readonly struct JsonEvent(JsonElement root)
    {
        public TimelineEvent Read()
        {
            var (at, channel) = (Time("at"), root.GetProperty("channel").GetInt32());
            if (channel < 0) throw new FormatException("a channel is 0 or more");
            return Text("event") switch
            {
                "opened" => new ConnectionOpened(Text("peer"), Text("local")) { At = at, Channel = channel },
                "failed" => new ConnectionFailed(Text("peer"), Text("error")) { At = at, Channel = channel },
                "command" => new CommandSent(Command()) { At = at, Channel = channel },
                "reply" => new ReplyReceived(Reply()) { At = at, Channel = channel },
                "handshake" => new HandshakeMessage(IsClient(), Text("name"), Find("detail")) { At = at, Channel = channel, Certificates = Certificates() },
                "trusted" => new CertificateTrusted(Text("reason")) { At = at, Channel = channel },
                "secured" => new ChannelSecured(Text("version"), Text("suite"), Find("group"), Find("alpn"), Flag("resumed")) { At = at, Channel = channel },
                "cleared" => new ChannelCleared { At = at, Channel = channel },
                "transferred" => new DataTransferred(Bytes(), Time("seconds"), !IsClient()) { At = at, Channel = channel },
                "closed" => new ConnectionClosed(Flag("closeNotifySent"), Flag("closeNotifyReceived"), Find("error")) { At = at, Channel = channel },
                "note" => new TimelineNote(Text("text")) { At = at, Channel = channel },
                var other => throw new FormatException($"the event \"{TerminalText.Escape(other)}\" is not known"),
            };
        }

        private FtpCommand Command() => new(Text("verb"), Find("argument"));

        private IReadOnlyList<PresentedCertificate> Certificates() => root.TryGetProperty("certificates", out var all)
            ? [.. all.EnumerateArray().Select(static one => new JsonEvent(one).Certificate())]
            : [];

        private PresentedCertificate Certificate() => root.TryGetProperty("fingerprint", out _)
            ? new PresentedCertificate(Text("subject"), Text("issuer"), Moment("notBefore"), Moment("notAfter"), Text("key"), Text("fingerprint"), Find("encoded"))
            : PresentedCertificate.Unreadable(Find("encoded"));

        private DateTimeOffset Moment(string name) =>
            DateTimeOffset.Parse(Text(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);

        private FtpReply Reply()
        {
            var code = root.GetProperty("code").GetInt32();
            if (code is < 100 or > 599) throw new FormatException("a code is 100 to 599");
            string[] lines = [.. root.GetProperty("lines").EnumerateArray().Select(static line => line.GetString() ?? "")];
            return lines.Length > 0 ? FtpReply.Received(code, lines) : throw new FormatException("a reply has a line");
        }

        private TimeSpan Time(string name)
        {
            var time = TimeSpan.FromTicks((long)(root.GetProperty(name).GetDecimal() * TimeSpan.TicksPerSecond));
            return time >= TimeSpan.Zero ? time : throw new FormatException($"\"{name}\" is 0 or more");
        }

        private long Bytes() => root.GetProperty("bytes").GetInt64() is >= 0 and var bytes ? bytes : throw new FormatException("\"bytes\" is 0 or more");

        private bool Flag(string name) => root.GetProperty(name).GetBoolean();

        private bool IsClient() => Text("from") switch
        {
            "client" => true,
            "server" => false,
            _ => throw new FormatException("\"from\" is client or server"),
        };

        private string Text(string name) => Find(name) ?? throw new FormatException($"\"{name}\" is null");

        private string? Find(string name) => root.GetProperty(name).GetString();
    }

    private sealed class JsonLines(TextReader reader)
    {
        private readonly StringBuilder _line = new();

        public int Number { get; private set; }

        /// <summary>Whether the last line read had no end.</summary>
        public bool IsLast { get; private set; }

        public string? Next()
        {
            _line.Clear();
            Number++;
            while (reader.Read() is var c and >= 0)
            {
                if (c == '\n') return _line.ToString().TrimEnd('\r');
                if (_line.Length == MaxLineLength)
                    throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"Line {Number} of the recording is longer than {MaxLineLength} characters."));
                _line.Append((char)c);
            }

            IsLast = true;
            return _line.Length == 0 ? null : _line.ToString();
        }
    }
}
