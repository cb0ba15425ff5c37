using Sealift.Server;
using Sealift.Server.Events;

namespace Sealift.Cli.Serving.Watching;

/// <summary>How fast a server and its sessions are: over the last two seconds or so.</summary>
internal sealed class ServerRates(TimeProvider time)
{
    private const int Looks = 8;

    private readonly Queue<Counters> _looks = new();
    private Counters? _oldest;
    private Counters? _newest;

    /// <summary>Bytes a second to clients.</summary>
    public double Sent => Rate(look => look.Sent);

    /// <summary>Bytes a second from clients.</summary>
    public double Received => Rate(look => look.Received);

    /// <summary>Looks at the counters.</summary>
    public void Look(FtpServer server, IReadOnlyList<FtpSessionStatus> sessions)
    {
        _newest = new Counters(
            time.GetTimestamp(), server.BytesSent, server.BytesReceived, sessions.ToDictionary(session => session.Id, session => session.BytesSent + session.BytesReceived));
        _looks.Enqueue(_newest);
        if (_looks.Count > Looks) _looks.Dequeue();
        _oldest = _looks.Peek();
    }

    /// <summary>Bytes a second of a session, both ways.</summary>
    public double Of(FtpSessionStatus session) => Rate(look => look.Sessions.GetValueOrDefault(session.Id));

    private double Rate(Func<Counters, long> count)
    {
        if (_oldest is null || _newest is null || ReferenceEquals(_oldest, _newest)) return 0;
        var seconds = time.GetElapsedTime(_oldest.At, _newest.At).TotalSeconds;
        return seconds <= 0 ? 0 : Math.Max(0, count(_newest) - count(_oldest)) / seconds;
    }

    private sealed record Counters(long At, long Sent, long Received, IReadOnlyDictionary<long, long> Sessions);
}
