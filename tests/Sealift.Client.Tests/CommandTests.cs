using Sealift.Core;
using Sealift.Core.Wire;
using Sealift.TestKit;
using static Sealift.Client.Tests.Scripted;

namespace Sealift.Client.Tests;

public sealed class CommandTests
{
    [Theory]
    [InlineData("200 Fine.")]
    [InlineData("350 More?")]
    [InlineData("450 Later.")]
    [InlineData("502 Never.")]
    [InlineData("211-One\n Two\n211 Three")]
    public async Task Raw_command_returns_whatever_reply_there_is(string reply)
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            session.Answers["SITE"] = reply;
            await session.BeginExplicitAsync();
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync();

        var answer = await client.ExecuteAsync(new FtpCommand("site", "chmod 644 x"), Stop);

        Assert.StartsWith(reply[..3], answer.ToString(), StringComparison.Ordinal);
        Assert.Equal(reply.Split('\n').Length, answer.Lines.Count);
        await client.AssertUsableAsync();
    }

    [Fact]
    public async Task Quit_is_sent_and_its_answer_is_not_awaited()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginUntilAsync("QUIT");
            await session.ExpectEndAsync(); // the client goes although it got no answer
        });
        var client = await peer.ConnectAsync(options => options with { TimeProvider = new TestClock() }); // no limit ends the wait

        await client.QuitAsync(Stop).WaitAsync(HangGuard, Stop);

        await peer.Completion;
        Assert.False(client.IsUsable);
        await client.QuitAsync(Stop);
        await client.DisposeAsync();
        await client.DisposeAsync();
    }

    [Fact]
    public async Task Quit_to_a_server_that_has_gone_is_no_error()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginUntilAsync("NOOP");
            await session.SendAsync("200 Fine.\n421 And goodbye.");
        });
        await using var client = await peer.ConnectAsync();
        await client.PingAsync(Stop);
        await peer.Completion;

        await client.QuitAsync(Stop);

        Assert.False(client.IsUsable);
    }

    [Fact]
    public async Task Refused_rename_source_sends_no_target()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            session.Answers["RNFR"] = "550 No such file.";
            await session.BeginExplicitAsync();
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync();

        var error = await Assert.ThrowsAsync<FtpReplyException>(
            () => client.RenameAsync(RemoteFile, FtpPath.Parse("other"), Stop));

        Assert.Equal("RNFR file", error.Command.ToString());
        await client.AssertUsableAsync();
        await peer.Completion;
        Assert.DoesNotContain("RNTO other", peer.Sessions[0].CommandsInTls);
    }

    [Theory]
    [InlineData("213 12345678901", 12345678901)]
    [InlineData("213 0", 0L)]
    [InlineData("213 -1", null)]
    [InlineData("213 99999999999999999999", null)]
    [InlineData("213 many", null)]
    [InlineData("550 None.", null)]
    public async Task Size_is_what_the_server_says_or_nothing(string reply, long? size)
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            session.Answers["SIZE"] = reply;
            await session.BeginExplicitAsync();
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync();

        Assert.Equal(size, await client.GetSizeAsync(RemoteFile, Stop));

        await client.AssertUsableAsync();
    }

    [Theory]
    [InlineData("250-Facts\n type=file;size=5; /home/joe/file\n250 End", FtpEntryKind.File)]
    [InlineData("250-Facts\n type=dir; file\n250 End", FtpEntryKind.Directory)]
    [InlineData("550 None.", null)]
    [InlineData("553 None.", null)]
    public async Task Find_asks_with_mlst(string reply, FtpEntryKind? kind)
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            session.Answers["MLST"] = reply;
            await session.BeginExplicitAsync();
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync();

        var entry = await client.FindAsync(RemoteFile, Stop);

        Assert.Equal(kind, entry?.Kind);
        if (entry is not null) Assert.Equal("file", entry.Name);
        await client.AssertUsableAsync();
    }

    [Theory]
    [InlineData("550 None.", "550 None.", false)]
    [InlineData("550 Forbidden.", "250-Facts\n type=file; file\n250 End", null)]
    public async Task Deleting_the_absent_succeeds_and_the_forbidden_does_not(string dele, string mlst, bool? existed)
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            session.Answers["DELE"] = dele;
            session.Answers["MLST"] = mlst;
            await session.BeginExplicitAsync();
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync();

        if (existed is null) await Assert.ThrowsAsync<FtpReplyException>(() => client.DeleteFileAsync(RemoteFile, Stop));
        else Assert.Equal(existed, await client.DeleteFileAsync(RemoteFile, Stop));

        await client.AssertUsableAsync();
    }
}
