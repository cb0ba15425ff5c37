using System.Net.Sockets;
using Sealift.Tls.OpenSsl;
using Sealift.Tls.Platform;

namespace Sealift.Tls;

/// <summary>
/// Makes the TLS connections of one client session: the control connection first, then data connections that resume it.
/// Not shared between sessions, so that no ticket of one is ever used for another.
/// </summary>
public abstract class TlsClient : IDisposable
{
    private protected TlsClient(TlsClientOptions options) => Options = options;

    /// <summary>The options the client was made with.</summary>
    public TlsClientOptions Options { get; }

    /// <summary>The backend in use.</summary>
    public abstract TlsBackend Backend { get; }

    /// <summary>Makes a client with the backend that the options, or the machine, choose.</summary>
    /// <exception cref="TlsException">The backend asked for is not available, or a certificate cannot be used.</exception>
    public static TlsClient Create(TlsClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (string.IsNullOrEmpty(options.TargetHost)) throw new ArgumentException("TargetHost is empty.", nameof(options));
        if (options.MinVersion > options.MaxVersion) throw new ArgumentException("MinVersion is newer than MaxVersion.", nameof(options));

        return BackendChoice.For(options.Backend) == TlsBackend.OpenSsl
            ? new OpenSslClient(options)
            : new PlatformClient(options);
    }

    /// <summary>Performs the handshake as TLS client on a connected socket.</summary>
    /// <param name="socket">A connected TCP socket. The stream owns it from here on, also when the handshake fails.</param>
    /// <param name="session">
    /// Null for a control connection, which is then judged by <see cref="TlsClientOptions.Trust"/>. For a data connection the
    /// control connection's <see cref="TlsStream.Session"/>: it is resumed, and a peer that does not resume it must present the
    /// same certificate.
    /// </param>
    /// <param name="streamOptions">Read-ahead and observer; null means <see cref="TlsStreamOptions.Default"/>.</param>
    /// <param name="cancellationToken">Ends the handshake and closes the socket.</param>
    /// <exception cref="ArgumentException">The session is that of the other role, or of another backend.</exception>
    /// <exception cref="TlsException">The handshake failed, or the peer is not trusted.</exception>
    public abstract ValueTask<TlsStream> ConnectAsync(
        Socket socket,
        TlsSession? session = null,
        TlsStreamOptions? streamOptions = null,
        CancellationToken cancellationToken = default);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases what the backend holds. Streams already open go on.</summary>
    protected abstract void Dispose(bool disposing);
}
