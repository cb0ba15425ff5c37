using System.Diagnostics;

namespace Sealift.TestKit;

/// <summary>One connection through a <see cref="DelayProxy"/>, with the times at which its client saw things.</summary>
public sealed class ProxiedConnection
{
    private long _bytesToServer;
    private long _bytesToClient;
    private long _firstByteToClient = -1;

    internal ProxiedConnection(int port, long opened, TimeSpan sinceStart)
    {
        Port = port;
        Opened = opened;
        OpenedAt = sinceStart;
    }

    /// <summary>The port it came to: the control port or one of the passive range.</summary>
    public int Port { get; }

    /// <summary>When the client connected, since the proxy started.</summary>
    public TimeSpan OpenedAt { get; }

    /// <summary>From the client's connect to the first byte that was handed to it; null when there was none yet.</summary>
    public TimeSpan? FirstByteToClient
    {
        get
        {
            long ticks = Interlocked.Read(ref _firstByteToClient);
            return ticks < 0 ? null : Stopwatch.GetElapsedTime(Opened, ticks);
        }
    }

    /// <summary>Bytes handed to the server so far.</summary>
    public long BytesToServer => Interlocked.Read(ref _bytesToServer);

    /// <summary>Bytes handed to the client so far.</summary>
    public long BytesToClient => Interlocked.Read(ref _bytesToClient);

    /// <summary>The stopwatch's timestamp of the connect.</summary>
    internal long Opened { get; }

    /// <summary>Whether the client has heard from the server yet.</summary>
    internal bool ClientHasHeard => Interlocked.Read(ref _firstByteToClient) >= 0;

    internal void AddToServer(int count) => Interlocked.Add(ref _bytesToServer, count);

    internal void AddToClient(int count)
    {
        Interlocked.CompareExchange(ref _firstByteToClient, Stopwatch.GetTimestamp(), -1);
        Interlocked.Add(ref _bytesToClient, count);
    }
}
