using Sealift.Core;
using Sealift.TestKit;
using static Sealift.Client.Tests.Scripted;

namespace Sealift.Client.Tests;

/// <summary>Cancelling ends the wait within a second, wherever the server happens to be silent.</summary>
[Trait("Fault", "F33")]
public sealed class CancellationTests
{
    private readonly TestClock _clock = new();

    [Theory]
    [InlineData("greeting")]
    [InlineData("AUTH")]
    [InlineData("handshake")]
    [InlineData("USER")]
    [InlineData("PASS")]
    [InlineData("TYPE")]
    public async Task Connecting_ends(string silentAt)
    {
        var reached = new TaskCompletionSource();
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            if (silentAt != "greeting")
            {
                await session.SendAsync("220 Hello.");
                await session.ExpectAsync("AUTH TLS");
                if (silentAt != "AUTH")
                {
                    await session.SendAsync("234 Go ahead.");
                    if (silentAt != "handshake")
                    {
                        await session.StartTlsAsync();
                        await session.AnswerUntilAsync(silentAt);
                    }
                }
            }

            reached.SetResult();
            await session.StaySilentAsync();
        });

        await AssertEndsAsync(token => FtpClient.ConnectAsync(peer.Options() with { TimeProvider = _clock }, token), reached.Task);
    }

    [Theory]
    [InlineData("NOOP")]
    [InlineData("EPSV")]
    [InlineData("REST")]
    [InlineData("RETR")]
    [InlineData("data handshake")]
    [InlineData("data")]
    [InlineData("final")]
    public async Task Session_ends(string silentAt)
    {
        var reached = new TaskCompletionSource();
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginExplicitAsync();
            if (silentAt is "NOOP" or "REST")
            {
                await session.AnswerUntilAsync(silentAt);
            }
            else if (silentAt == "EPSV")
            {
                await session.AnswerUntilAsync("EPSV");
                await session.SendAsync("425 Not now."); // in the login flight
                await session.ExpectAsync("EPSV");
            }
            else
            {
                await session.AnswerUntilAsync("RETR");
                if (silentAt != "RETR") await session.SendAsync("150 Here it comes.");
                if (silentAt is "data" or "final")
                {
                    using var data = await session.Data.AcceptAsync();
                    await data.SendAsync("half"u8.ToArray());
                    if (silentAt == "final") await data.CloseAsync();
                    reached.SetResult();
                    await session.StaySilentAsync();
                }
            }

            reached.SetResult();
            await session.StaySilentAsync();
        });
        await using var client = await peer.ConnectAsync(options => options with { TimeProvider = _clock });

        await AssertEndsAsync(
            async token =>
            {
                if (silentAt == "NOOP") await client.PingAsync(token);
                else if (silentAt == "REST") await client.OpenReadAsync(RemoteFile, 5, token);
                else await client.GetAsync(token);
            },
            reached.Task);

        await client.AssertDeadAsync();
    }

    [Theory]
    [InlineData("MLSD")]
    [InlineData("STOR")]
    public async Task Listing_and_upload_end(string verb)
    {
        var reached = new TaskCompletionSource();
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginUntilAsync(verb);
            await session.SendAsync("150 Go.");
            using var data = await session.Data.AcceptAsync();
            reached.SetResult();
            await session.StaySilentAsync();
        });
        await using var client = await peer.ConnectAsync(options => options with { TimeProvider = _clock });

        await AssertEndsAsync(
            async token =>
            {
                if (verb == "STOR") await client.PutAsync(new byte[32 << 20], token);
                else await client.ListAsync(FtpPath.Home, token).GetAsyncEnumerator(token).MoveNextAsync();
            },
            reached.Task);

        await client.AssertDeadAsync();
    }

    [Fact]
    public async Task Cancelled_download_leaves_a_usable_session_when_the_server_answers()
    {
        var reached = new TaskCompletionSource();
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginUntilAsync("RETR");
            await session.SendAsync("150 Here it comes.");
            using (var data = await session.Data.AcceptAsync())
            {
                await data.SendAsync("half"u8.ToArray());
                reached.SetResult();
                await Assert.ThrowsAnyAsync<Exception>(async () =>
                {
                    while (true) await data.SendAsync(new byte[1000]);
                });
            }

            await session.SendAsync("426 Cut.");
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync(options => options with { TimeProvider = _clock });

        // Time for the server to hear the ABOR, and not all the time that it has to answer.
        await AssertEndsAsync(token => client.GetAsync(token), reached.Task, TimeSpan.FromMilliseconds(500));

        await client.AssertUsableAsync();
    }

    [Fact]
    public async Task Token_that_was_cancelled_before_sends_nothing_and_costs_nothing()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginExplicitAsync();
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync();
        var cancelled = new CancellationToken(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.DeleteFileAsync(RemoteFile, cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.OpenWriteAsync(RemoteFile, cancellationToken: cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => FtpClient.ConnectAsync(peer.Options(), cancelled));

        await client.AssertUsableAsync();
        await peer.Completion;
        Assert.DoesNotContain(
            peer.Sessions[0].CommandsInTls, line => line.StartsWith("DELE", StringComparison.Ordinal) || line.StartsWith("STOR", StringComparison.Ordinal));
    }

    private async Task AssertEndsAsync(Func<CancellationToken, Task> act, Task reached, TimeSpan? atMost = null)
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var acting = act(cancel.Token);
        await reached.WaitAsync(HangGuard, Stop);

        await cancel.CancelAsync();

        await _clock.PassUntilAsync(acting, atMost ?? TimeSpan.FromSeconds(1));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => acting);
    }
}
