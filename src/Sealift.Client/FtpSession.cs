using Sealift.Tls;

namespace Sealift.Client;

/// <summary>What the parts of one session share: its channel, its TLS, its data ports and whose turn it is.</summary>
internal sealed class FtpSession(ControlChannel channel, TlsClient? tls, int firstDataPort) : IAsyncDisposable
{
    private int _isTransferring;
    private int _dataConnections;
    private int _resumedDataConnections;
    private int _dataChannels;

    public ControlChannel Channel { get; } = channel;

    public TlsClient? Tls { get; } = tls;

    public PassiveDialer Passive { get; } = new(channel, firstDataPort);

    public FtpClientOptions Options => Channel.Connection.Options;

    public int DataConnections => _dataConnections;

    public int ResumedDataConnections => _resumedDataConnections;

    /// <summary>Claims the session for a transfer: until it ends, the control line belongs to it (RFC 959 section 5.1).</summary>
    public void BeginTransfer()
    {
        Channel.Connection.ThrowIfDead();
        if (Interlocked.Exchange(ref _isTransferring, 1) == 1) throw Busy();
    }

    public void EndTransfer() => Volatile.Write(ref _isTransferring, 0);

    /// <summary>A command that is not a transfer must not come in the middle of one.</summary>
    public void RefuseDuringTransfer()
    {
        if (Volatile.Read(ref _isTransferring) == 1) throw Busy();
    }

    public int NextDataChannel() => Interlocked.Increment(ref _dataChannels);

    public void CountDataConnection(bool isResumed)
    {
        Interlocked.Increment(ref _dataConnections);
        if (isResumed) Interlocked.Increment(ref _resumedDataConnections);
    }

    public async ValueTask DisposeAsync()
    {
        await Channel.Connection.DisposeAsync().ConfigureAwait(false);
        Tls?.Dispose();
    }

    private static InvalidOperationException Busy() =>
        new("A transfer is under way on this session. Finish or dispose it first, or use another session.");
}
