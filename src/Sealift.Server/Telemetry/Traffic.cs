namespace Sealift.Server.Telemetry;

/// <summary>Counts the bytes of data connections while they move.</summary>
internal sealed class Traffic
{
    private long _sent;
    private long _received;

    public long Sent => Interlocked.Read(ref _sent);

    public long Received => Interlocked.Read(ref _received);

    public void Add(int bytes, bool isReceived) => Interlocked.Add(ref isReceived ? ref _received : ref _sent, bytes);
}
