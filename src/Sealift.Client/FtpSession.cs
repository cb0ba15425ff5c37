using Sealift.Client.Control;
using Sealift.Client.Data;
using Sealift.Tls;

namespace Sealift.Client;

/// <summary>What the parts of one session share: its channel, its TLS, its data ports and whose turn it is.</summary>
internal sealed class FtpSession(ControlChannel channel, TlsClient? tls, DataDialer dialer) : IAsyncDisposable
{
    private int _isBusy;
    private int _dataConnections;
    private int _resumedDataConnections;
    private int _dataChannels;

    public ControlChannel Channel { get; } = channel;

    public TlsClient? Tls { get; } = tls;

    public DataDialer Dialer { get; } = dialer;

    public FtpClientOptions Options => Channel.Connection.Options;

    public bool IsBusy => Volatile.Read(ref _isBusy) == 1;

    public int DataConnections => _dataConnections;

    public int ResumedDataConnections => _resumedDataConnections;

    /// <summary>
    /// Claims the session for one operation, a command or a transfer: until its final reply is there, the control line belongs
    /// to it (RFC 959 section 5.1).
    /// </summary>
    /// <exception cref="InvalidOperationException">Another operation is under way.</exception>
    public void Begin()
    {
        if (Interlocked.Exchange(ref _isBusy, 1) == 0) return;
        throw new InvalidOperationException(
            "An operation is under way on this session. Finish or dispose it first, or use another session.");
    }

    public void End() => Volatile.Write(ref _isBusy, 0);

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
}
