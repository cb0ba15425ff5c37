using Sealift.Client.Control;
using Sealift.Client.Data;
using Sealift.Client.Profiles;
using Sealift.Tls;

namespace Sealift.Client;

/// <summary>What the parts of one session share: its channel, its TLS, its data ports and whose turn it is.</summary>
internal sealed class FtpSession : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly TlsClient? _tls;
    private readonly KeepAlive? _keepAlive;
    private TaskCompletionSource? _idleTurn;
    private bool _isBusy;
    private long _idleSince;
    private int _dataConnections;
    private int _resumedDataConnections;
    private int _dataChannels;

    public FtpSession(ControlChannel channel, TlsClient? tls, DataDialer dialer, ServerProfileChoice profile)
    {
        Channel = channel;
        _tls = tls;
        Dialer = dialer;
        Profile = profile;
        Parameters = new TransferParameters(channel, Options.Pipelining ?? Rules.Pipelining?.Value ?? true);
        _idleSince = Options.TimeProvider.GetTimestamp();
        if (Options.KeepAlive is { } interval) _keepAlive = new KeepAlive(this, interval);
    }

    public ControlChannel Channel { get; }

    /// <summary>What secures data connections; null only where clear text was asked for by name.</summary>
    public TlsClient? DataTls => Options.ClearDataUnsafe ? null : _tls;

    public DataDialer Dialer { get; }

    /// <summary>The server's profile, and why.</summary>
    public ServerProfileChoice Profile { get; }

    /// <summary>What the profile changes.</summary>
    public ProfileRules Rules => Profile.Profile.Effects;

    public TransferParameters Parameters { get; }

    public FtpClientOptions Options => Channel.Connection.Options;

    /// <summary>Whether an operation is under way; a NOOP of the keep-alive is none.</summary>
    public bool IsBusy
    {
        get
        {
            lock (_gate) return _isBusy && _idleTurn is null;
        }
    }

    public int DataConnections => _dataConnections;

    public int ResumedDataConnections => _resumedDataConnections;

    /// <summary>Whether the server refused the last data connection (425, 522): another session may fare better, this one hardly.</summary>
    public bool IsDataRefused { get; private set; }

    /// <summary>Whether a transfer of this session has succeeded.</summary>
    public bool HasCarried { get; private set; }

    /// <summary>How long nobody has used the session; zero while somebody does.</summary>
    public TimeSpan IdleTime
    {
        get
        {
            lock (_gate) return _isBusy ? TimeSpan.Zero : Options.TimeProvider.GetElapsedTime(_idleSince);
        }
    }

    /// <summary>
    /// Claims the session for one operation, a command or a transfer: until its final reply is there, the control line belongs
    /// to it (RFC 959 section 5.1). A NOOP of the keep-alive is waited for.
    /// </summary>
    /// <exception cref="InvalidOperationException">Another operation is under way.</exception>
    public async ValueTask BeginAsync(CancellationToken cancellationToken)
    {
        while (!TryBegin(out var idleTurn))
        {
            if (idleTurn is null)
            {
                throw new InvalidOperationException(
                    "An operation is under way on this session. Finish or dispose it first, or use another session.");
            }

            await idleTurn.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Claims the session for the keep-alive, if nobody has it.</summary>
    /// <returns>To be completed after <see cref="End"/>; null if the session is in use.</returns>
    public TaskCompletionSource? TryBeginIdle()
    {
        lock (_gate)
        {
            if (_isBusy) return null;
            _isBusy = true;
            return _idleTurn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>
    /// Ends the operation, and lets what belongs to its flight come in before the next one begins: nobody is told that the session is busy
    /// with it.
    /// </summary>
    /// <returns>To be completed after <see cref="End"/>.</returns>
    public TaskCompletionSource EndToIdleTurn()
    {
        lock (_gate) return _idleTurn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    public void End()
    {
        lock (_gate)
        {
            _isBusy = false;
            _idleTurn = null;
            _idleSince = Options.TimeProvider.GetTimestamp();
        }
    }

    public int NextDataChannel() => Interlocked.Increment(ref _dataChannels);

    public void CountDataConnection(bool isResumed)
    {
        Interlocked.Increment(ref _dataConnections);
        if (isResumed) Interlocked.Increment(ref _resumedDataConnections);
    }

    /// <summary>Notes how a data connection fared: its transfer succeeded, or the server refused it.</summary>
    public void NoteData(bool isRefused)
    {
        IsDataRefused = isRefused;
        HasCarried |= !isRefused;
    }

    public async ValueTask DisposeAsync()
    {
        await Channel.Connection.DisposeAsync().ConfigureAwait(false);
        if (_keepAlive is not null) await _keepAlive.DisposeAsync().ConfigureAwait(false);
        _tls?.Dispose();
        Dialer.DropAhead();
    }

    private bool TryBegin(out Task? idleTurn)
    {
        lock (_gate)
        {
            idleTurn = _idleTurn?.Task;
            if (_isBusy) return false;
            _isBusy = true;
            return true;
        }
    }
}
