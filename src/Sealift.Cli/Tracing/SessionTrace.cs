using System.CommandLine;
using System.Globalization;
using Sealift.Cli.Output;
using Sealift.Client;
using Sealift.Core.Timeline;
using Sealift.Sites;

namespace Sealift.Cli.Tracing;

/// <summary>Records the sessions of one command and, when it is over, however it ended, draws them as --trace says.</summary>
/// <param name="terminal">Where pictures go that have no file.</param>
/// <param name="traceOptions">What the command line says.</param>
/// <param name="isResult">Whether the picture is what the command is for: it is drawn in any case, and on stdout.</param>
internal sealed class SessionTrace(Terminal terminal, TraceOptions traceOptions, bool isResult)
{
    // Beyond this many only the first and the last are named.
    private const int MostNames = 4;

    private readonly Lock _lock = new();
    private readonly List<TracedSession> _sessions = [];
    private bool _isReplay;

    /// <summary>The same options, each of whose sessions is recorded where a picture is wanted.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="options">What the sessions are made with.</param>
    /// <param name="settings">What the command line and a saved site say about the connection, for a support bundle.</param>
    public FtpClientOptions Observe(ParseResult arguments, FtpClientOptions options, ConnectionSettings settings)
    {
        if (!isResult && !traceOptions.IsWanted(arguments)) return options;
        _ = traceOptions.File(arguments); // a wrong ending is told before anything is done
        return options with { Timelines = actual => Begin(actual, settings, arguments.CommandResult.Command.Name) };
    }

    /// <summary>Draws.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="hasFailed">Whether the command has failed, which is told by another.</param>
    public async Task FinishAsync(ParseResult arguments, bool hasFailed)
    {
        IReadOnlyList<TracePicture> pictures;
        lock (_lock) pictures = [.. _sessions.Select((session, i) => Draw(arguments, session, i + 1, _sessions.Count))];
        if (pictures.Count == 0)
        {
            if (!hasFailed && !_isReplay && traceOptions.IsWanted(arguments)) terminal.WriteWarning("--trace: there was no connection, so there is no picture.");
            return;
        }

        if (traceOptions.File(arguments) is not { } file)
        {
            foreach (var picture in pictures) await ShowAsync(picture);
            return;
        }

        await SaveAsync(pictures, file);
    }

    /// <summary>Draws a recording.</summary>
    public async Task DrawAsync(ParseResult arguments, RecordedTimeline recorded)
    {
        _isReplay = true;
        if (traceOptions.IsRedacted(arguments)) recorded = TimelineRedaction.Apply(recorded);
        var picture = new TracePicture(recorded, traceOptions.Drawing(arguments), traceOptions.IsRedacted(arguments));
        if (traceOptions.File(arguments) is { } file) await SaveAsync([picture], file);
        else await ShowAsync(picture);
    }

    private SessionTimeline Begin(FtpClientOptions options, ConnectionSettings settings, string command)
    {
        var timeline = new SessionTimeline(options.TimeProvider);
        lock (_lock) _sessions.Add(new TracedSession(options, settings, command, timeline));
        return timeline;
    }

    private TracePicture Draw(ParseResult arguments, TracedSession session, int number, int count)
    {
        var recorded = new RecordedTimeline(session.Timeline.Events, session.Timeline.Dropped) { Title = session.Title(number, count) };
        var isRedacted = traceOptions.IsRedacted(arguments);
        if (isRedacted) recorded = TimelineRedaction.Apply(recorded, session.Options.Host);
        return new TracePicture(recorded, traceOptions.Drawing(arguments), isRedacted) { Session = session };
    }

    private async Task ShowAsync(TracePicture picture)
    {
        if (isResult)
        {
            picture.Write(terminal.Out, TraceFormat.Text, terminal.Timeline);
            await terminal.Out.FlushAsync();
            return;
        }

        await terminal.Error.WriteLineAsync();
        picture.Write(terminal.Error, TraceFormat.Text, terminal.TimelineOnError);
    }

    // A bundle holds all sessions; of the other formats each session has a file of its own, which nobody has named: they are told.
    private async Task SaveAsync(IReadOnlyList<TracePicture> pictures, string file)
    {
        if (TraceFormats.OfFile(file) == TraceFormat.Bundle)
        {
            await using var stream = TracePicture.Create(file);
            SupportBundle.Write(stream, pictures);
            terminal.WriteRemark(pictures.Count == 1 ? $"the support bundle is {file}" : Text($"the support bundle with {pictures.Count} sessions is {file}"));
            return;
        }

        for (var i = 0; i < pictures.Count; i++) await pictures[i].SaveAsync(Numbered(file, i + 1));
        if (pictures.Count == 1) terminal.WriteRemark($"the session's picture is in {file}");
        else terminal.WriteNotice(Text($"{pictures.Count} sessions are drawn in {Names(file, pictures.Count)}"));
    }

    private static string Names(string file, int count) => count <= MostNames
        ? string.Join(", ", Enumerable.Range(1, count).Select(number => Numbered(file, number)))
        : $"{file} and {Numbered(file, 2)} to {Numbered(file, count)}";

    /// <summary>The name of the file of one of several sessions.</summary>
    internal static string Numbered(string file, int number) => number == 1
        ? file
        : Path.Combine(Path.GetDirectoryName(file) ?? "", Text($"{Path.GetFileNameWithoutExtension(file)}-{number}{Path.GetExtension(file)}"));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
