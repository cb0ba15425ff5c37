using System.Net;
using System.Net.Sockets;
using System.Text;
using Sealift.Core;
using Sealift.Core.Listings;
using Sealift.TestKit;
using Sealift.Tls;
using Sealift.Tls.Trust;
using static Sealift.Client.Tests.Scripted;

namespace Sealift.Client.Tests.Threats;

/// <summary>Data connections of somebody else, to somebody else, and cut at any record.</summary>
[Trait("Peer", "hostile")]
public sealed class HostileDataTests
{
    private const int Record = 16 * 1024;

    public static TheoryData<string, string> Certificates
    {
        get
        {
            TheoryData<string, string> rows = [];
            foreach (var fault in new[] { "another key", "self-signed", "expired", "another name", "another authority", "of a client" })
            {
                foreach (var verb in new[] { "RETR", "MLSD", "STOR" }) rows.Add(fault, verb);
            }

            return rows;
        }
    }

    public static TheoryData<string, int, string> Cuts
    {
        get
        {
            TheoryData<string, int, string> rows = [];
            foreach (var verb in new[] { "RETR", "MLSD", "LIST", "NLST" })
            {
                foreach (var reply in new[] { "226 All of it.", "250 Fine.", "426 Cut.", "451 Failed.", "552 Full." })
                {
                    for (var records = 0; records <= 3; records++) rows.Add(verb, records, reply);
                }
            }

            return rows;
        }
    }

    [Theory]
    [Trait("Threat", "T5")]
    [Trait("Threat", "T19")]
    [MemberData(nameof(Certificates))]
    public async Task Data_connection_must_show_the_key_of_the_control_connection(string fault, string verb)
    {
        using var certificates = new TestCertificates();
        using var strangers = new TestCertificates();
        var other = fault switch
        {
            "another key" => certificates.IssueServer(),
            "self-signed" => certificates.Issue(new TestCertificateOptions { SelfSigned = true }),
            "expired" => certificates.IssueExpired(),
            "another name" => certificates.IssueServer("ftp.example.com"),
            "another authority" => strangers.IssueServer(),
            _ => certificates.IssueClient("joe"),
        };
        long received = 0;
        await using var peer = ScriptedFtpPeer.Start(
            async session =>
            {
                await session.BeginUntilAsync(verb);
                await session.SendAsync("150 Here it comes.");
                await Xunit.Record.ExceptionAsync(async () =>
                {
                    using var data = await session.Data.AcceptAsync(resumes: false);
                    if (verb == "STOR") received = (await data.ReceiveAsync()).Length;
                    else await data.SendAllAsync("type=file;size=3; abc\r\n"u8.ToArray());
                });
                await session.SendAsync("226 All fine.");
                await session.AnswerToTheEndAsync();
            },
            new() { Certificate = certificates.IssueServer(), DataCertificate = other, Resumes = false });
        await using var client = await peer.ConnectAsync();

        var error = await Assert.ThrowsAsync<FtpTlsException>(() => verb switch
        {
            "RETR" => client.GetAsync(),
            "MLSD" => client.EntriesAsync(),
            _ => (Task)client.PutAsync(new byte[100_000]),
        });

        Assert.True(error.Failure is TlsFailure.CertificateChanged or TlsFailure.NotTrusted, error.ToString());
        Assert.Equal(0, received); // not a byte of an upload went to whoever that was
    }

