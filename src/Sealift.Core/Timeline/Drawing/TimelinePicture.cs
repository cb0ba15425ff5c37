using System.Globalization;

namespace Sealift.Core.Timeline.Drawing;

/// <summary>A timeline as rows: what every renderer draws.</summary>
internal sealed class TimelinePicture
{
    private readonly List<PictureRow> _rows = [];
    private readonly List<Lane> _lanes = [];
    private readonly List<string> _held = [];
    private readonly Lessons? _lessons;
    private readonly TimelineDrawing _drawing;

    private TimelinePicture(TimelineDrawing drawing)
    {
        _drawing = drawing;
        _lessons = drawing.Lessons ? new Lessons() : null;
    }

    public IReadOnlyList<PictureRow> Rows => _rows;

    /// <summary>The title, escaped; null for none.</summary>
    public string? Title => _drawing.Title is { } title ? TerminalText.Escape(title) : null;

    /// <summary>The address of the client, escaped; empty where no connection was made.</summary>
    public string Client { get; private set; } = "";

    /// <summary>The address of the server, escaped; empty where no connection was made.</summary>
    public string Server { get; private set; } = "";

    public static TimelinePicture Create(IEnumerable<TimelineEvent> events, TimelineDrawing? drawing)
    {
        var picture = new TimelinePicture(drawing ?? new TimelineDrawing());
        TimelineEvent[] all = [.. events];
        picture.Add([.. all]);
        if (drawing?.Shows is { } shows) picture._rows.RemoveAll(row => !shows(all[row.Event]));
        return picture;
    }

    private void Add(TimelineEvent[] events)
    {
        if (events.OfType<ConnectionOpened>().FirstOrDefault(static one => one.Channel == 0) is { } opened)
        {
            Client = TerminalText.Escape(opened.Local);
            Server = TerminalText.Escape(opened.Peer);
        }
        else if (events.OfType<ConnectionFailed>().FirstOrDefault(static one => one.Channel == 0) is { } failed)
        {
            Server = TerminalText.Escape(failed.Peer);
        }

        // A timeline that lost its beginning, or a server's view, may speak of a connection before its opening.
        _lanes.Add(new Lane(0, 0, IsEncrypted: false));
        if (_drawing.Dropped > 0 && events.Length > 0)
            AddRemark(events[0], 0, RemarkKind.Fold, string.Create(CultureInfo.InvariantCulture, $"{_drawing.Dropped:N0} earlier events were not kept"), channel: 0);
        var order = PutDataBeforeItsEnd(events);
        var folds = _drawing.Fold ? Folding.Find(events) : new Dictionary<int, Folding.Fold>();
        for (var i = 0; i < events.Length; i++)
        {
            if (folds.TryGetValue(i, out var fold))
            {
                AddRemark(events[i], order[i], RemarkKind.Fold, fold.Text, channel: 0);
                i = fold.End - 1;
                continue;
            }

            AddBreak(i > 0 ? events[i - 1].At : TimeSpan.Zero, events[i], order[i]);
            Add(events[i], order[i], i + 1 < events.Length ? events[i + 1] : null);
        }
    }

    // What was received is counted when its end is there, the server's close_notify or this side's alert about a missing one: it is drawn where
    // it travelled, before that. Returns the position that each event had.
    private static int[] PutDataBeforeItsEnd(TimelineEvent[] events)
    {
        var order = new int[events.Length];
        for (var i = 0; i < order.Length; i++) order[i] = i;
        for (var i = 1; i < events.Length; i++)
        {
            if (events[i] is not DataTransferred { FromServer: true } moved
                || events[i - 1] is not HandshakeMessage { Name: "Alert" } end
                || end.FromClient == EventWords.IsCloseNotify(end)
                || end.Channel != moved.Channel)
            {
                continue;
            }

            (events[i - 1], events[i]) = (moved with { At = end.At }, end);
            (order[i - 1], order[i]) = (order[i], order[i - 1]);
        }

        return order;
    }

    private void Add(TimelineEvent one, int index, TimelineEvent? next)
    {
        if (one is ConnectionOpened) Open(one.Channel);
        else if (!_lanes.Exists(lane => lane.Channel == one.Channel)) Open(one.Channel);

        // Words between the commands of a flight would hide that they travel together: they wait for its end.
        var isInFlight = one is CommandSent && (next is CommandSent || _held.Count > 0);
        if (_lessons?.Before(one) is { } before)
        {
            if (isInFlight) _held.Add(before);
            else AddRemark(one, index, RemarkKind.Lesson, before);
        }

        AddRow(one, index);
        if (_lessons?.After(one, next) is { } after) AddRemark(one, index, RemarkKind.Lesson, after, channel: 0);
        if (next is CommandSent) return;
        foreach (var held in _held) AddRemark(one, index, RemarkKind.Lesson, held);
        _held.Clear();
    }

