using Sealift.TestKit;
using static Sealift.Client.Tests.Scripted;

namespace Sealift.Client.Tests;

/// <summary>A transfer that is given up in the middle.</summary>
[Trait("Fault", "F30")]
public sealed class AbortTests
{
    // Enough for a server that is given a moment to hear the ABOR, and less than the client waits for the answer to it.
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(500);

    private readonly TestClock _clock = new();

    [Theory]
    [InlineData("426 Cut.")]
    [InlineData("226 Whatever.")]
    [InlineData("451 You hung up.")]
    public async Task Disposed_download_leaves_a_usable_session_when_the_server_answers(string reply)
    {
        await using var peer = ScriptedFtpPeer.Start(session => SendForEverAsync(session, "RETR", reply));
        await using var client = await peer.ConnectAsync(options => options with { TimeProvider = _clock });

        var stream = await client.OpenReadAsync(RemoteFile, cancellationToken: Stop);
        await stream.ReadExactlyAsync(new byte[100_000], Stop);
        Assert.Null(stream.Result);

        await DisposeAsync(stream, Moment);

        await client.AssertUsableAsync();
        await peer.Completion;
    }

    [Fact]
    public async Task Listing_that_nobody_reads_to_its_end_leaves_a_usable_session()
    {
        await using var peer = ScriptedFtpPeer.Start(session => SendForEverAsync(session, "MLSD", "426 Cut."));
        await using var client = await peer.ConnectAsync(options => options with { TimeProvider = _clock });

        var entries = client.ListAsync(Core.FtpPath.Home, Stop).GetAsyncEnumerator(Stop);
        Assert.True(await entries.MoveNextAsync());
        Assert.Equal("a", entries.Current.Name);

        await DisposeAsync(entries, Moment);

        await client.AssertUsableAsync();
    }

    /// <summary>What vsftpd, ProFTPD, Pure-FTPd and pyftpdlib were seen to answer, before and after the PWD.</summary>
    [Theory]
    [InlineData("426 Cut.\n226 Aborted.", "")]
    [InlineData("426 Cut.\n225 Nothing to abort.", "")]
    [InlineData("426 Cut.", "225 Nothing to abort.\n")]
    [InlineData("226 Aborted.\n426 Cut.", "")]
    [InlineData("226 Whatever.\n226 Aborted.", "")]
    [InlineData("150 3.5 seconds.\n226 Aborted.", "")]
    [InlineData("225 Aborted.", "")]
    [InlineData("426 Cut.", "451-Aborted\n451 Really.\n")]
    [InlineData("426 Cut.", "502 No ABOR.\n")]
    public async Task Session_is_in_step_again_however_many_replies_an_abort_has(string before, string after)
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await SendForEverAsync(session);
            await session.ExpectAsync("ABOR", before);
            await session.ExpectAsync("PWD", after + "257 \"/\" is here.");
            await session.ExpectAsync("DELE file", "250 Gone.");
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync(options => options with { TimeProvider = _clock });
        var stream = await client.OpenReadAsync(RemoteFile, cancellationToken: Stop);
        await stream.ReadExactlyAsync(new byte[1000], Stop);

        await DisposeAsync(stream, Moment);

