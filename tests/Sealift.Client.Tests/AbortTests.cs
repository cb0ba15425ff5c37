using System.Diagnostics;
using Sealift.TestKit;
using static Sealift.Client.Tests.Scripted;

namespace Sealift.Client.Tests;

/// <summary>A transfer that is given up in the middle.</summary>
public sealed class AbortTests
{
    [Theory]
    [InlineData("426 Cut.")]
    [InlineData("226 Whatever.")]
    [InlineData("451 You hung up.")]
    public async Task Disposed_download_leaves_a_usable_session_when_the_server_answers(string reply)
    {
        await using var peer = ScriptedFtpPeer.Start(session => SendForEverAsync(session, "RETR", reply));
        await using var client = await peer.ConnectAsync();

        await using (var stream = await client.OpenReadAsync(RemoteFile, cancellationToken: Stop))
        {
            await stream.ReadExactlyAsync(new byte[100_000], Stop);
            Assert.Null(stream.Result);
        }

        await client.AssertUsableAsync();
        await peer.Completion;
    }

    [Fact]
    public async Task Listing_that_nobody_reads_to_its_end_leaves_a_usable_session()
    {
        await using var peer = ScriptedFtpPeer.Start(session => SendForEverAsync(session, "MLSD", "426 Cut."));
        await using var client = await peer.ConnectAsync();

        await foreach (var entry in client.ListAsync(Core.FtpPath.Home, Stop))
        {
            Assert.Equal("a", entry.Name);
            break;
        }

        await client.AssertUsableAsync();
    }

    [Fact]
    public async Task Second_reply_to_an_abort_is_not_taken_for_the_next_answer()
    {
        await using var peer = ScriptedFtpPeer.Start(
            session => SendForEverAsync(session, "RETR", "426 Cut.\n226 And closed."));
        await using var client = await peer.ConnectAsync();
        var stream = await client.OpenReadAsync(RemoteFile, cancellationToken: Stop);
        await stream.ReadExactlyAsync(new byte[1000], Stop);

        await stream.DisposeAsync();

        await Assert.ThrowsAsync<Core.FtpProtocolException>(() => client.DeleteFileAsync(RemoteFile, Stop));
        Assert.False(client.IsUsable);
    }

    [Fact]
    public async Task Disposal_waits_no_longer_than_a_second_for_a_silent_server()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginUntilAsync("RETR");
            await session.SendAsync("150 Here it comes.");
            using var data = await session.Data.AcceptAsync();
            await data.SendAsync(new byte[1000]);
            await session.ExpectEndAsync();
        });
        await using var client = await peer.ConnectAsync();
        var stream = await client.OpenReadAsync(RemoteFile, cancellationToken: Stop);
        await stream.ReadExactlyAsync(new byte[1000], Stop);
        var watch = Stopwatch.StartNew();

        await stream.DisposeAsync();

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        await client.AssertDeadAsync();
    }

    [Fact]
    public async Task Disposing_the_client_in_the_middle_of_a_transfer_ends_both()
    {
        await using var peer = ScriptedFtpPeer.Start(session => SendForEverAsync(session, "RETR", "426 Cut."));
        var client = await peer.ConnectAsync();
        var stream = await client.OpenReadAsync(RemoteFile, cancellationToken: Stop);
        await stream.ReadExactlyAsync(new byte[1000], Stop);

        await client.DisposeAsync();

        await stream.DisposeAsync();
        Assert.False(client.IsUsable);
    }

    private static async Task SendForEverAsync(ScriptedSession session, string verb, string reply)
    {
        await session.BeginUntilAsync(verb);
        await session.SendAsync("150 Here it comes.");
        using (var data = await session.Data.AcceptAsync())
        {
            await Assert.ThrowsAnyAsync<Exception>(async () =>
            {
                while (true) await data.SendAsync("type=file;size=1; a\r\n"u8.ToArray());
            });
        }

        await session.SendAsync(reply);
        await session.AnswerToTheEndAsync();
    }
}
