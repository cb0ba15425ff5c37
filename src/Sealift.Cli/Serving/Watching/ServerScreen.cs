using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using Sealift.Cli.Output;
using Sealift.Cli.Trees;
using Sealift.Core;
using Sealift.Server;
using Sealift.Server.Events;

namespace Sealift.Cli.Serving.Watching;

/// <summary>
/// The live view of a server on a terminal: at the bottom the sessions and the totals, drawn anew four times a second where something changed;
/// above it what happened, line by line, which scrolls away as lines do.
/// </summary>
internal sealed class ServerScreen(Terminal terminal, TimeProvider time) : IAsyncDisposable
{
    private const int MaxLines = 500;
    private const int MaxSessions = 16;
    private const int NarrowestWidth = 40;
    private const int UsualWidth = 80;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly Lock _lock = new();
    private readonly Queue<string> _news = new();
    private readonly CancellationTokenSource _ending = new();
    private readonly ServerRates _rates = new(time);
    private FtpServer? _server;
    private Task _drawing = Task.CompletedTask;
    private string _last = "";
    private string _stopping = "";
    private long _leftOut;
    private int _lines;

    /// <summary>Takes an event; shown with the next picture.</summary>
    public void Take(FtpServerEvent happened)
    {
        if (EventText.Of(happened) is { } text) Add(happened.Time, text);
    }

    /// <summary>Takes a line of the log; shown with the next picture.</summary>
    public void Add(LogLevel level, string text) => Add(time.GetUtcNow(), level >= LogLevel.Warning ? $"{(level == LogLevel.Warning ? "warning" : "error")}: {text}" : text);

    public void Start(FtpServer server)
    {
        _server = server;
        _drawing = DrawAsync();
    }

    /// <summary>From now on the picture says that the server stops.</summary>
    public void Stop(TimeSpan longest) => _stopping = string.Create(
        CultureInfo.InvariantCulture, $"stopping: transfers have {longest.TotalSeconds:0.#} s, Ctrl-C ends them now");

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _drawing;
        Draw(isLast: true);
        _ending.Dispose();
    }

    private void Add(DateTimeOffset at, string text)
    {
        lock (_lock)
        {
            if (_news.Count == MaxLines) _leftOut++;
            else _news.Enqueue(string.Create(CultureInfo.InvariantCulture, $"{TimeZoneInfo.ConvertTime(at, time.LocalTimeZone):HH:mm:ss}  {TerminalText.Escape(text)}"));
        }
    }

    private async Task DrawAsync()
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do Draw(isLast: false);
            while (await timer.WaitForNextTickAsync(_ending.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or OutputClosedException or IOException)
        {
            return; // the end, or nobody looks any more
        }
    }

    // One write: what is new goes over the old picture, and the new picture below it.
    private void Draw(bool isLast)
    {
        var width = Math.Max(NarrowestWidth, Terminal.ErrorWidth is > 0 and var columns ? columns : UsualWidth) - 1;
        var text = new StringBuilder();
        var news = TakeNews();
        var lines = isLast || _server is null ? [] : Picture(_server, width);
        var picture = string.Join('\n', lines);
        if (news.Count == 0 && picture == _last && !isLast) return;

        if (_lines > 0) text.Append(CultureInfo.InvariantCulture, $"\e[{_lines}A\r");
        foreach (var line in news) text.Append(TerminalWidth.Cut(line, width)).Append("\e[K\n");
        foreach (var line in lines) text.Append(TerminalWidth.Cut(line, width)).Append("\e[K\n");
        if (news.Count + lines.Count < _lines) text.Append("\e[J");
        terminal.Error.Write(text.ToString());
        (_lines, _last) = (lines.Count, picture);
    }

    private List<string> TakeNews()
    {
        lock (_lock)
        {
            List<string> news = [.. _news];
            _news.Clear();
            if (_leftOut > 0) news.Add($"          {_leftOut} more");
            _leftOut = 0;
            return news;
        }
    }

    private List<string> Picture(FtpServer server, int width)
    {
        var sessions = server.Sessions;
        _rates.Look(server, sessions);
        var room = Math.Clamp(Height() - 6, 3, MaxSessions);
        var rows = sessions.OrderBy(session => session.Transfer is null).ThenBy(session => session.Id).Take(room)
            .Select(session => SessionRow.Of(session, _rates.Of(session), time.GetUtcNow())).ToList();
        List<string> lines = [new string('-', width), .. Totals(server, sessions, width)];
        lines.AddRange(SessionRow.Table(rows, width));
        if (sessions.Count > room) lines.Add($"  and {sessions.Count - room} more");
        if (_stopping.Length > 0) lines.Add(_stopping);
        return lines;
    }

    private IEnumerable<string> Totals(FtpServer server, IReadOnlyList<FtpSessionStatus> sessions, int width)
    {
        var transfers = sessions.Count(session => session.Transfer is not null);
        var now = $"{Count(sessions.Count, "session")}, {Count(transfers, "transfer")}   down {SizeText.Of(_rates.Sent)}/s, up {SizeText.Of(_rates.Received)}/s";
        var whole = $"in all {SizeText.Of(server.BytesSent)} down, {SizeText.Of(server.BytesReceived)} up";
        return now.Length + whole.Length + 3 <= width ? [$"{now}   {whole}"] : [now, whole];
    }

    private static string Count(int count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";

    private static int Height()
    {
        try
        {
            return Console.WindowHeight is > 0 and var height ? height : 24;
        }
        catch (IOException)
        {
            return 24;
        }
    }
}
