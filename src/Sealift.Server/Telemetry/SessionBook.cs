using System.Collections.Concurrent;
using Sealift.Server.Events;
using Sealift.Server.Sessions;

namespace Sealift.Server.Telemetry;

/// <summary>The sessions that are there, and the last ones that were.</summary>
internal sealed class SessionBook(int kept)
{
    private readonly ConcurrentDictionary<long, FtpSession> _open = new();
    private readonly Queue<FtpSessionStatus> _ended = new();
    private readonly Lock _lock = new();

    public int Count => _open.Count;

    public int Transfers => _open.Values.Count(session => session.Transfer is not null);

    public IReadOnlyList<FtpSessionStatus> Open => [.. _open.Values.OrderBy(session => session.Id).Select(session => session.Describe())];

    public IReadOnlyList<FtpSessionStatus> Ended
    {
        get
        {
            lock (_lock) return [.. _ended];
        }
    }

    public void Enter(FtpSession session) => _open[session.Id] = session;

    /// <summary>There is no moment at which the session is in neither of both lists.</summary>
    public void Leave(FtpSession session, FtpSessionStatus last)
    {
        if (kept > 0)
        {
            lock (_lock)
            {
                if (_ended.Count == kept) _ended.Dequeue();
                _ended.Enqueue(last);
            }
        }

        _open.TryRemove(session.Id, out _);
    }

    public FtpSessionStatus? Find(long id)
    {
        if (_open.TryGetValue(id, out var session)) return session.Describe();
        lock (_lock) return _ended.FirstOrDefault(ended => ended.Id == id);
    }
}
