using System.Net;
using System.Net.Sockets;
using Sealift.Client.Dialing;
using static Sealift.Client.Tests.Scripted;

namespace Sealift.Client.Tests;

public sealed class DialerTests
{
    [Fact]
    public async Task Address_of_a_server_that_resets_at_once_is_known_all_the_same()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        var server = (IPEndPoint)listener.LocalEndPoint!;
        var options = new FtpClientOptions { Host = "127.0.0.1", Port = server.Port, Credential = FtpCredential.WithPassword(User, Secret) };

        using var socket = await Dialer.ConnectAsync(server, "The server", options, Stop);
        using (var accepted = await listener.AcceptAsync(Stop)) accepted.LingerState = new LingerOption(enable: true, seconds: 0);

        Assert.True(socket.Poll(TimeSpan.FromSeconds(60), SelectMode.SelectRead), "The reset did not arrive.");
        Assert.Equal(server, socket.RemoteEndPoint);
    }
}
