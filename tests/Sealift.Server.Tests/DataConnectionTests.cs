using System.Net;
using System.Net.Sockets;
using System.Text;
using Sealift.Core;
using Sealift.Core.Wire;
using Sealift.TestKit;
using Sealift.Tls;

namespace Sealift.Server.Tests;

[Trait("Threat", "T6")]
[Trait("Threat", "T18")]
[Trait("Threat", "T20")]
public sealed class DataConnectionTests
{
    [Theory]
    [InlineData(TlsVersion.Tls12)]
    [InlineData(TlsVersion.Tls13)]
    public async Task Data_connection_that_resumes_nothing_is_refused_with_522(TlsVersion version)
    {
        await using var server = await TestServer.StartAsync();
        server.Write("secret", "content");
        await using var client = await Conversation.LogInAsync(server, version: version);
        await using var other = await Conversation.ConnectAsync(server.Explicit, version);

        var socket = await client.OpenDataAsync();
        await client.ExpectAsync(150, "RETR secret");
        var received = await TryReadAsync(async () => await other.SecureDataAsync(socket, session: null));
        var reply = await client.ExpectAsync(522);

        Assert.Empty(received);
        Assert.Contains("new TLS session", reply.Message, StringComparison.Ordinal);
        Assert.Equal("content"u8.ToArray(), await client.DownloadAsync("RETR secret"));
    }

