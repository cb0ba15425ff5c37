using Sealift.TestKit;
using static Sealift.Client.Tests.Scripted;

namespace Sealift.Client.Tests;

/// <summary>Offsets (REST): sent in full, directly before their command, and proven by sizes where there are sizes.</summary>
[Trait("Fault", "F15")]
[Trait("Fault", "F16")]
public sealed class OffsetTests
{
    private const long Huge = long.MaxValue - 10;

    [Theory]
    [InlineData("213 10", 4, "456789", true)]
    [InlineData("213 10", 10, "", true)]
    [InlineData("213 12", 4, "456789", false)] // it changes while it is read
    [InlineData("550 Not told.", 4, "456789", false)]
    [InlineData("213 9223372036854775803", Huge, "456789", true)]
    public async Task Download_from_an_offset_says_whether_its_beginning_is_proven(string size, long offset, string content, bool isProven)
    {
        await using var peer = ScriptedFtpPeer.Start(session => SendAsync(session, size, content));
        await using var client = await peer.ConnectAsync();
        using var target = new MemoryStream();

        var result = await client.DownloadAsync(RemoteFile, target, offset, cancellationToken: Stop);

        Assert.Equal(isProven, result.IsOffsetProven);
        Assert.Equal(content.Length, result.Bytes);
        var commands = peer.Sessions[0].CommandsInTls;
        Assert.Equal($"REST {offset}", commands[commands.ToList().IndexOf("RETR file") - 1]);
        await client.AssertUsableAsync();
        await peer.Completion;
    }

    [Fact]
    public async Task Whole_file_makes_no_claim_about_an_offset_and_asks_nothing()
    {
        await using var peer = ScriptedFtpPeer.Start(session => SendAsync(session, "213 10", "0123456789"));
        await using var client = await peer.ConnectAsync();
        using var target = new MemoryStream();

        Assert.Null((await client.DownloadAsync(RemoteFile, target, cancellationToken: Stop)).IsOffsetProven);
        Assert.DoesNotContain("SIZE file", peer.Sessions[0].CommandsInTls);
    }

    [Fact]
    public async Task Download_that_began_at_0_all_the_same_is_no_continuation()
    {
        await using var peer = ScriptedFtpPeer.Start(session => SendAsync(session, "213 10", "0123456789"));
        await using var client = await peer.ConnectAsync();
        using var target = new MemoryStream();

        var error = await Assert.ThrowsAsync<FtpDataException>(
            () => client.DownloadAsync(RemoteFile, target, 4, cancellationToken: Stop));

        Assert.Equal(FtpDataFailure.OffsetIgnored, error.Failure);
        await client.AssertUsableAsync();
        await peer.Completion;
    }

    [Theory]
    [InlineData("213 7", true)]
    [InlineData("213 9", false)] // the old file was longer
    [InlineData("550 Not told.", false)]
    public async Task Upload_at_an_offset_says_whether_its_beginning_is_proven(string size, bool isProven)
    {
        await using var peer = ScriptedFtpPeer.Start(session => ReceiveAsync(session, size));
        await using var client = await peer.ConnectAsync();

        var result = await UploadAsync(client);

        Assert.Equal(isProven, result.IsOffsetProven);
        await client.AssertUsableAsync();
        await peer.Completion;
    }

    [Fact]
    public async Task Upload_that_was_stored_from_0_is_an_error_whatever_the_server_says()
    {
        await using var peer = ScriptedFtpPeer.Start(session => ReceiveAsync(session, "213 3"));
        await using var client = await peer.ConnectAsync();

        var error = await Assert.ThrowsAsync<FtpDataException>(() => UploadAsync(client));

        Assert.Equal(FtpDataFailure.OffsetIgnored, error.Failure);
        await client.AssertUsableAsync();
        await peer.Completion;
    }

    private static async Task<FtpTransferResult> UploadAsync(FtpClient client)
    {
        using var source = new MemoryStream([5, 6, 7], writable: false);
        return await client.UploadAsync(source, RemoteFile, FtpWriteMode.Resume, 4, cancellationToken: Stop);
    }

    private static async Task SendAsync(ScriptedSession session, string size, string content)
    {
        session.Answers["SIZE"] = size;
        await session.BeginExplicitAsync();
        await session.AnswerUntilAsync("RETR");
        await session.SendAsync("150 Here it comes.");
        await session.SendDataAsync(content);
        await session.SendAsync("226 All of it.");
        await session.AnswerToTheEndAsync();
    }

    private static async Task ReceiveAsync(ScriptedSession session, string size)
    {
        session.Answers["SIZE"] = size;
        await session.BeginExplicitAsync();
        await session.AnswerUntilAsync("STOR");
        await session.SendAsync("150 Send it.");
        using (var data = await session.Data.AcceptAsync())
        {
            Assert.Equal([5, 6, 7], await data.ReceiveAsync());
            await data.CloseAsync();
        }

        await session.SendAsync("226 Stored.");
        await session.AnswerToTheEndAsync();
    }
}
