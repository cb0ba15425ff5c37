using Microsoft.Extensions.Time.Testing;
using Sealift.Core;
using Sealift.Core.Listings;
using Sealift.TestKit;
using static Sealift.Client.Tests.Scripted;

namespace Sealift.Client.Tests;

/// <summary>Listings beyond the plain ones: other commands, other systems, empty directories, the server's clock.</summary>
public sealed class ListingTests
{
    private static readonly DateTimeOffset Now = new(2026, 2, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("500 Unknown command.")]
    [InlineData("502 Not implemented.")]
    public async Task A_server_without_mlsd_or_list_is_listed_by_name_and_asked_no_twice(string refusal)
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            session.Answers["MLSD"] = refusal;
            session.Answers["LIST"] = refusal;
            await session.BeginExplicitAsync();
            for (var i = 0; i < 2; i++)
            {
                await session.AnswerUntilAsync("NLST");
                await session.SendAsync("150 Here it comes.");
                await session.SendDataAsync("a\r\nb\r\n");
                await session.SendAsync("226 Done.");
            }

            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync();

        Assert.Equal(["a", "b"], (await client.EntriesAsync()).Select(static entry => entry.Name));
        Assert.Equal(["a", "b"], (await client.EntriesAsync()).Select(static entry => entry.Name));

