using System.Net.Sockets;

namespace Sealift.Client.Data;

/// <summary>A data connection that the client opened. TCP stands before the command goes out, so that a dead port costs no transfer.</summary>
internal sealed class PassivePort(Socket socket) : DataPort
{
    private Socket? _socket = socket;

    public override Socket? Connected => _socket;

    public override ValueTask<Socket> TakeAsync(CancellationToken cancellationToken)
    {
        var taken = _socket ?? throw new InvalidOperationException("The connection was taken before.");
        _socket = null;
        return ValueTask.FromResult(taken);
    }

    public override void Dispose() => _socket?.Dispose();
}
