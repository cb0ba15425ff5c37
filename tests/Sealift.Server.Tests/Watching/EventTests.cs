using Sealift.Core.Timeline;
using Sealift.Server.Events;
using Sealift.TestKit;

namespace Sealift.Server.Tests.Watching;

public sealed class EventTests
{
    [Fact]
    public async Task An_upload_by_curl_is_told_from_the_connection_to_the_end()
    {
        PeerProcess.Demand("curl");
        var events = new EventList();
        await using var server = await TestServer.StartAsync(options => options with { Listeners = [events.Add] });
        var local = Path.Combine(server.Directory.FullName, "local.bin");
        await File.WriteAllBytesAsync(local, new byte[300_000], TestContext.Current.CancellationToken);

        await PeerProcess.RunAsync(
            "curl", "-sS", "-k", "--ssl-reqd", "-u", $"{TestServer.User}:{TestServer.Password}", "-T", local, $"ftp://127.0.0.1:{server.Explicit.Port}/in.bin");
        await events.WaitAsync<SessionEnded>();

        Assert.Equal(
            [nameof(ServerStarted), nameof(SessionStarted), nameof(SessionSecured), nameof(LoginSucceeded), nameof(TransferStarted), nameof(TransferEnded), nameof(SessionEnded)],
            events.All.Select(happened => happened.GetType().Name));
        var transfer = Assert.Single(events.Of<TransferEnded>());
        Assert.Equal(("STOR", "/in.bin", FtpTransferKind.Upload, 300_000L, 226), (transfer.Verb, transfer.Path.ToString(), transfer.Kind, transfer.Bytes, transfer.Code));
        Assert.True(transfer.IsComplete);
        Assert.True(transfer.Protection!.IsResumed);
        Assert.Equal((TestServer.User, 1L), (transfer.Session.User!.Name, transfer.Session.Id));
        Assert.NotNull(transfer.Session.Protection);
        var ended = Assert.Single(events.Of<SessionEnded>());
        Assert.Equal((0L, 300_000L), (ended.Session.BytesSent, ended.Session.BytesReceived));
        Assert.Equal("QUIT", ended.Reason);
        Assert.Equal((0L, 300_000L), (server.Server.BytesSent, server.Server.BytesReceived));
        Assert.DoesNotContain(events.All, happened => happened.ToString()!.Contains(TestServer.Password, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Changes_refusals_and_failed_logins_are_told()
    {
        var events = new EventList();
        await using var server = await TestServer.StartAsync(options => options with { Listeners = [events.Add] });
        server.Write("a", "content");
        server.Write("b", "content");

        await using (var stranger = await Conversation.SecureAsync(server))
        {
            await stranger.ExpectAsync(331, "USER nobody");
            await stranger.ExpectAsync(530, "PASS wrong");
        }

        await using var client = await Conversation.LogInAsync(server);
        await client.ExpectAsync(350, "RNFR a");
        await client.ExpectAsync(250, "RNTO c");
        await client.ExpectAsync(250, "DELE b");
        await client.ExpectAsync(550, "DELE b");
        await client.ExpectAsync(257, "MKD d");
        await client.ExpectAsync(200, "SITE CHMOD 600 c");
        await client.ExpectAsync(214, "SITE HELP");
        await client.ExpectAsync(229, "EPSV");
        await client.ExpectAsync(550, "RETR absent");
        await using var reader = await Conversation.LogInAsync(server, TestServer.Reader);
        await reader.ExpectAsync(550, "RMD d");

        var failed = Assert.Single(events.Of<LoginFailed>());
        Assert.Equal(("nobody", 530, 1), (failed.Session.UserName, failed.Code, failed.Count));
        Assert.Null(failed.Session.User);
        Assert.Equal(
            ["RNTO /a /c", "DELE /b ", "MKD /d ", "SITE /c "],
            events.Of<FileChanged>().Select(change => $"{change.Verb} {change.Path} {change.Target}"));
        Assert.Equal(
            ["anna DELE /b 550", "anna RETR /absent 550", "rita RMD  550"],
            events.Of<CommandRefused>().Select(refused => $"{refused.Session.User} {refused.Verb} {refused.Path} {refused.Code}"));
    }

    [Fact]
    public async Task Events_are_called_what_the_documentation_calls_them()
    {
        var events = new EventList();
        await using (var server = await TestServer.StartAsync(options => options with
        {
            Listeners = [events.Add],
            Limits = TestServer.QuickLimits with { MaxSessions = 1 },
        }))
        {
            server.Write("a", "content");
            await using var client = await Conversation.LogInAsync(server);
            await using (var other = await Conversation.ConnectAsync(server.Explicit)) await other.ExpectAsync(421);
            foreach (var verb in new[] { "RETR a", "STOR b", "LIST" })
            {
                var lost = await client.OpenDataAsync();
                await client.ExpectAsync(150, verb);
                lost.Dispose();
                Assert.True((await client.ReadAsync()).IsNegative);
            }

            await client.DownloadAsync("RETR a");
            await client.DownloadAsync("LIST");
            await client.UploadAsync("STOR b", "more"u8.ToArray());
            await client.ExpectAsync(257, "XMKD d");
            await client.ExpectAsync(250, "XRMD d");
            await client.ExpectAsync(213, "MFMT 20260102030405 b");
            await client.ExpectAsync(250, "COMB \"c\" \"a\" \"b\"");
            await client.ExpectAsync(350, "RNFR c");
            await client.ExpectAsync(250, "RNTO e");
            await client.ExpectAsync(250, "DELE e");
            await client.ExpectAsync(550, "DELE e");
        }

        var names = events.All.Where(happened => happened is TransferEnded or FileChanged or CommandRefused or ConnectionRefused).Select(happened => happened.Name).ToList();
        Assert.Equal(
            [
                "connection-refused", "download-failed", "upload-failed", "listing-failed", "download", "listing", "upload",
                "mkdir", "rmdir", "facts", "join", "rename", "delete", "refused",
            ],
            names);
        var page = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "telemetry.md"), TestContext.Current.CancellationToken);
        Assert.All(events.All.Where(happened => happened is not TransferStarted), happened => Assert.Contains($"`{happened.Name}`", page, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_listener_that_fails_is_logged_and_costs_nobody_an_event()
    {
        var events = new EventList();
        await using var server = await TestServer.StartAsync(options => options with
        {
            Listeners = [_ => throw new InvalidOperationException("a listener's own fault"), events.Add],
        });

        await using var client = await Conversation.LogInAsync(server);
        await client.ExpectAsync(257, "MKD d");

        Assert.Single(events.Of<FileChanged>());
        Assert.Contains(server.Log.Lines, line => line.Contains("A listener failed at FileChanged", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Sessions_are_found_by_number_while_they_are_there_and_for_a_while_after()
    {
        var events = new EventList();
        HeldStore? held = null;
        await using var server = await TestServer.StartAsync(options => options with
        {
            Listeners = [events.Add],
            KeptSessions = 1,
            Timeline = _ => new SessionTimeline(),
            Users = [options.Users[0] with { Store = held = new HeldStore(options.Users[0].Store) }],
        });
        await held!.WriteAsync("/large", new byte[1000]);
        await using var first = await Conversation.LogInAsync(server);
        await using (var second = await Conversation.LogInAsync(server))
        {
            using var data = await second.OpenDataAsync();
            await second.ExpectAsync(150, "RETR large");
            await using var secured = await second.SecureDataAsync(data);
            await held.Reading;

            Assert.Equal([1L, 2L], server.Server.Sessions.Select(session => session.Id));
            var running = server.Server.FindSession(2)!;
            Assert.Equal(("RETR", "/large", FtpTransferKind.Download), (running.Transfer!.Verb, running.Transfer.Path.ToString(), running.Transfer.Kind));
            Assert.Null(running.Ended);
            Assert.Null(server.Server.FindSession(1)!.Transfer);
        }

        await events.WaitAsync<SessionEnded>();
        var last = server.Server.FindSession(2)!;
        Assert.NotNull(last.Ended);
        Assert.Contains(last.Timeline!.Events, one => one is CommandSent { Command.Verb: "RETR" });
        Assert.Equal([2L], server.Server.EndedSessions.Select(session => session.Id));
        Assert.Null(server.Server.FindSession(99));

        await first.ExpectAsync(221, "QUIT");
        await first.ReadToEndAsync();
        await server.Log.WaitForAsync("Session 1 ended", TimeSpan.FromSeconds(60));
        await WaitUntilAsync(() => server.Server.Sessions.Count == 0);
        Assert.Equal([1L], server.Server.EndedSessions.Select(session => session.Id));
    }

    private static async Task WaitUntilAsync(Func<bool> isSo)
    {
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!isSo()) await Task.Delay(10, bound.Token);
    }
}
