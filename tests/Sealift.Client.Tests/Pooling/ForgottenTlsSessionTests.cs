using System.Globalization;
using Sealift.TestKit;
using static Sealift.Client.Tests.Scripted;

namespace Sealift.Client.Tests.Pooling;

/// <summary>A server forgets the TLS session of a control connection (it expires, its keys change), and refuses every data connection that offers it.</summary>
[Trait("Fault", "F23")]
public sealed class ForgottenTlsSessionTests
{
    [Theory]
    [InlineData(522)]
    [InlineData(425)]
    public async Task Session_whose_data_connections_are_refused_is_replaced_by_a_new_login(int code)
    {
        await using var server = new LimitedPeer(serve: session => ServeAsync(session, files: 1, code));
        await using var pool = server.Pool(new FtpClientPoolOptions { MaxSessions = 1 });

        for (var round = 1; round <= 4; round++)
        {
            Assert.Equal("content"u8.ToArray(), await GetAsync(pool));
            var refused = await Assert.ThrowsAsync<FtpReplyException>(() => GetAsync(pool));
            Assert.Equal(code, refused.Reply.Code);
            Assert.Equal(round, server.Peer.Sessions.Count);
            Assert.Equal(0, pool.Sessions);
        }
    }

    [Fact]
    public async Task Server_that_refuses_the_data_connections_of_new_sessions_too_is_not_logged_in_to_for_each()
    {
        await using var server = new LimitedPeer(serve: static session => ServeAsync(session, files: 0, 522));
        await using var pool = server.Pool(new FtpClientPoolOptions { MaxSessions = 1 });

        for (var i = 0; i < 8; i++) await Assert.ThrowsAsync<FtpReplyException>(() => GetAsync(pool));

        Assert.Equal(3, server.Peer.Sessions.Count);
    }

    [Fact]
    public async Task Session_with_another_refusal_is_kept()
    {
        await using var server = new LimitedPeer(serve: static session => ServeAsync(session, files: 0, 550));
        await using var pool = server.Pool(new FtpClientPoolOptions { MaxSessions = 1 });

        for (var i = 0; i < 3; i++) await Assert.ThrowsAsync<FtpReplyException>(() => GetAsync(pool));

        Assert.Single(server.Peer.Sessions);
    }

    private static async Task<byte[]> GetAsync(FtpClientPool pool)
    {
        await using var lease = await pool.RentAsync(Stop);
        return await lease.Client.GetAsync();
    }

    private static async Task ServeAsync(ScriptedSession session, int files, int code)
    {
        while (await session.AnswerUntilAnyAsync("RETR", "QUIT") is { } line && line != "QUIT")
        {
            if (files-- > 0)
            {
                await session.SendAsync("150 Go.");
                await session.SendDataAsync("content");
                await session.SendAsync("226 Done.");
            }
            else
            {
                await session.SendAsync(string.Create(CultureInfo.InvariantCulture, $"{code} No."));
            }
        }
    }
}
