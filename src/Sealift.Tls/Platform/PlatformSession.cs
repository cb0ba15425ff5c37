using System.Collections.Concurrent;

namespace Sealift.Tls.Platform;

/// <summary>
/// A session that SslStream keeps for us: on the client the spelling of the host name it is kept under, on the server the marks
/// of the tickets that belong to the control connection.
/// </summary>
internal sealed class PlatformSession : TlsSession
{
    private readonly ConcurrentDictionary<SessionMark, bool> _issued = new();
    private volatile bool _isForgotten;

    private PlatformSession(HostPartition? partition) => Partition = partition;

    /// <summary>The client's part of the session cache; null on a server.</summary>
    public HostPartition? Partition { get; }

    /// <summary>Handshakes made in advance, where one ticket must serve several connections; null where it may do so anyway.</summary>
    public HelloStock? Stock { get; init; }

    /// <summary>Whether the control connection's handshake gave something to resume, as far as can be seen.</summary>
    public bool HasTicket { get; set; }

    public override bool CanResume => HasTicket && !_isForgotten && Partition is null or { CanResume: true };

    public static PlatformSession ForClient(HostPartition partition, HelloStock? stock) => new(partition) { Stock = stock };

    public static PlatformSession ForServer() => new(null);

    /// <summary>Takes what a handshake issued, and what it took up, as belonging to this session.</summary>
    public void Adopt(HandshakeWatch watch)
    {
        if (watch.Resumed && watch.Offered.Hash is not null) _issued[watch.Offered] = true;
        if (watch.IssuedId.Hash is not null) _issued[watch.IssuedId] = true;
        if (watch.IssuedTicket.Hash is not null) _issued[watch.IssuedTicket] = true;
        HasTicket |= !_issued.IsEmpty;
    }

    public bool Issued(SessionMark mark) => mark.Hash is not null && !_isForgotten && _issued.ContainsKey(mark);

    protected override void Dispose(bool disposing)
    {
        _isForgotten = true;
        _issued.Clear();
        Stock?.Dispose();
        Partition?.Dispose();
    }
}
