using System.Net;
using System.Net.Sockets;
using Sealift.Client.Dialing;
using Sealift.TestKit;
using static Sealift.Client.Tests.Scripted;

namespace Sealift.Client.Tests;

public sealed class DialerTests
{
    [Fact]
    public async Task Server_whose_firewall_drops_the_packets_is_told_when_the_time_is_over()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux leaves attempts unanswered where the queue is full.");
        using var silent = new SilentPort();
        var clock = new TestClock();
        var limit = TimeSpan.FromMinutes(7);
        var options = new FtpClientOptions
        {
            Host = "127.0.0.1",
            Port = silent.Port,
            Credential = FtpCredential.WithPassword(User, Secret),
            ConnectTimeout = limit,
            TimeProvider = clock,
        };
        var connecting = FtpClient.ConnectAsync(options, Stop);

        await clock.EndAsync(limit);

        var failure = await Assert.ThrowsAsync<FtpConnectionException>(() => connecting.WaitAsync(HangGuard, Stop));
        Assert.Equal(FtpConnectionFailure.Timeout, failure.Failure);
        Assert.Contains($"127.0.0.1 port {silent.Port} did not answer within 420 s", failure.Message, StringComparison.Ordinal);
        Assert.True(failure.IsTransient);
    }

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
