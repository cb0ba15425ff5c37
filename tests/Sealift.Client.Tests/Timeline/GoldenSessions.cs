using System.Security.Authentication;
using System.Text;
using Sealift.Core;
using Sealift.Core.Timeline;
using Sealift.TestKit;
using Sealift.Tls;
using static Sealift.Client.Tests.Scripted;

namespace Sealift.Client.Tests.Timeline;

/// <summary>The sessions whose pictures are kept.</summary>
internal static class GoldenSessions
{
    /// <summary>Each by the name of its files, with its title.</summary>
    public static IReadOnlyDictionary<string, (string Title, Func<Task<IReadOnlyList<TimelineEvent>>> Play)> All { get; } =
        new Dictionary<string, (string, Func<Task<IReadOnlyList<TimelineEvent>>>)>
        {
            ["explicit-tls13"] = ("ftpes://joe@ftp.example.org/, TLS 1.3: a listing and a download", ExplicitAsync),
            ["explicit-tls12"] = ("ftpes://joe@ftp.example.org/file, TLS 1.2: an upload", UploadAsync),
            ["implicit"] = ("ftps://joe@ftp.example.org/file: a download from port 990", ImplicitAsync),
            ["failed-certificate"] = ("ftpes://joe@ftp.example.org/: a certificate that has expired", UntrustedAsync),
            ["refused-resumption"] = ("ftpes://joe@ftp.example.org/file: the server wants the session resumed", RefusedAsync),
            ["no-data-connection"] = ("ftpes://joe@ftp.example.org/file: a data port that nobody reaches", UnreachedAsync),
            ["refused-connection"] = ("ftpes://joe@ftp.example.org/: nobody listens there", NobodyAsync),
            ["cut-off"] = ("ftpes://joe@ftp.example.org/file: a download that is cut off", CutOffAsync),
        };

    private static Task<IReadOnlyList<TimelineEvent>> ExplicitAsync() => RecordedSession.PlayAsync(
        async (recording, session) =>
        {
            await recording.LogInAsync(session);
            var listing = await recording.AcceptAsync(session, "MLSD");
            await listing.SendAllAsync("type=file;size=1234567;modify=20260501123045; report.pdf\r\n"u8.ToArray());
            await recording.FinishAsync(session, "226 Listing sent.");
            await session.AnswerUntilAsync("EPSV");
            recording.Pass();
            await session.SendAsync(session.ListenForData().EpsvReply);
            var data = await recording.AcceptAsync(session, "RETR", channel: 2);
            recording.Pass(3200);
            await data.SendAllAsync(new byte[1_234_567]);
            await recording.FinishAsync(session, "226 Transfer complete.", channel: 2);
            await recording.PartAsync(session);
        },
        async (recording, client) =>
        {
            Assert.Single(await client.EntriesAsync());
            await recording.TurnAsync();
            Assert.Equal(1_234_567, (await client.GetAsync()).Length);
            await recording.TurnAsync();
            await client.QuitAsync(Stop);
        });

    private static Task<IReadOnlyList<TimelineEvent>> UploadAsync() => RecordedSession.PlayAsync(
        async (recording, session) =>
        {
            await recording.LogInAsync(session);
            using (var data = await recording.AcceptAsync(session, "STOR"))
            {
                await data.ReceiveAsync();
                await data.CloseAsync();
            }

            await recording.FinishAsync(session, "226 Transfer complete.");
            await recording.PartAsync(session);
        },
        async (recording, client) =>
        {
            Assert.Equal(50_000, (await client.PutAsync(new byte[50_000])).Bytes);
            await recording.TurnAsync();
            await client.QuitAsync(Stop);
        },
        version: TlsVersion.Tls12);

    private static Task<IReadOnlyList<TimelineEvent>> ImplicitAsync() => RecordedSession.PlayAsync(
        async (recording, session) =>
        {
            await recording.LogInAsync(session);
            var data = await recording.AcceptAsync(session, "RETR");
            await data.SendAllAsync(Encoding.ASCII.GetBytes("content"));
            await recording.FinishAsync(session, "226 Transfer complete.");
            await recording.PartAsync(session);
        },
        async (recording, client) =>
        {
            Assert.Equal("content"u8.ToArray(), await client.GetAsync());
            await recording.TurnAsync();
            await client.QuitAsync(Stop);
        },
        FtpTlsMode.Implicit);

