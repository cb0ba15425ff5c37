using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Sealift.Server.Tests;

[Trait("Threat", "T14")]
public sealed class CrowdTests
{
    [Fact]
    public async Task T14_two_thousand_idle_sockets_from_one_address_do_not_keep_another_address_out()
    {
        const int Crowd = 2000;

        await using var server = await TestServer.StartAsync(options => options with
        {
            Limits = TestServer.QuickLimits with { MaxSessions = new FtpServerLimits().MaxSessions, MaxSessionsPerAddress = new FtpServerLimits().MaxSessionsPerAddress },
        });
        var sockets = new List<Socket>();
        try
        {
            for (var i = 0; i < Crowd; i++)
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                sockets.Add(socket);
                socket.Bind(new IPEndPoint(IPAddress.Parse("127.0.0.2"), 0));
                await socket.ConnectAsync(i % 2 == 0 ? server.Explicit : server.Implicit, TestContext.Current.CancellationToken);
            }

            var began = Stopwatch.GetTimestamp();
            await using (var client = await Conversation.LogInAsync(server)) await client.ExpectAsync(257, "PWD");
            var elapsed = Stopwatch.GetElapsedTime(began);

            TestContext.Current.SendDiagnosticMessage($"Logged in beside {Crowd} idle sockets in {elapsed.TotalMilliseconds:0} ms.");
            Assert.True(server.Server.SessionCount <= server.Limits.MaxSessionsPerAddress + 1, $"{server.Server.SessionCount} sessions");

            // A second is meant; a machine that runs other tests meanwhile may need more.
            Assert.True(elapsed < TimeSpan.FromSeconds(60), $"{elapsed}");
        }
        finally
        {
            foreach (var socket in sockets) socket.Dispose();
        }
    }
}