    private void AddRow(TimelineEvent one, int index)
    {
        switch (one)
        {
            case ConnectionOpened opened:
                AddBar(one, index, BarKind.Opened, EventWords.Of(opened, one.Channel));
                break;
            case ConnectionFailed failed:
                AddBar(one, index, BarKind.Failed, EventWords.Of(failed, one.Channel));
                if (one.Channel != 0) _lanes.RemoveAll(lane => lane.Channel == one.Channel);
                AddRemark(one, index, RemarkKind.Failure, TerminalText.Escape(failed.Error), channel: 0);
                break;
            case CommandSent sent:
                AddArrow(one, index, fromClient: true, ArrowKind.Command, [EventWords.Of(sent)], isBad: false);
                break;
            case ReplyReceived received:
                AddArrow(one, index, fromClient: false, ArrowKind.Reply, EventWords.Lines(received), received.Reply.IsNegative);
                break;
            case HandshakeMessage message:
                var isBad = message.Name == "Alert" && !EventWords.IsCloseNotify(message);
                AddArrow(one, index, message.FromClient, ArrowKind.Handshake, EventWords.Lines(message, isWrapped: true), isBad);
                break;
            case DataTransferred moved:
                AddArrow(one, index, !moved.FromServer, ArrowKind.Data, [EventWords.Of(moved)], isBad: false);
                break;
            case CertificateTrusted trusted:
                AddRemark(one, index, RemarkKind.Note, EventWords.Of(trusted));
                break;
            case ChannelSecured secured:
                SetEncrypted(one.Channel, isEncrypted: true);
                AddBar(one, index, BarKind.Secured, EventWords.Of(secured));
                break;
            case ChannelCleared:
                SetEncrypted(one.Channel, isEncrypted: false);
                AddBar(one, index, BarKind.Cleared, "in clear text again");
                break;
            case ConnectionClosed closed:
                if (closed.Error is { } error) AddRemark(one, index, RemarkKind.Failure, TerminalText.Escape(error));
                var words = EventWords.Of(closed, _lanes.Exists(lane => lane.Channel == one.Channel && lane.IsEncrypted));
                AddBar(one, index, closed.Error is null ? BarKind.Closed : BarKind.Broken, words);
                if (one.Channel != 0) _lanes.RemoveAll(lane => lane.Channel == one.Channel);
                else SetEncrypted(0, isEncrypted: false); // a session that is begun again is another connection
                break;
            case TimelineNote note:
                AddRemark(one, index, RemarkKind.Note, TerminalText.Escape(note.Text));
                break;
            default:
                throw new NotSupportedException($"The event {one.GetType().Name} cannot be drawn.");
        }
    }

    private void Open(int channel)
    {
        if (_lanes.Exists(lane => lane.Channel == channel)) return;
        _lanes.Add(new Lane(channel, _lanes.Max(static lane => lane.Depth) + 1, IsEncrypted: false));
    }

    private void SetEncrypted(int channel, bool isEncrypted)
    {
        var at = _lanes.FindIndex(lane => lane.Channel == channel);
        _lanes[at] = _lanes[at] with { IsEncrypted = isEncrypted };
    }

    private void AddBreak(TimeSpan before, TimelineEvent one, int index)
    {
        var pause = one.At - before;
        if (pause < _drawing.BreakAfter) return;
        _rows.Add(new BreakRow(EventWords.Pause(pause)) { At = one.At, Channel = 0, Event = index, Lanes = [.. _lanes] });
    }

    private void AddArrow(TimelineEvent one, int index, bool fromClient, ArrowKind kind, IReadOnlyList<string> lines, bool isBad) =>
        _rows.Add(new ArrowRow(fromClient, kind, lines, isBad)
        { At = one.At, Channel = one.Channel, Event = index, Lanes = [.. _lanes] });

    private void AddBar(TimelineEvent one, int index, BarKind kind, string text) =>
        _rows.Add(new BarRow(kind, text) { At = one.At, Channel = one.Channel, Event = index, Lanes = [.. _lanes] });

    private void AddRemark(TimelineEvent one, int index, RemarkKind kind, string text, int? channel = null) =>
        _rows.Add(new RemarkRow(kind, text) { At = one.At, Channel = channel ?? one.Channel, Event = index, Lanes = [.. _lanes] });
}
