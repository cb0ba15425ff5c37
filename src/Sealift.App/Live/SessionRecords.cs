using Sealift.Client;
using Sealift.Core;
using Sealift.Core.Timeline;

namespace Sealift.App.Live;

/// <summary>The sessions that the app has had with servers; the newest.</summary>
internal sealed class SessionRecords(TimeProvider time, EventLog log) : ILiveSource
{
    /// <summary>The most sessions that are kept.</summary>
    public const int Capacity = 64;

    // A session of a day's queue must not fill the memory; the picture says how many events went.
    private const int MaxEvents = 2_000;

    private readonly Lock _lock = new();
    private readonly Queue<SessionRecord> _records = [];
    private long _number;

    /// <inheritdoc/>
    public event Action? Changed;

    /// <summary>The sessions, oldest first.</summary>
    public IReadOnlyList<SessionRecord> All
    {
        get
        {
            lock (_lock) return [.. _records];
        }
    }

    /// <summary>The same options, each of whose sessions is recorded here.</summary>
    /// <param name="options">What sessions are made with.</param>
    /// <param name="purpose">What they are for.</param>
    public FtpClientOptions Observe(FtpClientOptions options, string purpose) => options with { Timelines = actual => Begin(actual, purpose) };

    /// <summary>A session; null where it is none, or none that is kept.</summary>
    public SessionRecord? Find(long number)
    {
        lock (_lock) return _records.FirstOrDefault(record => record.Number == number);
    }

    private SessionTimeline Begin(FtpClientOptions options, string purpose)
    {
        var port = options.Port ?? (options.Mode == FtpTlsMode.Implicit ? FtpClientOptions.DefaultImplicitPort : FtpClientOptions.DefaultExplicitPort);
        var timeline = new SessionTimeline(options.TimeProvider, MaxEvents);
        SessionRecord record;
        lock (_lock)
        {
            record = new SessionRecord(++_number, options.Host, $"{options.Host}:{port}", purpose, time.GetUtcNow(), timeline);
            _records.Enqueue(record);
            if (_records.Count > Capacity) _records.Dequeue();
        }

        timeline.Added += happened => OnAdded(record, happened);
        Changed?.Invoke();
        return timeline;
    }

    private void OnAdded(SessionRecord record, TimelineEvent happened)
    {
        record.Count(happened);
        if (SessionLog.Describe(happened) is var (level, text)) log.Add(level, $"{record.Server} #{record.Number}", text);
        Changed?.Invoke();
    }
}
