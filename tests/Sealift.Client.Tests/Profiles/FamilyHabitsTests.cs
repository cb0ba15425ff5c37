using Sealift.Core;
using Sealift.TestKit;
using static Sealift.Client.Tests.Scripted;

namespace Sealift.Client.Tests.Profiles;

/// <summary>What each rule changes, with the server that it is for and without the profile.</summary>
public sealed class FamilyHabitsTests
{
    // What is waited without the rule, after the final reply, for a server that leaves its side of the data connection open.
    private static readonly TimeSpan UsualWait = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData(null, true)]
    [InlineData("none", false)]
    public async Task Upload_to_a_server_that_never_answers_close_notify_is_not_held_up(string? profile, bool isQuick)
    {
        await using var peer = Visit(new IisConversation());
        var clock = new TestClock();
        await using var client = await peer.ConnectAsync(options => options with { Profile = profile, TimeProvider = clock });

        List<TimeSpan> times = [];
        for (var i = 0; i < 3; i++)
        {
            var transfer = client.PutAsync("few bytes"u8.ToArray());
            await clock.PassUntilAsync(transfer, UsualWait);
            times.Add((await transfer).Elapsed);
        }

        await client.QuitAsync(Stop);

        Assert.All(times, time => Assert.Equal(isQuick, time < UsualWait));
    }

    [Theory]
    [InlineData(null, null, false)]
    [InlineData(null, true, true)]
    [InlineData("none", null, true)]
    [InlineData("none", false, false)]
    public async Task User_decides_about_flights_before_the_profile_does(string? profile, bool? pipelining, bool isFlight)
    {
        await using var peer = Visit(new IisConversation());
        await using (var client = await peer.ConnectAsync(options => options with { Profile = profile, Pipelining = pipelining }))
        {
            await client.PingAsync(Stop);
            await client.QuitAsync(Stop);
        }

        await peer.Completion;
        var said = peer.Sessions[0].CommandsInTls;
        Assert.Equal(isFlight, said.Contains("EPSV"));
    }

    [Theory]
    [InlineData("zos", "report.txt", "REPORT.TXT")]
    [InlineData("openvms", "Report.txt", "REPORT.TXT;1")]
    [InlineData("openvms", "report.txt;1", "REPORT.TXT;1")]
    [InlineData("openvms", "report.txt;2", null)]
    [InlineData("nonstop", "report", "REPORT")]
    [InlineData("vsftpd", "report.txt", null)]
    [InlineData("vsftpd", ".profile", ".profile")]
    public async Task Entry_is_found_by_the_name_that_means_it_there(string id, string typed, string? listed)
    {
        await using var peer = Visit(FamilyVisitTests.Create(id, ScriptDelivery.Whole));
        await using var client = await peer.ConnectAsync(options => options with { Profile = null });

        var entry = await client.FindAsync(FtpPath.Parse(typed), Stop);
        await client.QuitAsync(Stop);

        Assert.Equal(listed, entry?.Name);
    }

    [Theory]
    [InlineData(null, "LIST -a")]
    [InlineData("none", "LIST")]
    public async Task Names_with_a_leading_dot_are_asked_for_where_they_are_hidden(string? profile, string command)
    {
        await using var peer = Visit(new VsftpdConversation());
        await using (var client = await peer.ConnectAsync(options => options with { Profile = profile }))
        {
            await client.EntriesAsync();
            await client.QuitAsync(Stop);
        }

        await peer.Completion;
        Assert.Contains(command, peer.Sessions[0].CommandsInTls);
    }

    [Fact]
    public async Task Refusal_to_list_what_is_empty_is_an_empty_listing_and_ports_are_asked_for_as_the_server_likes_it()
    {
        await using var peer = Visit(new GlftpdConversation { IsEmpty = true });
        await using (var client = await peer.ConnectAsync(options => options with { Profile = null }))
        {
            Assert.Empty(await client.EntriesAsync(FtpPath.Parse("empty")));
            await client.QuitAsync(Stop);
        }

        await peer.Completion;
        var said = peer.Sessions[0].CommandsInTls;
        Assert.DoesNotContain("EPSV", said);
        Assert.Equal(["PRET LIST empty", "PASV", "LIST empty"], said.SkipWhile(line => !line.StartsWith("PRET", StringComparison.Ordinal)).Take(3));
    }

    [Theory]
    [InlineData("220 Welcome.", true)]
    [InlineData("220 (vsFTPd 3.0.3)", false)]
    public async Task Only_a_server_that_nothing_is_known_of_is_asked_for_its_system(string greeting, bool isAsked)
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginExplicitAsync(greeting);
            await session.AnswerToTheEndAsync();
        });
        await using (var client = await peer.ConnectAsync(options => options with { Profile = null })) await client.QuitAsync(Stop);

        await peer.Completion;
        Assert.Equal(isAsked, peer.Sessions[0].CommandsInTls.Contains("SYST"));
    }

    [Theory]
    [InlineData(ScriptDelivery.Whole)]
    [InlineData(ScriptDelivery.Lines)]
    [InlineData(ScriptDelivery.Bytes)]
    public async Task Profile_that_is_named_moves_the_implicit_handshake_behind_the_greeting(ScriptDelivery delivery)
    {
        await using var peer = ScriptedFtpPeer.Start(
            async session =>
            {
                await session.SendAsync("220-FTPD1 IBM FTP CS V2R4 at SYS1.EXAMPLE.ORG.\n220 Connection will close if idle for more than 10 minutes.");
                await session.StartTlsAsync();
                await session.AnswerToTheEndAsync();
            },
            new ScriptedPeerOptions { Delivery = delivery });
        await using var client = await peer.ConnectAsync(options => options with { Mode = FtpTlsMode.Implicit, Profile = "zos" });

        await client.AssertUsableAsync();

        await peer.Completion;
        Assert.Empty(peer.Sessions[0].CommandsInClear);
        Assert.Equal("USER " + User, peer.Sessions[0].CommandsInTls[0]);
    }

    [Fact]
    public async Task Refused_login_command_of_a_profile_is_no_failure()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            session.Answers["SITE"] = "500 There are none here.";
            await session.BeginExplicitAsync();
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync(options => options with { Profile = "IBMi" });

        Assert.Equal(("ibmi", "an option names it"), (client.Profile.Profile.Id, client.Profile.Evidence));
        await client.AssertUsableAsync();
    }

    [Fact]
    public async Task Profile_that_does_not_exist_is_refused_before_anything_is_sent()
    {
        var options = new FtpClientOptions { Host = "127.0.0.1", Port = 1, Profile = "wuftpd" };

        var error = await Assert.ThrowsAsync<ArgumentException>(() => FtpClient.ConnectAsync(options, Stop));

        Assert.Contains("proftpd", error.Message, StringComparison.Ordinal);
    }

    private static ScriptedFtpPeer Visit(FamilyConversation family) => ScriptedFtpPeer.Start(family.SpeakAsync);
}
