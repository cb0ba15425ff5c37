using System.Net;
using System.Net.Sockets;
using Sealift.Core;
using Sealift.Core.Stores;
using Sealift.Core.Timeline;
using Sealift.TestKit;
using Sealift.Tls;

namespace Sealift.Server.Tests;

public sealed class FtpServerTests
{
    [Fact]
    public async Task Port_in_use_is_said_with_a_hint_and_nothing_listens()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();

        var failure = await Assert.ThrowsAsync<FtpServerException>(() => TestServer.StartAsync(options => options with
        {
            Implicit = [(IPEndPoint)taken.LocalEndpoint],
        }));

        Assert.Contains($"{taken.LocalEndpoint}", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Another program", failure.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Address_of_another_machine_is_said_with_a_hint()
    {
        var failure = await Assert.ThrowsAsync<FtpServerException>(() => TestServer.StartAsync(options => options with
        {
            Explicit = [new IPEndPoint(IPAddress.Parse("192.0.2.1"), 0)],
        }));

        Assert.Contains("no such address", failure.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_that_cannot_work_are_refused_at_once()
    {
        using var certificates = new TestCertificates();
        var user = new FtpUser { Name = "anna", PasswordHash = FtpPassword.Hash("x", 1000), Store = new MemoryFileStore() };
        var good = new FtpServerOptions
        {
            Explicit = [new IPEndPoint(IPAddress.Loopback, 0)],
            Certificate = TlsCertificate.From(certificates.IssueServer().Certificate),
            Users = [user],
        };

        Assert.Throws<ArgumentException>(() => new FtpServer(good with { Explicit = [] }));
        Assert.Throws<ArgumentException>(() => new FtpServer(good with { Users = [] }));
        Assert.Throws<ArgumentException>(() => new FtpServer(good with { Users = [user, user] }));
        Assert.Throws<ArgumentException>(() => new FtpServer(good with { Users = [user with { PasswordHash = "plain" }] }));
        Assert.Throws<ArgumentException>(() => new FtpServer(good with { Limits = new FtpServerLimits { MaxSessions = 0 } }));
        Assert.Throws<ArgumentException>(() => new FtpServer(good with { Limits = new FtpServerLimits { IdleTimeout = TimeSpan.Zero } }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PortRange(50000, 49999));
    }

    [Fact]
    public async Task Sessions_are_counted_by_address_before_tls()
    {
        await using var server = await TestServer.StartAsync(options => options with
        {
            Limits = TestServer.QuickLimits with { MaxSessionsPerAddress = 2 },
        });
        await using var first = await Conversation.ConnectAsync(server.Explicit);
        await using var second = await Conversation.ConnectAsync(server.Explicit);
        await first.ExpectAsync(220);
        await second.ExpectAsync(220);

        await using var third = await Conversation.ConnectAsync(server.Explicit);
        Assert.Equal([421], (await third.ReadToEndAsync()).Select(reply => reply.Code));

        await first.ExpectAsync(221, "QUIT");
        await first.ReadToEndAsync();
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (server.Server.SessionCount > 1) await Task.Delay(5, bound.Token);
        await using var fourth = await Conversation.ConnectAsync(server.Explicit);
        await fourth.ExpectAsync(220);
    }

    [Fact]
    public async Task Stop_lets_a_running_transfer_finish_and_tells_idle_sessions()
    {
        await using var server = await TestServer.StartAsync(options => options with
        {
            // On an address of its own: on a common one somebody else may come to listen at the port once it is closed.
            Explicit = [new IPEndPoint(IPAddress.Parse("127.0.18.2"), 0)],
            Limits = TestServer.QuickLimits with { StopTimeout = TimeSpan.FromMinutes(5) },
        });
        await using var idle = await Conversation.LogInAsync(server);
        await using var busy = await Conversation.LogInAsync(server);
        var socket = await busy.OpenDataAsync();
        await busy.ExpectAsync(150, "STOR file");
        await using var data = await busy.SecureDataAsync(socket);
        await data.WriteAsync(new byte[100_000]);
        await data.FlushAsync();

        var stopping = server.Server.StopAsync(TestContext.Current.CancellationToken);
        Assert.Equal([421], (await idle.ReadToEndAsync()).Select(reply => reply.Code));
        await idle.DisposeAsync();
        await Assert.ThrowsAnyAsync<SocketException>(() => Conversation.ConnectAsync(server.Explicit));
        Assert.False(stopping.IsCompleted);
        await data.WriteAsync(new byte[100_000]);
        await data.ShutdownAsync(TimeSpan.FromSeconds(60));

        Assert.Equal([226, 421], (await busy.ReadToEndAsync()).Select(reply => reply.Code));
        await busy.DisposeAsync();
        await stopping.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        Assert.Equal(200_000, new FileInfo(Path.Combine(server.Root, "file")).Length);
        Assert.Equal(0, server.Server.SessionCount);
    }

    [Fact]
    public async Task Stop_cuts_what_does_not_finish_in_time()
    {
        await using var server = await TestServer.StartAsync(options => options with
        {
            Limits = TestServer.QuickLimits with { StopTimeout = TimeSpan.FromMilliseconds(200) },
        });
        await using var client = await Conversation.LogInAsync(server);
        var socket = await client.OpenDataAsync();
        await client.ExpectAsync(150, "STOR file");
        await using var data = await client.SecureDataAsync(socket);
        await data.WriteAsync(new byte[100_000]);
        await data.FlushAsync();

        await server.Server.StopAsync(TestContext.Current.CancellationToken)
            .WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        Assert.Empty(Directory.GetFileSystemEntries(server.Root));
        Assert.Equal(0, server.Server.SessionCount);
    }

    [Fact]
    public async Task Clear_text_works_only_where_it_is_allowed_by_name()
    {
        await using var server = await TestServer.StartAsync(options => options with { RequireTls = false });
        server.Write("file", "content");
        await using var client = await Conversation.ConnectAsync(server.Explicit);
        await client.ExpectAsync(220);
        await client.ExpectAsync(331, "USER " + TestServer.User);
        await client.ExpectAsync(230, "PASS " + TestServer.Password);

        using var socket = await client.OpenDataAsync();
        await client.ExpectAsync(150, "RETR file");
        var content = new byte[100];
        Assert.Equal(7, await socket.ReceiveAsync(content));
        Assert.Equal(0, await socket.ReceiveAsync(content));
        socket.Close();
        await client.ExpectAsync(226);
    }

    [Fact]
    public async Task Timeline_shows_the_whole_session()
    {
        var timeline = new SessionTimeline();
        await using var server = await TestServer.StartAsync(options => options with { Timeline = _ => timeline });
        server.Write("file", "content");
        await using (var client = await Conversation.LogInAsync(server))
        {
            await client.DownloadAsync("RETR file");
            await client.ExpectAsync(221, "QUIT");
            await client.ReadToEndAsync();
        }

        await server.Server.StopAsync(TestContext.Current.CancellationToken);

        var events = timeline.Events;
        Assert.IsType<ConnectionOpened>(events[0]);
        Assert.Contains(events, e => e is CommandSent { Command.Verb: "RETR" });
        Assert.Contains(events, e => e is ReplyReceived { Reply.Code: 226 });
        Assert.Contains(events, e => e is ChannelSecured { Channel: 0, Resumed: false, Version: "TLSv1.3", Alpn: "ftp" });
        Assert.Contains(events, e => e is ChannelSecured { Channel: 1, Resumed: true });
        Assert.Contains(events, e => e is HandshakeMessage { FromClient: true, Name: "ClientHello" });
        Assert.Contains(events, e => e is DataTransferred { Channel: 1, Bytes: 7, FromServer: true });
        Assert.Contains(events, e => e is ConnectionClosed { Channel: 1, CloseNotifySent: true, CloseNotifyReceived: true });
    }
}
