using System.Net.Sockets;
using Sealift.Tls;

namespace Sealift.Server.Data;

/// <summary>A data connection that is ready to carry bytes, under TLS or (where the server allows it) in clear text.</summary>
internal sealed class DataConnection : IAsyncDisposable
{
    private readonly Socket _socket;

    public DataConnection(TlsStream tls)
    {
        _socket = tls.Socket;
        Tls = tls;
        Stream = tls;
    }

    public DataConnection(Socket socket)
    {
        _socket = socket;
        Stream = new NetworkStream(socket, ownsSocket: true);
    }

    public Stream Stream { get; }

    /// <summary>The TLS connection; null in clear text.</summary>
    public TlsStream? Tls { get; }

    /// <summary>
    /// Sends what is gathered and the end (close_notify and FIN), then waits for the client's. False if the client kept its side
    /// open for the whole time.
    /// </summary>
    /// <exception cref="IOException">The connection broke before the client had taken everything.</exception>
    public async ValueTask<bool> FinishAsync(TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        await Stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        using var patience = new CancellationTokenSource(timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            if (Tls is null) await DrainAsync(both.Token).ConfigureAwait(false);
            else if (!await Tls.ShutdownAsync(Timeout.InfiniteTimeSpan, both.Token).ConfigureAwait(false))
                throw new IOException("The client broke the data connection before its end.");
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    public ValueTask DisposeAsync() => Stream.DisposeAsync();

    private async ValueTask DrainAsync(CancellationToken cancellationToken)
    {
        _socket.Shutdown(SocketShutdown.Send);
        var scrap = new byte[512];
        while (await Stream.ReadAsync(scrap, cancellationToken).ConfigureAwait(false) > 0)
        {
            // The client has nothing to say in this direction.
        }
    }
}