    [Theory]
    [InlineData(TlsVersion.Tls12)]
    [InlineData(TlsVersion.Tls13)]
    public async Task Data_connection_of_another_control_connection_is_refused_with_522(TlsVersion version)
    {
        await using var server = await TestServer.StartAsync();
        server.Write("secret", "content");
        await using var victim = await Conversation.LogInAsync(server, version: version);
        await using var thief = await Conversation.LogInAsync(server, TestServer.Reader, version);

        var socket = await victim.OpenDataAsync();
        await victim.ExpectAsync(150, "RETR secret");
        var received = await TryReadAsync(async () => await thief.SecureDataAsync(socket));
        var reply = await victim.ExpectAsync(522);

        Assert.Empty(received);
        Assert.Contains("another control connection", reply.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task T18_upload_over_a_foreign_session_leaves_the_old_content()
    {
        await using var server = await TestServer.StartAsync();
        server.Write("file", "old");
        await using var victim = await Conversation.LogInAsync(server);
        await using var thief = await Conversation.LogInAsync(server, TestServer.Reader);

        var socket = await victim.OpenDataAsync();
        await victim.ExpectAsync(150, "STOR file");
        await TryReadAsync(async () =>
        {
            var data = await thief.SecureDataAsync(socket);
            await data.WriteAsync("forged"u8.ToArray());
            return data;
        });
        await victim.ExpectAsync(522);

        Assert.Equal("old", server.Read("file"));
    }

    [Fact]
    public async Task T18_clear_text_on_the_data_connection_is_refused_and_nothing_is_stored()
    {
        await using var server = await TestServer.StartAsync();
        await using var client = await Conversation.LogInAsync(server);

        using var socket = await client.OpenDataAsync();
        await client.ExpectAsync(150, "STOR file");
        await socket.SendAsync("clear text"u8.ToArray());
        socket.Shutdown(SocketShutdown.Send);
        await client.ExpectAsync(522);

        Assert.Empty(Directory.GetFileSystemEntries(server.Root));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Data_connection_that_breaks_in_its_handshake_is_refused_for_now(bool resets)
    {
        await using var server = await TestServer.StartAsync();
        await using var client = await Conversation.LogInAsync(server);

        using var socket = await client.OpenDataAsync();
        await client.ExpectAsync(150, "STOR file");
        if (resets) socket.Close(0);
        else socket.Shutdown(SocketShutdown.Send);
        await client.ExpectAsync(425);

        Assert.Empty(Directory.GetFileSystemEntries(server.Root));
    }

    [Fact]
    public async Task Without_the_demand_a_new_session_is_accepted()
    {
        await using var server = await TestServer.StartAsync(options => options with { RequireSessionResumption = false });
        server.Write("file", "content");
        await using var client = await Conversation.LogInAsync(server);
        await using var other = await Conversation.ConnectAsync(server.Explicit);

        var socket = await client.OpenDataAsync();
        await client.ExpectAsync(150, "RETR file");
        var received = await TryReadAsync(async () => await other.SecureDataAsync(socket, session: null));
        await client.ExpectAsync(226);

        Assert.Equal("content"u8.ToArray(), received);
    }

    [Fact]
    public async Task T18_stranger_at_the_data_port_is_shown_out_and_the_client_is_served()
    {
        await using var server = await TestServer.StartAsync();
        server.Write("file", "content");
        await using var client = await Conversation.LogInAsync(server);
        var epsv = await client.ExpectAsync(229, "EPSV");
        Assert.True(DataEndPointFormat.TryParseEpsv(epsv, out var port));

        using var stranger = await client.ConnectDataAsync(port, IPAddress.Parse("127.0.0.2"));
        var nothing = await ReceiveEndAsync(stranger);
        var socket = await client.ConnectDataAsync(port);
        await client.ExpectAsync(150, "RETR file");
        var received = await TryReadAsync(() => client.SecureDataAsync(socket));
        await client.ExpectAsync(226);

        Assert.Equal(0, nothing);
        Assert.Equal("content"u8.ToArray(), received);
        Assert.Contains(server.Log.Lines, line => line.Contains(" 1400 ", StringComparison.Ordinal) && line.Contains("127.0.0.2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task T18_data_port_takes_one_connection_only()
    {
        // On an address of its own: on a common one somebody else may come to listen at the port once it is closed.
        await using var server = await TestServer.StartAsync(options => options with { Explicit = [new IPEndPoint(IPAddress.Parse("127.0.18.1"), 0)] });
        await using var client = await Conversation.LogInAsync(server);
        var epsv = await client.ExpectAsync(229, "EPSV");
        Assert.True(DataEndPointFormat.TryParseEpsv(epsv, out var port));
        using var first = await client.ConnectDataAsync(port);
        await client.ExpectAsync(200, "NOOP");

        var refused = await Assert.ThrowsAsync<SocketException>(async () =>
        {
            using var second = await client.ConnectDataAsync(port);
            if (await ReceiveEndAsync(second) <= 0) throw new SocketException((int)SocketError.ConnectionRefused);
        });

        Assert.Equal(SocketError.ConnectionRefused, refused.SocketErrorCode);
    }

    [Fact]
    public async Task Transfer_without_a_data_connection_gets_425_in_time()
    {
        var clock = new TestClock();
        await using var server = await TestServer.StartAsync(options => options with { TimeProvider = clock });
        await using var client = await Conversation.LogInAsync(server);

        await client.ExpectAsync(425, "LIST");
        await client.ExpectAsync(229, "EPSV");
        await client.ExpectAsync(150, "LIST");
        var ending = client.ExpectAsync(425);
        await clock.PassUntilAsync(ending, server.Limits.DataConnectTimeout * 4);
        await ending;
        await client.ExpectAsync(200, "NOOP");
    }

    [Fact]
    public async Task Data_commands_without_prot_P_are_refused_with_521()
    {
        await using var server = await TestServer.StartAsync();
        await using var client = await Conversation.SecureAsync(server);
        await client.ExpectAsync(331, "USER " + TestServer.User);
        await client.ExpectAsync(230, "PASS " + TestServer.Password);
        using var socket = await client.OpenDataAsync();

        await client.ExpectAsync(521, "LIST");
        await client.ExpectAsync(200, "PBSZ 0");
        await client.ExpectAsync(534, "PROT C");
        await client.ExpectAsync(200, "PROT P");
        Assert.Empty(await client.DownloadAsync("LIST"));
    }

    [Fact]
    public async Task Passive_ports_stay_in_their_range()
    {
        await using var server = await TestServer.StartAsync(options => options with { PassivePorts = new PortRange(41000, 41063), Limits = options.Limits with { MaxSessions = 64 } });
        await using var client = await Conversation.LogInAsync(server);
        var ports = new HashSet<int>();
        for (var i = 0; i < 12; i++)
        {
            Assert.True(DataEndPointFormat.TryParsePasv(await client.ExpectAsync(227, "PASV"), out var endPoint));
            ports.Add(endPoint.Port);
        }

        Assert.All(ports, port => Assert.InRange(port, 41000, 41063));
        Assert.True(ports.Count > 1, "Twelve ports of 64 were the same one.");
    }

    [Fact]
    public async Task Active_mode_is_refused_and_connects_nowhere()
    {
        await using var server = await TestServer.StartAsync();
        await using var client = await Conversation.LogInAsync(server);
        using var canary = new TcpListener(IPAddress.Parse("127.0.0.2"), 0);
        canary.Start();
        var endPoint = (IPEndPoint)canary.LocalEndpoint;

        await client.ExpectAsync(500, "PORT " + DataEndPointFormat.FormatPort(endPoint));
        await client.ExpectAsync(500, "EPRT " + DataEndPointFormat.FormatEprt(endPoint));
        await client.ExpectAsync(425, "LIST");

        Assert.False(canary.Pending());
    }

    [Fact]
    public async Task Epsv_all_closes_the_door_for_pasv()
    {
        await using var server = await TestServer.StartAsync();
        await using var client = await Conversation.LogInAsync(server);

        await client.ExpectAsync(522, "EPSV 2");
        await client.ExpectAsync(229, "EPSV 1");
        await client.ExpectAsync(200, "EPSV ALL");
        await client.ExpectAsync(503, "PASV");
        await client.ExpectAsync(229, "EPSV");
    }

    [Fact]
    public async Task Pasv_over_ipv6_is_refused_and_epsv_serves()
    {
        Assert.SkipUnless(Socket.OSSupportsIPv6, "There is no IPv6 here.");
        await using var server = await TestServer.StartAsync(options => options with { Explicit = [new IPEndPoint(IPAddress.IPv6Loopback, 0)] });
        server.Write("file", "content");
        await using var client = await Conversation.LogInAsync(server);

        await client.ExpectAsync(425, "PASV");

        Assert.Equal("content"u8.ToArray(), await client.DownloadAsync("RETR file"));
    }

    [Fact]
    public async Task Names_in_listings_are_utf8_and_complete()
    {
        await using var server = await TestServer.StartAsync();
        string[] names = ["plain", " leading", "trailing ", "-dash", "quote\"d", "Größe 漢字", "a;b=c"];
        foreach (var name in names) server.Write(name, name);
        await using var client = await Conversation.LogInAsync(server);

        var nlst = Encoding.UTF8.GetString(await client.DownloadAsync("NLST")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var mlsd = Encoding.UTF8.GetString(await client.DownloadAsync("MLSD")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var list = Encoding.UTF8.GetString(await client.DownloadAsync("LIST -la")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(names.Order(StringComparer.Ordinal), nlst.Order(StringComparer.Ordinal));
        Assert.Equal(names.Length, mlsd.Length);
        Assert.All(names, name => Assert.Contains(mlsd, line => line.EndsWith("; " + name, StringComparison.Ordinal)));
        Assert.All(names, name => Assert.Contains(list, line => line.EndsWith(" " + name, StringComparison.Ordinal)));
    }

    private static async Task<byte[]> TryReadAsync(Func<Task<TlsStream>> connect)
    {
        using var bytes = new MemoryStream();
        try
        {
            await using var data = await connect();
            await data.CopyToAsync(bytes).WaitAsync(TimeSpan.FromSeconds(60));
            await data.ShutdownAsync(TimeSpan.FromSeconds(60));
        }
        catch (IOException)
        {
            // Refused: what had come until then is what counts.
        }

        return bytes.ToArray();
    }

    private static async Task<int> ReceiveEndAsync(Socket socket)
    {
        try
        {
            return await socket.ReceiveAsync(new byte[100]).WaitAsync(TimeSpan.FromSeconds(60));
        }
        catch (SocketException)
        {
            return 0;
        }
    }
}