        await client.AssertUsableAsync();
        await peer.Completion;
        Assert.Equal(
            ["MLSD", "LIST", "NLST", "NLST"],
            peer.Sessions[0].CommandsInTls.Where(static line => line is "MLSD" or "LIST" or "NLST"));
    }

    [Theory]
    [InlineData("226 Done.")]
    [InlineData("150 Here it comes.\r\n226 Done.")]
    [InlineData("125 Already open.\r\n250 Done.")]
    public async Task An_empty_listing_is_empty_in_every_shape(string replies)
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            session.ForgetMlst();
            await session.BeginUntilAsync("LIST");
            var lines = replies.Split("\r\n");
            if (lines.Length > 1) await session.SendAsync(lines[0]);
            await session.SendDataAsync("");
            await session.SendAsync(lines[^1]);
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync();

        Assert.Empty(await client.EntriesAsync());

        await client.AssertUsableAsync();
    }

    [Theory]
    [InlineData(true, "250 You are there.", true)]
    [InlineData(true, "550 There is none.", false)]
    [InlineData(false, "250 You are there.", false)]
    public async Task A_refusal_means_an_empty_directory_only_where_the_server_is_known_for_it(bool isKnown, string entering, bool isEmpty)
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            session.ForgetMlst();
            session.Answers["LIST"] = "550 No files found.";
            session.Answers["PWD"] = "257 \"/home\"";
            session.Answers["CWD"] = entering;
            await session.BeginExplicitAsync();
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync(options => options with { EmptyListingReplies = isKnown ? [550] : [] });

        if (isEmpty) Assert.Empty(await client.EntriesAsync(FtpPath.Parse("dir")));
        else await Assert.ThrowsAsync<FtpReplyException>(() => client.EntriesAsync(FtpPath.Parse("dir")));

        await client.AssertUsableAsync();
    }

    [Fact]
    public async Task A_listing_that_does_not_tell_its_form_is_read_by_the_name_of_the_system()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            session.ForgetMlst();
            session.Answers["SYST"] = "215 MVS is the operating system of this server.";
            await session.BeginExplicitAsync();
            foreach (var listing in (string[])["MEMBER1\r\nMEMBER2\r\n", "MEMBER3\r\n"])
            {
                await session.AnswerUntilAsync("LIST");
                await session.SendAsync("125 List started.");
                await session.SendDataAsync(listing);
                await session.SendAsync("250 Done.");
            }

            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync();

        Assert.Equal(
            [("MEMBER1", FtpEntryKind.File), ("MEMBER2", FtpEntryKind.File)],
            (await client.EntriesAsync()).Select(static entry => (entry.Name, entry.Kind)));
        Assert.Equal("MEMBER3", Assert.Single(await client.EntriesAsync()).Name);

        await client.AssertUsableAsync();
        await peer.Completion;
        Assert.Single(peer.Sessions[0].CommandsInTls, static line => line == "SYST");
    }

    [Fact]
    public async Task A_line_that_nothing_understands_is_an_entry_of_its_own_and_the_system_is_asked_once()
    {
        const string Raw = "total garbage na\u00EFve";
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            session.ForgetMlst();
            session.Answers["SYST"] = "215 UNIX Type: L8";
            await session.BeginExplicitAsync();
            foreach (var listing in (string[])[Raw, "-rw-r--r-- 1 a b 5 Jan  1  2020 f\r\n" + Raw, Raw])
            {
                await session.AnswerUntilAsync("LIST");
                await session.SendAsync("150 Here it comes.");
                await session.SendDataAsync(listing + "\r\n");
                await session.SendAsync("226 Done.");
            }

            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync();

        var first = Assert.Single(await client.EntriesAsync());
        Assert.Equal((Raw, FtpEntryKind.Unreadable, false), (first.Name, first.Kind, first.IsSafeName));
        Assert.Equal(["f", Raw], (await client.EntriesAsync()).Select(static entry => entry.Name));
        Assert.Equal(Raw, Assert.Single(await client.EntriesAsync()).Name);

        await client.AssertUsableAsync();
        await peer.Completion;
        Assert.Single(peer.Sessions[0].CommandsInTls, static line => line == "SYST");
    }

    [Theory]
    [InlineData("213 5", FtpEntryKind.File)]
    [InlineData("550 None.", null)]
    public async Task Absence_is_asked_for_where_a_line_could_not_be_read(string size, FtpEntryKind? expected)
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            session.ForgetMlst();
            session.Answers["SYST"] = "215 UNIX Type: L8";
            session.Answers["SIZE"] = size;
            session.Answers["MDTM"] = "213 20200101000000";
            session.Answers["PWD"] = "550 None.";
            await session.BeginUntilAsync("LIST");
            await session.SendAsync("150 Here it comes.");
            await session.SendDataAsync("-rw-r--r-- 1 a b 5 Jan  1  2020 other\r\nstrange file line\r\n");
            await session.SendAsync("226 Done.");
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync();

        Assert.Equal(expected, (await client.FindAsync(FtpPath.Parse("file"), Stop))?.Kind);

        await client.AssertUsableAsync();
    }

    [Fact]
    public async Task The_servers_clock_is_learnt_from_one_file_after_the_first_listing_and_for_later_sessions_too()
    {
        const string Line = "-rw-r--r-- 1 a b 5 Jan 20 08:15 report\r\n";
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            session.ForgetMlst();
            session.Answers["MDTM"] = "213 20260120071542";
            await session.BeginExplicitAsync();
            for (var i = 0; i < 2; i++)
            {
                await session.AnswerUntilAsync("LIST");
                await session.SendAsync("150 Here it comes.");
                await session.SendDataAsync(Line);
                await session.SendAsync("226 Done.");
            }

            await session.AnswerToTheEndAsync();
        });
        var hosts = new FtpHostMemory();
        FtpClientOptions Change(FtpClientOptions options) => options with { Hosts = hosts, TimeProvider = new FakeTimeProvider(Now) };
        await using (var client = await peer.ConnectAsync(Change))
        {
            Assert.False(Assert.Single(await client.EntriesAsync()).Modified!.Value.IsUtc);
            Assert.Equal(
                new DateTimeOffset(2026, 1, 20, 7, 15, 0, TimeSpan.Zero), Assert.Single(await client.EntriesAsync()).Modified!.Value.ToUtc());
            await client.AssertUsableAsync();
        }

        await using (var again = await peer.ConnectAsync(Change))
        {
            Assert.True(Assert.Single(await again.EntriesAsync()).Modified!.Value.IsUtc);
            Assert.True(Assert.Single(await again.EntriesAsync()).Modified!.Value.IsUtc);
            await again.AssertUsableAsync();
        }

        Assert.Single(peer.Sessions[0].CommandsInTls, static line => line == "MDTM report");
        Assert.DoesNotContain(peer.Sessions[1].CommandsInTls, static line => line.StartsWith("MDTM", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("213 20260201130000")]
    [InlineData("213 20260120070842")]
    [InlineData("550 No.")]
    public async Task An_answer_that_is_no_utc_time_of_that_file_teaches_nothing(string answer)
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            session.ForgetMlst();
            session.Answers["MDTM"] = answer;
            await session.BeginExplicitAsync();
            for (var i = 0; i < 6; i++)
            {
                await session.AnswerUntilAsync("LIST");
                await session.SendAsync("150 Here it comes.");
                await session.SendDataAsync("-rw-r--r-- 1 a b 5 Jan 20 08:15 report\r\n");
                await session.SendAsync("226 Done.");
            }

            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync(static options => options with { TimeProvider = new FakeTimeProvider(Now) });

        for (var i = 0; i < 6; i++) Assert.False(Assert.Single(await client.EntriesAsync()).Modified!.Value.IsUtc);

        await client.AssertUsableAsync();
        await peer.Completion;
        Assert.InRange(peer.Sessions[0].CommandsInTls.Count(static line => line == "MDTM report"), 1, 3);
    }

    [Theory]
    [InlineData("", "LIST -a")]
    [InlineData("dir", "LIST -a dir")]
    [InlineData("-l", "LIST -a ./-l")]
    public async Task Arguments_of_list_are_sent_before_the_path(string directory, string expected)
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            session.ForgetMlst();
            await session.BeginUntilAsync("LIST");
            await session.SendAsync("150 Here it comes.");
            await session.SendDataAsync("drwxr-xr-x 2 a b 0 Jan  1  2020 .\r\n-rw-r--r-- 1 a b 5 Jan  1  2020 .hidden\r\n");
            await session.SendAsync("226 Done.");
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync(static options => options with { ListArguments = "-a" });

        var entries = await client.EntriesAsync(directory.Length == 0 ? FtpPath.Home : FtpPath.Parse(directory));

        Assert.Equal(".hidden", Assert.Single(entries).Name);
        await client.AssertUsableAsync();
        await peer.Completion;
        Assert.Contains(expected, peer.Sessions[0].CommandsInTls);
    }

    [Theory]
    [InlineData("215 MVS is the operating system of this server.", ListingDialect.Mvs)]
    [InlineData("215 OS/400 is the remote operating system.", ListingDialect.Os400)]
    [InlineData("215 VMS OpenVMS V8.4", ListingDialect.Vms)]
    [InlineData("215 VM is the operating system of this server.", ListingDialect.Vm)]
    [InlineData("215 NETWARE Type : L8", ListingDialect.NetWare)]
    [InlineData("215 OS/2 operating system.", ListingDialect.Os2)]
    [InlineData("215 OS-9 UltraC", ListingDialect.Os9)]
    [InlineData("215 Guardian: NonStop", ListingDialect.NonStop)]
    [InlineData("215 MACOS Peter's Server", ListingDialect.NetPresenz)]
    [InlineData("215 VxWorks (5.4)", ListingDialect.VxWorks)]
    [InlineData("215 Windows_NT version 5.0", ListingDialect.Dos)]
    [InlineData("215 UNIX Type: L8", null)]
    [InlineData("215 A_name_longer_than_any_of_these", null)]
    [InlineData("500 MVS", null)]
    public void The_first_word_of_the_system_names_its_dialect(string line, ListingDialect? expected)
    {
        var reply = new Sealift.Core.Wire.FtpReply(int.Parse(line.AsSpan(0, 3), System.Globalization.CultureInfo.InvariantCulture), [line[4..]]);

        Assert.Equal(expected, Sealift.Client.Listings.SystemNames.FindDialect(reply));
    }
}