        Assert.True(await client.DeleteFileAsync(RemoteFile, Stop));
        await client.AssertUsableAsync();
        await peer.Completion;
    }

    [Fact]
    public async Task Server_that_refuses_pwd_is_in_step_when_all_three_answers_are_there()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await SendForEverAsync(session);
            await session.ExpectAsync("ABOR", "426 Cut.\n226 Aborted.");
            await session.ExpectAsync("PWD", "550 You need not know.");
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync(options => options with { TimeProvider = _clock });
        var stream = await client.OpenReadAsync(RemoteFile, cancellationToken: Stop);
        await stream.ReadExactlyAsync(new byte[1000], Stop);

        await DisposeAsync(stream, Moment);

        await client.AssertUsableAsync();
        await peer.Completion;
    }

    [Fact]
    public async Task More_replies_than_commands_end_the_session()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await SendForEverAsync(session);
            await session.ExpectAsync("ABOR", "426 Cut.\n226 Aborted.\n226 And again.");
            await session.ExpectAsync("PWD", "257 \"/\" is here.");
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync(options => options with { TimeProvider = _clock });
        var stream = await client.OpenReadAsync(RemoteFile, cancellationToken: Stop);
        await stream.ReadExactlyAsync(new byte[1000], Stop);

        await DisposeAsync(stream, Moment);

        await client.AssertDeadAsync();
    }

    [Fact]
    public async Task In_clear_text_telnets_interrupt_goes_before_the_abort_and_inside_tls_it_does_not()
    {
        await using var clear = ScriptedFtpPeer.Start(async session =>
        {
            await session.SendAsync("220 Scripted.");
            await session.AnswerUntilAsync("RETR");
            await session.SendAsync("150 Here it comes.");
            await SendUntilCutAsync(session, tls: false);
            await session.ReadLineAsync();
            await session.SendAsync("426 Cut.\n226 Aborted.");
            await session.AnswerToTheEndAsync();
        });
        await using var client = await clear.ConnectAsync(options => options with { Mode = Core.FtpTlsMode.PlaintextUnsafe, TimeProvider = _clock });
        var stream = await client.OpenReadAsync(RemoteFile, cancellationToken: Stop);
        await stream.ReadExactlyAsync(new byte[1000], Stop);

        await DisposeAsync(stream, Moment);

        await client.AssertUsableAsync();
        byte[] expected = [0xFF, 0xF4, 0xFF, 0xF2, .. "ABOR\r\nPWD\r\n"u8];
        Assert.True(clear.Sessions[0].BytesInClear.ToArray().AsSpan().IndexOf(expected) > 0);
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
            await session.ExpectAsync("ABOR");
            await session.ExpectEndAsync();
        });
        await using var client = await peer.ConnectAsync(options => options with { TimeProvider = _clock });
        var stream = await client.OpenReadAsync(RemoteFile, cancellationToken: Stop);
        await stream.ReadExactlyAsync(new byte[1000], Stop);

        await DisposeAsync(stream, TimeSpan.FromSeconds(1));

        await client.AssertDeadAsync();
    }

    [Fact]
    public async Task Disposing_the_client_in_the_middle_of_a_transfer_ends_both()
    {
        await using var peer = ScriptedFtpPeer.Start(session => SendForEverAsync(session, "RETR", "426 Cut."));
        var client = await peer.ConnectAsync(options => options with { TimeProvider = _clock });
        var stream = await client.OpenReadAsync(RemoteFile, cancellationToken: Stop);
        await stream.ReadExactlyAsync(new byte[1000], Stop);

        await DisposeAsync(client, Moment);

        await DisposeAsync(stream, Moment);
        Assert.False(client.IsUsable);
    }

    private async Task DisposeAsync(IAsyncDisposable transfer, TimeSpan atMost)
    {
        var disposing = transfer.DisposeAsync().AsTask();
        await _clock.PassUntilAsync(disposing, atMost);
        await disposing;
    }

    private static async Task SendForEverAsync(ScriptedSession session, string verb = "RETR")
    {
        await session.BeginUntilAsync(verb);
        await session.SendAsync("150 Here it comes.");
        await SendUntilCutAsync(session);
    }

    private static async Task SendUntilCutAsync(ScriptedSession session, bool tls = true)
    {
        using var data = await session.Data.AcceptAsync(tls);
        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            while (true) await data.SendAsync("type=file;size=1; a\r\n"u8.ToArray());
        });
    }

    private static async Task SendForEverAsync(ScriptedSession session, string verb, string reply)
    {
        await SendForEverAsync(session, verb);
        await session.SendAsync(reply);
        await session.AnswerToTheEndAsync();
    }
}
