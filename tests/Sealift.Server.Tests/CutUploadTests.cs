using System.Net.Sockets;
using Sealift.Core.Wire;
using Sealift.TestKit;

namespace Sealift.Server.Tests;

/// <summary>Uploads that do not come to their end: 426, and what becomes of them.</summary>
[Trait("Threat", "T9")]
[Trait("Threat", "T14")]
public sealed class CutUploadTests
{
    private const int Length = 5000;

    [Theory]
    [InlineData("truncated")]
    [InlineData("reset")]
    [InlineData("aborted")]
    public async Task T9_nothing_of_a_cut_upload_stays_unless_the_policy_says_so(string how)
    {
        await using var server = await TestServer.StartAsync();
        server.Write("old", "whole");
        await using var client = await Conversation.LogInAsync(server);

        foreach (var command in new[] { "STOR new", "STOR old", "APPE old", "STOU", "APPE fresh" })
            Assert.EndsWith("It was not kept.", (await CutAsync(client, command, how)).Text, StringComparison.Ordinal);

        Assert.Equal("whole", server.Read("old"));
        Assert.Single(Directory.GetFileSystemEntries(server.Root));
    }

    [Fact]
    public async Task A_cut_upload_that_is_kept_can_be_resumed_and_replaces_nothing()
    {
        await using var server = await TestServer.StartAsync(options => options with { Policy = options.Policy with { KeepCutUploads = true } });
        server.Write("old", "whole");
        await using var client = await Conversation.LogInAsync(server);

        Assert.EndsWith("What came was kept.", (await CutAsync(client, "STOR new")).Text, StringComparison.Ordinal);
        Assert.EndsWith("It was not kept.", (await CutAsync(client, "STOR old")).Text, StringComparison.Ordinal);
        Assert.EndsWith("What came was kept.", (await CutAsync(client, "APPE log")).Text, StringComparison.Ordinal);

        Assert.Equal("whole", server.Read("old"));
        Assert.Equal(new string('x', Length), server.Read("log"));
        Assert.Equal($"{Length}", (await client.ExpectAsync(213, "SIZE new")).Text);
        await client.ExpectAsync(350, $"REST {Length}");
        Assert.Equal(226, (await client.UploadAsync("STOR new", "y"u8.ToArray())).Code);
        Assert.Equal(new string('x', Length) + "y", server.Read("new"));
        Assert.Equal(3, Directory.GetFileSystemEntries(server.Root).Length);
    }

    [Fact]
    public async Task What_came_before_an_abort_is_kept_by_policy()
    {
        await using var server = await TestServer.StartAsync(options => options with { Policy = options.Policy with { KeepCutUploads = true } });
        await using var client = await Conversation.LogInAsync(server);
        var socket = await client.OpenDataAsync();
        await client.ExpectAsync(150, "STOR new");
        await using var data = await client.SecureDataAsync(socket);

        // More than the buffers between client and server hold: some of it has arrived.
        var sent = new byte[64 * 1024 * 1024];
        await data.WriteAsync(sent, TestContext.Current.CancellationToken);
        var reply = await client.ExpectAsync(426, "ABOR");
        await client.ExpectAsync(226);

        Assert.EndsWith("What came was kept.", reply.Text, StringComparison.Ordinal);
        Assert.InRange(new FileInfo(Path.Combine(server.Root, "new")).Length, 1, sent.Length);
        Assert.Single(Directory.GetFileSystemEntries(server.Root));
    }

    [Fact]
    public async Task What_rest_continued_stays_as_far_as_it_came()
    {
        await using var server = await TestServer.StartAsync();
        server.Write("part", "0123456789");
        await using var client = await Conversation.LogInAsync(server);

        await client.ExpectAsync(350, "REST 5");
        Assert.EndsWith("What came was kept.", (await CutAsync(client, "STOR part")).Text, StringComparison.Ordinal);

        Assert.Equal("01234" + new string('x', Length), server.Read("part"));
    }

    [Fact]
    public async Task A_kept_upload_counts_to_the_quota()
    {
        await using var server = await TestServer.StartAsync(options => options with
        {
            Users = [options.Users[0] with { Quota = 6000 }],
            Policy = options.Policy with { KeepCutUploads = true },
        });
        await using var client = await Conversation.LogInAsync(server);

        await CutAsync(client, "STOR new");
        Assert.Equal("1000", (await client.ExpectAsync(213, "AVBL")).Text);
        await client.ExpectAsync(350, "REST 4000");
        Assert.Equal(226, (await client.UploadAsync("STOR new", new byte[2000])).Code);
        Assert.Equal("0", (await client.ExpectAsync(213, "AVBL")).Text);
    }

    [Fact]
    public async Task T14_a_client_that_drips_is_cut_when_it_was_too_slow_on_average()
    {
        var clock = new TestClock();
        await using var server = await TestServer.StartAsync(options => options with { TimeProvider = clock });
        await using var client = await Conversation.LogInAsync(server);
        var socket = await client.OpenDataAsync();
        await client.ExpectAsync(150, "STOR slow");
        await using var data = await client.SecureDataAsync(socket);

        // A byte each ten seconds never stalls, and is far below the least rate. Time passes only when the server has the last one.
        var reply = client.ReadAsync();
        for (var sent = 1; !reply.IsCompleted; sent++)
        {
            try
            {
                await data.WriteAsync("x"u8.ToArray(), TestContext.Current.CancellationToken);
                await data.FlushAsync(TestContext.Current.CancellationToken);
            }
            catch (IOException)
            {
                break; // the server has cut it
            }

            while (!reply.IsCompleted && server.Server.BytesReceived < sent) await Task.WhenAny(reply, Task.Delay(1, TestContext.Current.CancellationToken));
            if (!reply.IsCompleted) clock.Advance(TimeSpan.FromSeconds(10));
        }

        var answer = await reply;
        Assert.Equal(426, answer.Code);
        Assert.Contains("slower than this server allows", answer.Text, StringComparison.Ordinal);
        await client.ExpectAsync(200, "NOOP");
    }

    private static async Task<FtpReply> CutAsync(Conversation client, string command, string how = "truncated")
    {
        var socket = await client.OpenDataAsync();
        await client.ExpectAsync(150, command);
        await using var data = await client.SecureDataAsync(socket);
        await data.WriteAsync(Enumerable.Repeat((byte)'x', Length).ToArray());
        await data.FlushAsync();
        if (how == "aborted")
        {
            var aborted = await client.ExpectAsync(426, "ABOR");
            await client.ExpectAsync(226);
            return aborted;
        }

        if (how == "reset") socket.Close(timeout: 0);
        else socket.Shutdown(SocketShutdown.Send); // FIN without close_notify
        return await client.ExpectAsync(426);
    }
}
