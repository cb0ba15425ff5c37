using System.Net;
using System.Net.Sockets;
using Sealift.Core.Wire;
using Sealift.TestKit;

namespace Sealift.Server.Tests;

[Trait("Threat", "T20")]
public sealed class ActiveModeTests
{
    [Fact]
    public async Task Active_mode_is_off_unless_it_is_allowed()
    {
        await using var server = await TestServer.StartAsync();
        await using var client = await Conversation.LogInAsync(server);

        await client.ExpectAsync(500, "PORT 127,0,0,1,200,200");
        await client.ExpectAsync(500, "EPRT |1|127.0.0.1|50000|");
        await client.ExpectAsync(425, "LIST");
    }

    [Theory]
    [InlineData("PORT")]
    [InlineData("EPRT")]
    public async Task Server_connects_to_the_client_and_the_client_begins_tls(string verb)
    {
        await using var server = await StartAsync();
        server.Write("file", "content");
        await using var client = await Conversation.LogInAsync(server);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var endPoint = (IPEndPoint)listener.LocalEndpoint;

        await client.ExpectAsync(200, verb == "PORT" ? "PORT " + DataEndPointFormat.FormatPort(endPoint) : "EPRT " + DataEndPointFormat.FormatEprt(endPoint));
        await client.ExpectAsync(150, "RETR file");
        var socket = await listener.AcceptSocketAsync(TestContext.Current.CancellationToken);
        await using var data = await client.SecureDataAsync(socket);
        using var content = new MemoryStream();
        await data.CopyToAsync(content, TestContext.Current.CancellationToken);
        await data.ShutdownAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        await client.ExpectAsync(226);
        Assert.Equal("content"u8.ToArray(), content.ToArray());
        Assert.True(data.Info.Resumed);
        await client.ExpectAsync(425, "RETR file");
    }

    [Fact]
    public async Task T20_nobody_else_is_connected_to()
    {
        await using var server = await StartAsync();
        await using var client = await Conversation.LogInAsync(server);
        using var canary = new TcpListener(IPAddress.Parse("127.0.0.2"), 0);
        canary.Start();
        var other = (IPEndPoint)canary.LocalEndpoint;

        string[] commands =
        [
            "PORT " + DataEndPointFormat.FormatPort(other), "EPRT " + DataEndPointFormat.FormatEprt(other), "PORT 127,0,0,2,0,25", "PORT 127,0,0,1,0,25",
            "EPRT |1|127.0.0.1|1023|", "PORT 127,0,0,1", "PORT 127,0,0,1,256,1", "EPRT |1|127.0.0.1|0|", "EPRT |1|localhost|50000|", "EPRT |1|127.1|50000|",
        ];
        foreach (var command in commands)
        {
            await client.ExpectAsync(501, command);
            await client.ExpectAsync(425, "LIST");
        }

        await client.ExpectAsync(522, "EPRT |2|::1|50000|");
        Assert.False(canary.Pending());
        Assert.Contains(server.Log.Lines, line => line.Contains($"named {other}, which is not the client's", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Port_where_nobody_listens_is_told()
    {
        await using var server = await StartAsync();
        await using var client = await Conversation.LogInAsync(server);
        using var bound = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        bound.Bind(new IPEndPoint(IPAddress.Loopback, 0));

        await client.ExpectAsync(200, "PORT " + DataEndPointFormat.FormatPort((IPEndPoint)bound.LocalEndPoint!));
        await client.ExpectAsync(150, "LIST");
        await client.ExpectAsync(425);
    }

    [Fact]
    public async Task Port_that_never_answers_is_told_in_time()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux leaves attempts unanswered where the queue is full.");
        using var silent = new SilentPort();
        await using var server = await TestServer.StartAsync(options => options with
        {
            Policy = options.Policy with { AllowActive = true },
            Limits = TestServer.QuickLimits with { DataConnectTimeout = TimeSpan.FromMilliseconds(500) },
        });
        await using var client = await Conversation.LogInAsync(server);

        await client.ExpectAsync(200, "PORT " + DataEndPointFormat.FormatPort(silent.EndPoint));
        await client.ExpectAsync(150, "LIST");
        await client.ExpectAsync(425);
        await client.ExpectAsync(257, "PWD");
    }

    [Fact]
    public async Task Promise_of_EPSV_ALL_binds()
    {
        await using var server = await StartAsync();
        await using var client = await Conversation.LogInAsync(server);

        await client.ExpectAsync(200, "EPSV ALL");
        await client.ExpectAsync(503, "PORT 127,0,0,1,200,200");
        await client.ExpectAsync(503, "EPRT |1|127.0.0.1|50000|");
        await client.ExpectAsync(503, "PASV");
        await client.ExpectAsync(229, "EPSV");
    }

    [Theory]
    [InlineData("::1", "EPRT |2|::1|{0}|")]
    public async Task Ipv6_client_is_connected_to(string address, string command)
    {
        Assert.SkipUnless(Socket.OSSupportsIPv6, "There is no IPv6 here.");
        await using var server = await TestServer.StartAsync(options => options with
        {
            Explicit = [new IPEndPoint(IPAddress.Parse(address), 0)],
            Policy = options.Policy with { AllowActive = true },
        });
        await using var client = await Conversation.LogInAsync(server);
        using var listener = new TcpListener(IPAddress.Parse(address), 0);
        listener.Start();

        await client.ExpectAsync(200, string.Format(System.Globalization.CultureInfo.InvariantCulture, command, ((IPEndPoint)listener.LocalEndpoint).Port));
        await client.ExpectAsync(150, "LIST");
        await using var data = await client.SecureDataAsync(await listener.AcceptSocketAsync(TestContext.Current.CancellationToken));
        Assert.Equal(0, await data.ReadAsync(new byte[1], TestContext.Current.CancellationToken));
        await data.ShutdownAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        await client.ExpectAsync(226);
        await client.ExpectAsync(522, "EPRT |1|127.0.0.1|50000|");
    }

    [Fact]
    public async Task External_address_is_named_to_clients_from_outside_only()
    {
        await using var server = await TestServer.StartAsync(options => options with { ExternalAddress = IPAddress.Parse("198.51.100.7") });
        await using var client = await Conversation.LogInAsync(server);

        Assert.True(DataEndPointFormat.TryParsePasv(await client.ExpectAsync(227, "PASV"), out var endPoint));

        Assert.Equal(IPAddress.Loopback, endPoint.Address);
        Assert.True(Access.ClientScope.IsNear(IPAddress.Parse("192.168.1.5")));
        Assert.True(Access.ClientScope.IsNear(IPAddress.Parse("172.31.0.1")));
        Assert.False(Access.ClientScope.IsNear(IPAddress.Parse("172.32.0.1")));
        Assert.False(Access.ClientScope.IsNear(IPAddress.Parse("203.0.113.9")));
        Assert.True(Access.ClientScope.IsNear(IPAddress.Parse("fe80::1")));
        await Assert.ThrowsAsync<ArgumentException>(() => TestServer.StartAsync(options => options with { ExternalAddress = IPAddress.IPv6Loopback }));
    }

    private static Task<TestServer> StartAsync() =>
        TestServer.StartAsync(options => options with { Policy = options.Policy with { AllowActive = true } });
}
