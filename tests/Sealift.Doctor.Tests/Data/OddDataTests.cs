using System.Security.Authentication;
using Sealift.Client;
using Sealift.TestKit;

namespace Sealift.Doctor.Tests.Data;

/// <summary>Faults of data connections that no real server at hand has, from a scripted one.</summary>
public sealed class OddDataTests
{
    private static readonly byte[] Listing = "-rw-r--r-- 1 a a 5 Jan 1 2020 file\r\n"u8.ToArray();

    [Fact]
    public async Task Clear_text_after_PROT_P_is_a_problem()
    {
        await using var peer = Start(async session =>
        {
            await session.SendAsync("150 Here it comes.");
            using var data = await session.Data.AcceptAsync(tls: false);
            await data.SendAsync(Listing);
            await data.CloseAsync();
            await session.SendAsync("226 Done.");
        });

        // The check waits only so long for clear text: a busy machine must not be late with it.
        await AssertFoundAsync(peer, "SL-DATA-63", "Data is sent in clear text after PROT P", Verdict.Problem, new SlowTime(5));
    }

    [Fact]
    public async Task End_that_is_not_announced_is_a_problem()
    {
        await using var peer = Start(session => ListAsync(session, closeNotify: false));

        await AssertFoundAsync(peer, "SL-DATA-61", "The end of data is not announced", Verdict.Problem);
    }

    [Fact]
    public async Task Another_certificate_on_data_connections_is_a_problem()
    {
        using var certificates = new TestCertificates();
        var other = certificates.IssueServer("127.0.0.1");
        await using var peer = Start(session => ListAsync(session), options => options with { DataCertificate = other });

        await AssertFoundAsync(peer, "SL-DATA-60", "Data connections show another certificate", Verdict.Problem);
    }

    [Fact]
    public async Task Data_connection_that_is_refused_although_it_resumes_is_a_problem()
    {
        await using var peer = Start(session => session.SendAsync("425 Not this one."));

        await AssertFoundAsync(peer, "SL-DATA-54", "Data connections are refused although they resume", Verdict.Problem);
    }

    [Theory]
    [InlineData("500 No.", "500 No.", "The server names no data port")]
    [InlineData("229 (|||50000|)", "500 No.", "PASV is refused")]
    public async Task Server_without_passive_mode_is_named(string epsv, string pasv, string title)
    {
        await using var peer = Start(session => ListAsync(session), answers: answers => (answers["EPSV"], answers["PASV"]) = (epsv, pasv));

        var finding = await Examine.OneAsync(Options(peer), "SL-DATA-51");

        Assert.True(finding.Fault?.Title == title, finding.Summary);
    }

    [Theory]
    [InlineData("227 Here (0,0,0,0,200,1).", "PASV names no address", Verdict.Advice)]
    [InlineData("227 Here (198,51,100,7,200,1).", "PASV names another address", Verdict.Problem)]
    public async Task Wrong_address_in_PASV_is_named(string pasv, string title, Verdict verdict)
    {
        await using var peer = Start(session => ListAsync(session), answers: answers => answers["PASV"] = pasv);

        await AssertFoundAsync(peer, "SL-DATA-52", title, verdict);
    }

    private static async Task AssertFoundAsync(ScriptedFtpPeer peer, string check, string title, Verdict verdict, TimeProvider? time = null)
    {
        var options = Options(peer);
        if (time is not null) options = options with { Client = options.Client with { TimeProvider = time } };
        var finding = await Examine.OneAsync(options, check);

        Assert.True(finding.Fault?.Title == title, $"{finding.Verdict}: {finding.Summary}\n{string.Join('\n', finding.Evidence)}");
        Assert.Equal(verdict, finding.Verdict);
    }

    private static DoctorOptions Options(ScriptedFtpPeer peer)
    {
        var options = Examine.Local(peer.Port, peer.AuthorityFile);
        return options with
        {
            LogsIn = true,
            Client = options.Client with { Credential = FtpCredential.WithPassword("anna", "a password") },
        };
    }

    private static ScriptedFtpPeer Start(
        Func<ScriptedSession, Task> list,
        Func<ScriptedPeerOptions, ScriptedPeerOptions>? change = null,
        Action<IDictionary<string, string>>? answers = null)
    {
        var options = new ScriptedPeerOptions();
        return ScriptedFtpPeer.Start(session => ServeAsync(session, list, answers), change is null ? options : change(options));
    }

    // The doctor opens connections as it needs them, and hangs up in the middle of some.
    private static async Task ServeAsync(ScriptedSession session, Func<ScriptedSession, Task> list, Action<IDictionary<string, string>>? answers)
    {
        answers?.Invoke(session.Answers);
        try
        {
            await session.SendAsync("220 Scripted.");
            while (await session.AnswerUntilAnyAsync("AUTH", "LIST") is { } line)
            {
                if (line.StartsWith("LIST", StringComparison.Ordinal))
                {
                    await list(session);
                    continue;
                }

                await session.SendAsync("234 Go ahead.");
                await session.StartTlsAsync();
            }
        }
        catch (Exception e) when (e is IOException or AuthenticationException or ObjectDisposedException)
        {
            // Cut off by the doctor.
            return;
        }
    }

    private static async Task ListAsync(ScriptedSession session, bool closeNotify = true)
    {
        await session.SendAsync("150 Here it comes.");
        using var data = await session.Data.AcceptAsync();
        await data.SendAsync(Listing);
        await data.CloseAsync(closeNotify);
        await session.SendAsync("226 Done.");
    }
}