    private static async Task<IReadOnlyList<TimelineEvent>> UntrustedAsync()
    {
        using var certificates = new TestCertificates();
        return await RecordedSession.PlayAsync(
            async (recording, session) =>
            {
                await recording.SeenAsync<ConnectionOpened>(0);
                await session.SendAsync("220 Welcome to ftp.example.org.");
                await session.ExpectAsync("AUTH TLS");
                recording.Pass();
                await session.SendAsync("234 Proceed with the negotiation.");
                await recording.SeenAsync<HandshakeMessage>(0, one => one.Name == "ClientHello");
                await session.ExpectHandshakeFailureAsync();
            },
            (_, _) => throw new AuthenticationException("An expired certificate was accepted."),
            peerOptions: new ScriptedPeerOptions { Certificate = certificates.IssueExpired() });
    }

    private static Task<IReadOnlyList<TimelineEvent>> RefusedAsync() => RecordedSession.PlayAsync(
        async (recording, session) =>
        {
            await recording.LogInAsync(session);
            using (await recording.AcceptAsync(session, "RETR"))
            {
                await session.SendAsync("522 SSL connection failed: session reuse required");
                await recording.SeenAsync<ConnectionClosed>(1);
            }

            recording.Yield();
            await recording.PartAsync(session);
        },
        async (recording, client) =>
        {
            await Assert.ThrowsAsync<FtpReplyException>(() => client.GetAsync());
            await recording.TurnAsync();
            await client.QuitAsync(Stop);
        },
        peerOptions: new ScriptedPeerOptions { Resumes = false });

    private static Task<IReadOnlyList<TimelineEvent>> CutOffAsync() => RecordedSession.PlayAsync(
        async (recording, session) =>
        {
            await recording.LogInAsync(session);
            using (var data = await recording.AcceptAsync(session, "RETR"))
            {
                await data.SendAsync(new byte[100_000]);
                recording.Pass(3200);
                await data.CloseAsync(closeNotify: false);
            }

            await recording.FinishAsync(session, "226 Transfer complete.");
            await recording.PartAsync(session);
        },
        async (recording, client) =>
        {
            await Assert.ThrowsAnyAsync<FtpException>(() => client.GetAsync());
            await recording.TurnAsync();
            await client.QuitAsync(Stop);
        });

    private static Task<IReadOnlyList<TimelineEvent>> UnreachedAsync() => RecordedSession.PlayAsync(
        async (recording, session) =>
        {
            await recording.LogInAsync(session, isPortDead: true);
            for (var i = 0; i < 2; i++)
            {
                await session.AnswerUntilAsync("EPSV");
                recording.Pass();
                await session.SendAsync(session.NameDeadPort());
            }

            await recording.SeenAsync<ConnectionFailed>(1, times: 3);
            recording.Yield();
            await recording.PartAsync(session);
        },
        async (recording, client) =>
        {
            await Assert.ThrowsAsync<FtpConnectionException>(() => client.GetAsync());
            await recording.TurnAsync();
            await client.QuitAsync(Stop);
        });

    private static async Task<IReadOnlyList<TimelineEvent>> NobodyAsync()
    {
        using var dead = new DeadPort();
        var timeline = new SessionTimeline(new TestClock());
        var options = new FtpClientOptions { Host = "127.0.0.1", Port = dead.Port, Credential = FtpCredential.Anonymous, Timeline = timeline };
        await Assert.ThrowsAsync<FtpConnectionException>(() => FtpClient.ConnectAsync(options, Stop));
        return [.. timeline.Events.Select(static one => one is ConnectionFailed failed ? failed with { Peer = "192.0.2.7:21", Error = "ftp.example.org port 21 refuses connections." } : one)];
    }
}
