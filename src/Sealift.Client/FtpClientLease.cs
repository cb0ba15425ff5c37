using Sealift.Client.Pooling;

namespace Sealift.Client;

/// <summary>A session that is rented: yours alone until you dispose the lease.</summary>
/// <remarks>
/// Finish or dispose every stream and listing before the lease: a session in the middle of something is closed instead of
/// returned. So is one that broke. Leave its directory and its transfer type as you found them, or <see cref="Discard"/> it.
/// </remarks>
public sealed class FtpClientLease : IAsyncDisposable
{
    private readonly ISessionSource _source;
    private readonly FtpClient _client;
    private bool _isDiscarded;
    private int _isOver;

    internal FtpClientLease(ISessionSource source, FtpClient client)
    {
        _source = source;
        _client = client;
    }

    /// <summary>The session.</summary>
    /// <exception cref="ObjectDisposedException">The lease is over.</exception>
    public FtpClient Client
    {
        get
        {
            ObjectDisposedException.ThrowIf(_isOver == 1, this);
            return _client;
        }
    }

    /// <summary>Says that nobody else shall get this session: it is closed when the lease ends, and the next renter gets another.</summary>
    public void Discard() => _isDiscarded = true;

    /// <summary>Gives the session back, or closes it if it is broken, busy or discarded. A second call does nothing.</summary>
    public async ValueTask DisposeAsync() => await GiveBack().ConfigureAwait(false);

    /// <summary>Gives the session back without waiting until it is closed, should it not be kept.</summary>
    internal Task GiveBack() => Interlocked.Exchange(ref _isOver, 1) == 1
        ? Task.CompletedTask
        : _source.TakeBack(_client, _isDiscarded);
}
