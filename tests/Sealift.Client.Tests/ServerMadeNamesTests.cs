using Sealift.Core;
using Sealift.TestKit;
using static Sealift.Client.Tests.Scripted;

namespace Sealift.Client.Tests;

/// <summary>Names that a server makes up are shown, and cannot be sent back as commands or lead anywhere.</summary>
[Trait("Threat", "T12")]
[Trait("Peer", "hostile")]
public sealed class ServerMadeNamesTests
{
    [Theory]
    [InlineData("MLSD", "type=file; a\rDELE x")]
    [InlineData("MLSD", "type=file; a\0b")]
    [InlineData("MLSD", "type=file; ../../etc/passwd")]
    [InlineData("MLSD", "type=file; /etc/passwd")]
    [InlineData("LIST", "-rw-r--r-- 1 joe joe 5 Jan  1  2025 a\rDELE x")]
    [InlineData("LIST", "-rw-r--r-- 1 joe joe 5 Jan  1  2025 a\u001B[2J")]
    [InlineData("LIST", "-rw-r--r-- 1 joe joe 5 Jan  1  2025 ../up")]
    public async Task Hostile_name_in_a_listing_is_marked_and_is_no_path(string verb, string line)
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            if (verb == "LIST") session.ForgetMlst();
            await session.BeginUntilAsync(verb);
            await session.SendAsync("150 Here it comes.");
            await session.SendDataAsync(line + "\r\n");
            await session.SendAsync("226 Done.");
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync();

        var entry = Assert.Single(await client.EntriesAsync());

        Assert.False(entry.IsSafeName);
        Assert.Throws<FormatException>(() => FtpPath.Home.Append(entry.Name));
        await client.AssertUsableAsync();
    }

    [Theory]
    [InlineData("257 \"/a\u0001STOR x\"")]
    [InlineData("257 \"Only one")]
    [InlineData("257 No path at all.")]
    [InlineData("550 No.")]
    public async Task Hostile_working_directory_is_never_entered(string reply)
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            session.ForgetMlst();
            session.Answers["PWD"] = reply;
            session.Answers["SIZE"] = "550 None.";
            await session.BeginUntilAsync("LIST");
            await session.SendAsync("150 Here it comes.");
            await session.SendDataAsync("");
            await session.SendAsync("226 Done.");
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync();

        Assert.Null(await client.FindAsync(FtpPath.Parse(".hidden"), Stop));

        await client.AssertUsableAsync();
        await peer.Completion;
        Assert.DoesNotContain(peer.Sessions[0].CommandsInTls, line => line.StartsWith("CWD", StringComparison.Ordinal));
    }
}
