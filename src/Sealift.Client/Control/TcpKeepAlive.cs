using System.Net.Sockets;

namespace Sealift.Client.Control;

/// <summary>
/// TCP's own sign of life (RFC 9293 section 3.8.4), which costs the server's FTP nothing: after 60 s without a byte, then every 15 s;
/// a peer that does not answer six of them is gone. Routers that forget silent connections do so after minutes.
/// </summary>
internal static class TcpKeepAlive
{
    private const int IdleSeconds = 60;
    private const int IntervalSeconds = 15;
    private const int Probes = 6;

    public static void Apply(Socket socket)
    {
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, IdleSeconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, IntervalSeconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, Probes);
    }
}
