using System.Net.Security;
using System.Net.Sockets;

namespace Sealift.Tls.Platform;

/// <summary>A client's handshake whose ClientHello is made at once, and sent when there is a socket to send it on.</summary>
internal sealed class ClientHandshake : IDisposable
{
    private readonly CancellationTokenSource _lifetime = new();
    private readonly WatchedSocketStream _wire;
    private readonly Task _authentication;
    private bool _isDisposed;

    private ClientHandshake(Func<PresentedChain, SslClientAuthenticationOptions> options)
    {
        _wire = new WatchedSocketStream(Watch);
        Ssl = new SslStream(_wire, leaveInnerStreamOpen: false);
        _authentication = Ssl.AuthenticateAsClientAsync(options(Peer), _lifetime.Token);
    }

    public SslStream Ssl { get; }

    public WatchedSocketStream Wire => _wire;

    public HandshakeWatch Watch { get; } = new(isServer: false);

    public PresentedChain Peer { get; } = new();

    /// <summary>Whether the ClientHello offers a session.</summary>
    public bool OffersResumption
    {
        get
        {
            const int recordHeader = 5;
            var hello = _wire.Early.Length > recordHeader ? _wire.Early.Span[recordHeader..] : default;
            return HandshakeMessageParser.Parse(sent: true, hello) is TlsClientHello { OffersResumption: true };
        }
    }

    public static ClientHandshake Start(Func<PresentedChain, SslClientAuthenticationOptions> options) => new(options);

    /// <summary>Carries the handshake through.</summary>
    public async ValueTask RunAsync(Socket socket, TlsStreamOptions options, CancellationToken cancellationToken)
    {
        Watch.Observer = options.OnMessage;
        using (cancellationToken.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), _lifetime))
        {
            await _wire.AttachAsync(socket, options.ReadAhead, _lifetime.Token).ConfigureAwait(false);
            await _authentication.ConfigureAwait(false);
        }
    }

    /// <summary>Gives up a handshake, or ends what became of it.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, true)) return;

        // Its failure is of our making; looking at it keeps it from being reported as unobserved.
        _ = _authentication.ContinueWith(static task => task.Exception, TaskScheduler.Default);
        _lifetime.Cancel();
        Ssl.Dispose();
        _lifetime.Dispose();
    }
}
