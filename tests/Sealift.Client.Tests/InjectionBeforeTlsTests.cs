using Sealift.Core;
using Sealift.TestKit;

namespace Sealift.Client.Tests;

/// <summary>Bytes between the agreement to TLS and the handshake: nothing of them is ever used (RFC 4217 section 15.1).</summary>
[Trait("Threat", "T2")]
[Trait("Peer", "hostile")]
public sealed class InjectionBeforeTlsTests
{
    [Theory]
    [InlineData("234 Go ahead.\r\n230 You are in.\r\n257 \"/\"\r\n")]
    [InlineData("234 Go ahead.\r\n23")]
    [InlineData("234 Go ahead.\r\n\r\n")]
    [InlineData("234 Go ahead.\r\n ")]
    [InlineData("234-Go\r\n234 ahead.\r\n331 Password?\r\n")]
    public async Task Bytes_in_the_same_segment_end_the_attempt(string segment)
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.SendAsync("220 Hello.");
            await session.ExpectAsync("AUTH TLS");
            await session.SendBytesAsync(System.Text.Encoding.ASCII.GetBytes(segment));
            await session.ExpectEndAsync();
        });

        await Assert.ThrowsAsync<FtpTlsException>(() => peer.ConnectAsync());

        await peer.Completion;
        await peer.AssertNoLoginAsync();
        Assert.Equal("AUTH TLS\r\n"u8.ToArray(), Assert.Single(peer.Sessions).BytesInClear);
    }

    [Fact]
    public async Task Bytes_in_a_second_segment_end_the_attempt()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.SendAsync("220 Hello.");
            await session.ExpectAsync("AUTH TLS");
            await session.SendBytesAsync("234 Go ahead.\r\n"u8.ToArray());
            await session.SendBytesAsync("230 You are in.\r\n257 \"/\"\r\n"u8.ToArray());
        });

        // Whether they arrive before our ClientHello or after it is the network's business; used they are in neither case.
        var error = await Assert.ThrowsAnyAsync<FtpException>(() => peer.ConnectAsync());

        Assert.True(error is FtpTlsException, error.ToString());
        await peer.AssertNoLoginAsync();
        Assert.Single(peer.Sessions);
    }

    [Fact]
    public async Task Agreement_that_came_with_the_greeting_does_not_count_as_protection()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.SendBytesAsync("220 Hello.\r\n234 Go ahead.\r\n"u8.ToArray());
            await session.ExpectAsync("AUTH TLS", "534 No TLS here.");
        });

        var error = await Assert.ThrowsAnyAsync<FtpException>(() => peer.ConnectAsync());

        Assert.True(error is FtpTlsException, error.ToString());
        await peer.AssertNoLoginAsync();
        Assert.Single(peer.Sessions);
    }

    [Fact]
    public async Task What_was_said_before_tls_is_not_believed_after_it()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.SendAsync("220-Features:\n220- MLST type*;\n220- UTF8\n220 Hello.");
            await session.ExpectAsync("AUTH TLS", "234 Go ahead.");
            await session.StartTlsAsync();
            session.Answers["FEAT"] = "211-Features:\r\n SIZE\r\n211 End";
            await session.AnswerToTheEndAsync();
        });

        await using var client = await peer.ConnectAsync();

        Assert.True(client.Features.Size);
        Assert.False(client.Features.Mlst);
        await client.QuitAsync(Scripted.Stop);
    }
}