    [Theory]
    [Trait("Threat", "T9")]
    [Trait("Fault", "F10")]
    [Trait("Fault", "F11")]
    [Trait("Fault", "F22")]
    [MemberData(nameof(Cuts))]
    public async Task Cut_at_the_end_of_any_record_is_never_a_whole_file_or_listing(string verb, int records, string reply)
    {
        var line = verb switch { "MLSD" => "type=file;size=3; abc\r\n", "LIST" => "-rw-r--r-- 1 joe joe 3 Jan  1  2025 abc\r\n", _ => "abc\r\n" };
        var content = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(line, Record / line.Length)));
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginUntilAsync(verb);
            await session.SendAsync("150 Here it comes.");
            using (var data = await session.Data.AcceptAsync())
            {
                for (var i = 0; i < records; i++) await data.SendAsync(content); // a write of at most 16 KiB is a record
                await data.CloseAsync(closeNotify: false);
            }

            await session.SendAsync(reply);
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync(options => options with
        {
            ListingFormat = verb switch { "MLSD" => ListingFormat.Mlsd, "LIST" => ListingFormat.List, _ => ListingFormat.Names },
        });

        var error = await Assert.ThrowsAnyAsync<FtpException>(() => verb == "RETR" ? client.GetAsync() : client.EntriesAsync());

        Assert.True(error is FtpReplyException || error is FtpTlsException { Failure: TlsFailure.Truncated }, error.ToString());
        await client.AssertUsableAsync();
    }

    [Theory]
    [Trait("Threat", "T16")]
    [InlineData("227 Entering Passive Mode (127,0,0,2,P)")]
    [InlineData("227 (127,0,0,2,P)")]
    [InlineData("227 =127,0,0,2,P")]
    [InlineData("227 Entering Passive Mode. 127,0,0,2,P")]
    [InlineData("227 Entering Passive Mode (10,0,0,1,P)")]
    [InlineData("227 Entering Passive Mode (192,0,2,1,P)")]
    [InlineData("227 Entering Passive Mode (0,0,0,0,P)")]
    [InlineData("227 Entering Passive Mode (255,255,255,255,P)")]
    [InlineData("227 Entering Passive Mode (224,0,0,1,P)")]
    [InlineData("229 Entering Extended Passive Mode (|1|127.0.0.2|N|)")]
    [InlineData("229 Entering Extended Passive Mode (|2|::1|N|)")]
    [InlineData("229 Entering Extended Passive Mode (||127.0.0.2|N|)")]
    [InlineData("229 Entering Extended Passive Mode (||ftp.example.com|N|)")]
    public async Task Whatever_address_a_server_names_the_client_stays_with_the_server(string reply)
    {
        TcpListener? canary = null;
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            if (reply[2] == '7') session.Answers["EPSV"] = "500 What?";
            await session.BeginExplicitAsync();
            while (await session.AnswerUntilAnyAsync(reply[2] == '7' ? "PASV" : "EPSV", "RETR", "QUIT") is { } line)
            {
                if (line == "QUIT") return;
                if (line.StartsWith("RETR", StringComparison.Ordinal))
                {
                    await session.SendAsync("150 Here it comes.");
                    await session.SendDataAsync("content");
                    await session.SendAsync("226 Done.");
                    continue;
                }

                var port = session.ListenForData().EndPoint.Port;
                if (canary is null)
                {
                    canary = new TcpListener(IPAddress.Parse("127.0.0.2"), port);
                    canary.Start();
                }

                await session.SendAsync(reply.Replace("P)", $"{port >> 8},{port & 255})", StringComparison.Ordinal).Replace("2,P", $"2,{port >> 8},{port & 255}", StringComparison.Ordinal)
                    .Replace("|N|", $"|{port}|", StringComparison.Ordinal));
            }
        });
        await using (var client = await peer.ConnectAsync())
        {
            var failure = await Xunit.Record.ExceptionAsync(async () => Assert.Equal("content"u8.ToArray(), await client.GetAsync()));
            Assert.True(failure is null or FtpException, failure?.ToString()); // used with the server's own address, or refused
            if (reply[2] == '7') Assert.Null(failure);
        }

        Assert.False(canary?.Pending());
        canary?.Stop();
    }

    [Fact]
    [Trait("Threat", "T10")]
    public async Task Pools_of_two_users_share_no_session_and_no_login()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginExplicitAsync();
            await session.AnswerToTheEndAsync();
        });
        var hosts = new FtpHostMemory();
        string[] users = ["anna", "bert", "anna", "bert"];
        foreach (var user in users)
        {
            await using var pool = new FtpClientPool(peer.Options() with { Hosts = hosts, Credential = FtpCredential.WithPassword(user, user + Secret) });
            await using var lease = await pool.RentAsync(Stop);
            await lease.Client.PingAsync(Stop);
        }

        await peer.Sessions[^1].Ended.WaitAsync(HangGuard, Stop);
        Assert.Equal(users.Select(static user => "USER " + user), peer.Sessions.Select(static session => session.CommandsInTls[0]));
        Assert.Equal(users.Select(static user => "PASS " + user + Secret), peer.Sessions.Select(static session => session.CommandsInTls[1]));
    }

    [Theory]
    [Trait("Threat", "T10")]
    [InlineData("trust")]
    [InlineData("name")]
    public async Task Second_session_is_judged_anew_although_the_first_has_tickets(string what)
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            if (await Xunit.Record.ExceptionAsync(() => session.BeginExplicitAsync()) is null) await session.AnswerToTheEndAsync();
        });
        await using (var first = await peer.ConnectAsync()) await first.QuitAsync(Stop);

        var error = await Assert.ThrowsAsync<FtpTlsException>(() => peer.ConnectAsync(options => what == "trust"
            ? options with { Trust = new TrustPolicy() }
            : options with { VirtualHost = "other.example.com" }));

        Assert.Equal(TlsFailure.NotTrusted, error.Failure);
    }
}
