using System.Net.Sockets;
using Sealift.Tls.OpenSsl;
using Sealift.Tls.Platform;

namespace Sealift.Tls;

/// <summary>Accepts TLS connections: control connections, and data connections that can be proven to belong to one of them.</summary>
public abstract class TlsServer : IDisposable
{
    private protected TlsServer(TlsServerOptions options) => Options = options;

    /// <summary>The options the server was made with.</summary>
    public TlsServerOptions Options { get; }

    /// <summary>The backend in use.</summary>
    public abstract TlsBackend Backend { get; }

    /// <summary>Makes a server with the backend that the options, or the machine, choose.</summary>
    /// <exception cref="TlsException">The backend asked for is not available, or the certificate cannot be used.</exception>
    public static TlsServer Create(TlsServerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.MinVersion > options.MaxVersion) throw new ArgumentException("MinVersion is newer than MaxVersion.", nameof(options));

        return BackendChoice.For(options.Backend) == TlsBackend.OpenSsl
            ? new OpenSslServer(options)
            : new PlatformServer(options);
    }

    /// <summary>Performs the handshake as TLS server on an accepted socket.</summary>
    /// <param name="socket">A connected TCP socket. The stream owns it from here on, also when the handshake fails.</param>
    /// <param name="session">
    /// Null for a control connection. For a data connection the control connection's <see cref="TlsStream.Session"/>: then
    /// <see cref="TlsInfo.Resumed"/> is true only if the client resumed a session of that very control connection.
    /// </param>
    /// <param name="streamOptions">Read-ahead and observer; null means <see cref="TlsStreamOptions.Default"/>.</param>
    /// <param name="cancellationToken">Ends the handshake and closes the socket.</param>
    /// <exception cref="ArgumentException">The session is that of the other role, or of another backend.</exception>
    /// <exception cref="TlsException">The handshake failed, or the client's certificate is not accepted.</exception>
    public abstract ValueTask<TlsStream> AcceptAsync(
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
