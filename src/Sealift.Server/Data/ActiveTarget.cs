using System.Net;
using System.Net.Sockets;

namespace Sealift.Server.Data;

/// <summary>
/// A port of the client that the server connects to when a transfer begins (PORT and EPRT). From any port of its own: the port that RFC
/// 959 section 5.2 has in mind belongs to root.
/// </summary>
internal sealed class ActiveTarget(
    IPEndPoint remote, IPAddress local, TimeSpan timeout, TimeProvider time, Action<IPEndPoint, string> onFailure) : DataPort
{
    public override async ValueTask<Socket?> TakeAsync(CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        var socket = new Socket(remote.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.Bind(new IPEndPoint(local, 0));
            await socket.ConnectAsync(remote, both.Token).ConfigureAwait(false);
            return socket;
        }
        catch (SocketException e)
        {
            socket.Dispose();
            onFailure(remote, e.Message);
            return null;
        }
        catch (OperationCanceledException)
        {
            socket.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            onFailure(remote, "no answer in time");
            return null;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public override void Dispose()
    {
        // Nothing is open before the transfer, which owns the connection then.
    }
}
