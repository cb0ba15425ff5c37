using Sealift.Core.Timeline;

namespace Sealift.App.Live;

/// <summary>A session with a server, while it lives and after.</summary>
/// <param name="number">Its number, from 1.</param>
/// <param name="host">The server's host, as it was named.</param>
/// <param name="server">The server: host and port.</param>
/// <param name="purpose">What it is for: a pane, a job of the queue, the doctor.</param>
/// <param name="began">When it began.</param>
/// <param name="timeline">What happens in it.</param>
public sealed class SessionRecord(long number, string host, string server, string purpose, DateTimeOffset began, SessionTimeline timeline)
{
    private readonly Lock _lock = new();
    private SessionFacts _facts = new();

    public long Number => number;

    public string Host => host;

    public string Server => server;

    public string Purpose => purpose;

    public DateTimeOffset Began => began;

    public SessionTimeline Timeline => timeline;

    /// <summary>What is known of it at a glance.</summary>
    public SessionFacts Facts
    {
        get
        {
            lock (_lock) return _facts;
        }
    }

    /// <summary>Something has happened. Control and data connections tell it from threads of their own.</summary>
    public void Count(TimelineEvent happened)
    {
        lock (_lock) _facts = _facts.After(happened);
    }
}
