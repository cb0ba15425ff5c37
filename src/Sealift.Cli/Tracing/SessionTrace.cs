using System.CommandLine;
using Sealift.Cli.Output;
using Sealift.Client;
using Sealift.Core.Timeline;

namespace Sealift.Cli.Tracing;

/// <summary>Records the sessions of one command and, when it is over, however it ended, draws them as --trace says.</summary>
/// <param name="terminal">Where pictures go that have no file.</param>
/// <param name="traceOptions">What the command line says.</param>
/// <param name="isResult">Whether the picture is what the command is for: it is drawn in any case, and on stdout.</param>
internal sealed class SessionTrace(Terminal terminal, TraceOptions traceOptions, bool isResult)
{
    private readonly List<TracedSession> _sessions = [];

    /// <summary>The same options, recording where a picture is wanted.</summary>
    public FtpClientOptions Observe(ParseResult arguments, FtpClientOptions options)
    {
        if (!isResult && !traceOptions.IsWanted(arguments)) return options;
        _ = traceOptions.File(arguments); // a wrong ending is told before anything is done
        options = options with { Timeline = new SessionTimeline(options.TimeProvider) };
        _sessions.Add(new TracedSession(options, arguments.CommandResult.Command.Name));
        return options;
    }

    /// <summary>The same options of a pool, each of whose sessions is recorded where a picture is wanted.</summary>
    /// <param name="options">What the sessions are made with, as the other one gave it.</param>
    /// <param name="pool">The options of the pool.</param>
    public FtpClientPoolOptions Observe(FtpClientOptions options, FtpClientPoolOptions pool)
    {
        if (_sessions.Find(session => ReferenceEquals(session.Timeline, options.Timeline)) is not { } traced) return pool;
        var first = options.Timeline;
        return pool with
        {
            Timelines = () =>
            {
                if (Interlocked.Exchange(ref first, null) is { } prepared) return prepared;
                var another = traced with { Options = options with { Timeline = new SessionTimeline(options.TimeProvider) }, Tls = null };
                lock (_sessions) _sessions.Add(another);
                return another.Timeline;
            },
        };
    }

    /// <summary>Tells what the session's TLS is, once it stands.</summary>
    public void Connected(FtpClientOptions options, FtpClient client)
    {
        if (_sessions.Find(session => ReferenceEquals(session.Timeline, options.Timeline)) is { } session) session.Tls = client.Tls;
    }

    /// <summary>Draws.</summary>
    public async Task FinishAsync(ParseResult arguments)
    {
        for (var i = 0; i < _sessions.Count; i++)
        {
            var session = _sessions[i];
            var picture = new TracePicture(session, traceOptions.Drawing(arguments), traceOptions.IsRedacted(arguments));
            await DrawAsync(picture, traceOptions.File(arguments) is { } file ? Numbered(file, i + 1) : null);
        }
    }

    /// <summary>Draws a recording.</summary>
    public Task DrawAsync(ParseResult arguments, RecordedTimeline recorded)
    {
        var drawing = traceOptions.Drawing(arguments) with { Dropped = recorded.Dropped };
        return DrawAsync(new TracePicture(recorded.Events, drawing, traceOptions.IsRedacted(arguments)), traceOptions.File(arguments));
    }

    private async Task DrawAsync(TracePicture picture, string? file)
    {
        if (file is not null)
        {
            await picture.SaveAsync(file, terminal);
        }
        else if (isResult)
        {
            picture.Write(terminal.Out, TraceFormat.Text, terminal.Timeline);
            await terminal.Out.FlushAsync();
        }
        else
        {
            await terminal.Error.WriteLineAsync();
            picture.Write(terminal.Error, TraceFormat.Text, terminal.TimelineOnError);
        }
    }

    // The second session of a command that has two, such as cp, gets a file of its own.
    private static string Numbered(string file, int number) => number == 1
        ? file
        : Path.Combine(Path.GetDirectoryName(file) ?? "", $"{Path.GetFileNameWithoutExtension(file)}-{number}{Path.GetExtension(file)}");
}
