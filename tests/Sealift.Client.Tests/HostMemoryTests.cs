using Sealift.TestKit;
using Sealift.Tls;
using static Sealift.Client.Tests.Scripted;

namespace Sealift.Client.Tests;

/// <summary>What a program noted about a host saves the next one the same questions.</summary>
public sealed class HostMemoryTests
{
    [Fact]
    public async Task A_session_with_facts_from_before_asks_for_nothing_that_is_known_not_to_be_there()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginUntilAsync("PASV");
            await session.SendAsync(session.ListenForData().PasvReply);
            await session.ExpectAsync("RETR file", "150 Here it comes.");
            await session.SendDataAsync("content");
            await session.SendAsync("226 Done.");
            await session.AnswerToTheEndAsync();
        });
        var memory = new FtpHostMemory();
        var options = peer.Options() with { Hosts = memory };
        memory.Learn(options, new FtpHostFacts { Pipelining = false, Epsv = false, Sessions = 2 });
        await using var client = await FtpClient.ConnectAsync(options, Stop);

        Assert.Equal("content"u8.ToArray(), await client.GetAsync());

        await client.AssertUsableAsync();
        await peer.Completion;
        Assert.DoesNotContain("EPSV", peer.Sessions[0].CommandsInTls);
    }

    [Fact]
    public void What_was_learnt_is_recalled_for_its_host_and_port_and_the_number_of_sessions_for_its_login_too()
    {
        var memory = new FtpHostMemory();
        var options = Of("Ftp.Example.org", 21, "anna");
        var facts = new FtpHostFacts { Pipelining = false, Epsv = false, Sessions = 3 };

        memory.Learn(options, facts);

        Assert.Equal(facts, memory.Recall(Of("ftp.example.ORG", 21, "anna")));
        Assert.Equal(facts with { Sessions = null }, memory.Recall(Of("ftp.example.org", 21, "bob")));
        Assert.Equal(FtpHostFacts.None, memory.Recall(Of("ftp.example.org", 990, "anna")));
        memory.Learn(options, FtpHostFacts.None with { Pipelining = true, Sessions = 9 });
        Assert.Equal(facts, memory.Recall(options)); // what this run has seen counts more than what is said of another
    }

    [Fact]
    public void Facts_are_completed_by_others_and_never_overruled()
    {
        var known = new FtpHostFacts { Pipelining = true, MaxTlsVersion = TlsVersion.Tls12 };
        var others = new FtpHostFacts
        {
            Pipelining = false,
            Epsv = false,
            MaxTlsVersion = TlsVersion.Tls13,
            ImplicitHandshake = FtpImplicitHandshake.AfterGreeting,
            Sessions = 4,
        };

        Assert.Equal(others with { Pipelining = true, MaxTlsVersion = TlsVersion.Tls12 }, known.Or(others));
        Assert.Equal(known, known.Or(FtpHostFacts.None));
    }

    private static FtpClientOptions Of(string host, int port, string user) =>
        new() { Host = host, Port = port, Credential = FtpCredential.WithPassword(user, Secret) };
}
