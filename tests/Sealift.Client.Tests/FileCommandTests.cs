using Sealift.Core;
using Sealift.TestKit;
using static Sealift.Client.Tests.Scripted;

namespace Sealift.Client.Tests;

/// <summary>Commands about files that are no transfers: times, facts, permissions, links, room, status; and names the server chooses.</summary>
public sealed class FileCommandTests
{
    private static readonly DateTimeOffset Time = new(2024, 2, 29, 12, 34, 56, 789, TimeSpan.Zero);

    [Theory]
    [InlineData("MFMT\n MDTM", "MFMT 20240229123456 file|213 Modify=20240229123456; file")]
    [InlineData("MFF modify;UNIX.mode;\n MDTM", "MFF modify=20240229123456; file|213 Done.")]
    [InlineData("MDTM", "SITE UTIME file 20240229123456 20240229123456 20240229123456 UTC|200 Done.")]
    [InlineData("MDTM", "SITE UTIME file 20240229123456 20240229123456 20240229123456 UTC|501 What?", "SITE UTIME 20240229123456 file|200 Done.")]
    [InlineData(
        "MDTM",
        "SITE UTIME file 20240229123456 20240229123456 20240229123456 UTC|500 What?",
        "SITE UTIME 20240229123456 file|500 What?",
        "MDTM 20240229123456 file|213 File modification time set.")]
    public async Task Time_is_set_with_the_best_command_there_is(string features, params string[] talk)
    {
        await using var peer = await ConnectAsync(features, talk);

        Assert.True(await peer.Client.SetModifiedAsync(RemoteFile, Time, Stop));

        await peer.AssertDoneAsync();
    }

    [Fact]
    public async Task Time_of_a_file_with_a_strange_name_is_not_taken_for_success()
    {
        await using var peer = await ConnectAsync(
            "MDTM",
            "SITE UTIME file 20240229123456 20240229123456 20240229123456 UTC|500 What?",
            "SITE UTIME 20240229123456 file|500 What?",
            "MDTM 20240229123456 file|213 19990101000000",
            "MDTM 20240229123456 file|550 No such file.");

        Assert.False(await peer.Client.SetModifiedAsync(RemoteFile, Time, Stop));
        Assert.False(await peer.Client.SetModifiedAsync(RemoteFile, Time, Stop)); // what is not there is not tried again

        await peer.AssertDoneAsync();
    }

    [Fact]
    public async Task Refused_time_is_no_reason_to_try_another_command_after_mfmt()
    {
        await using var peer = await ConnectAsync("MFMT\n MDTM", "MFMT 20240229123456 file|550 No right.");

        Assert.False(await peer.Client.SetModifiedAsync(RemoteFile, Time, Stop));

        await peer.AssertDoneAsync();
    }

    [Fact]
    public async Task Facts_are_set_where_the_server_lists_all_of_them()
    {
        await using var peer = await ConnectAsync("MFF Modify;UNIX.mode;\n MFCT", "MFF UNIX.mode=0600; file|213 Done.", "MFCT 20240229123456 file|213 Done.");
        var client = peer.Client;

        Assert.True(await client.SetFactsAsync(RemoteFile, new Dictionary<string, string> { ["UNIX.mode"] = "0600" }, Stop));
        Assert.False(await client.SetFactsAsync(RemoteFile, new Dictionary<string, string> { ["UNIX.owner"] = "0" }, Stop));
        Assert.True(await client.SetCreatedAsync(RemoteFile, Time, Stop));
        await Assert.ThrowsAsync<ArgumentException>(
            () => client.SetFactsAsync(RemoteFile, new Dictionary<string, string> { ["UNIX.mode"] = "0600; other" }, Stop));

        await peer.AssertDoneAsync();
    }

    [Fact]
    public async Task Permissions_are_octal_and_refused_ones_tried_as_a_fact()
    {
        await using var peer = await ConnectAsync(
            "MFF UNIX.mode;", "SITE CHMOD 640 file|200 Done.", "SITE CHMOD 4755 file|502 No.", "MFF UNIX.mode=4755; file|213 Done.");

        await peer.Client.SetPermissionsAsync(RemoteFile, (UnixFileMode)0b110_100_000, Stop);
        await peer.Client.SetPermissionsAsync(RemoteFile, (UnixFileMode)0b100_111_101_101, Stop);

        await peer.AssertDoneAsync();
    }

    [Fact]
    public async Task Permissions_that_cannot_be_set_are_an_error()
    {
        await using var peer = await ConnectAsync("SIZE", "SITE CHMOD 000 file|550 Not yours.");

        var error = await Assert.ThrowsAsync<FtpReplyException>(() => peer.Client.SetPermissionsAsync(RemoteFile, UnixFileMode.None, Stop));

        Assert.Equal(550, error.Reply.Code);
        await peer.AssertDoneAsync();
    }

    [Fact]
    public async Task Link_is_made_of_names_without_blanks()
    {
        await using var peer = await ConnectAsync("SITE SYMLINK", "SITE SYMLINK file link|200 Done.");

        await peer.Client.CreateLinkAsync(FtpPath.Parse("link"), RemoteFile, Stop);
        await Assert.ThrowsAsync<ArgumentException>(() => peer.Client.CreateLinkAsync(FtpPath.Parse("a link"), RemoteFile, Stop));

        await peer.AssertDoneAsync();
    }

    [Fact]
    public async Task Room_status_help_and_facts_of_listings_are_asked_for()
    {
        await using var peer = await ConnectAsync(
            "AVBL\n MLST type*;size*;modify;perm;",
            "AVBL|213 9000000000000000000",
            "AVBL file|550 No.",
            "STAT|211-Status\n Connected.\n211 End",
            "STAT file|502 No.",
            "HELP SITE|214 CHMOD",
            "OPTS MLST type;size;|200 MLST OPTS type;size;",
            "OPTS MLST type;|501 No choice.");
        var client = peer.Client;

        Assert.Equal(9_000_000_000_000_000_000, await client.GetAvailableBytesAsync(cancellationToken: Stop));
        Assert.Null(await client.GetAvailableBytesAsync(RemoteFile, Stop));
        Assert.Equal(" Connected.", (await client.GetStatusAsync(cancellationToken: Stop)).Lines[1]);
        await Assert.ThrowsAsync<FtpReplyException>(() => client.GetStatusAsync(RemoteFile, Stop));
        Assert.Equal("CHMOD", (await client.GetHelpAsync("SITE", Stop)).Message);
        Assert.Equal(["type", "size"], await client.SelectFactsAsync(["SIZE", "unknown"], Stop));
        Assert.Equal(["type", "size", "modify", "perm"], await client.SelectFactsAsync([], Stop));

        await peer.AssertDoneAsync();
    }

    [Fact]
    public async Task Facts_of_listings_are_chosen_with_the_login_where_the_options_name_them()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginExplicitAsync();
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync(options => options with { MlstFacts = ["size"] });
        await client.QuitAsync(Stop);
        await peer.Completion;

        Assert.Contains("OPTS MLST type;size;", peer.Sessions[0].CommandsInTls);
    }

    [Theory]
    [InlineData("150 FILE: x.1", "226 Stored.", "x.1")]
    [InlineData("150-FILE: two words\n150 Go.", "226-Stored\n226 0.1 seconds", "two words")]
    [InlineData("125 Go.", "250 FILE: x.1", "x.1")]
    [InlineData("150 Go.", "226 Stored as \"x.1\".", "x.1")]
    [InlineData("150 Go.", "226 Transfer complete (unique file name:x.1).", "x.1")]
    [InlineData("150 Go.", "226 Transfer complete.", null)]
    public async Task Server_tells_the_name_it_chose(string announcement, string reply, string? name)
    {
        byte[] received = [];
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            session.Answers["ALLO"] = "202 No need.";
            await session.BeginExplicitAsync();
            Assert.Equal("STOU", await session.AnswerUntilAsync("STOU"));
            await session.SendAsync(announcement);
            using (var data = await session.Data.AcceptAsync())
            {
                received = await data.ReceiveAsync();
                await data.CloseAsync();
            }

            await session.SendAsync(reply);
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync();
        using var source = new MemoryStream([1, 2, 3], writable: false);

        var result = await client.UploadUniqueAsync(source, FtpPath.Parse("dir"), cancellationToken: Stop);

        Assert.Equal([1, 2, 3], received);
        Assert.Equal(name, result.StoredAs);
        await client.AssertUsableAsync();
        await peer.Completion;
        Assert.Equal(["CWD dir", "CWD /"], peer.Sessions[0].CommandsInTls.Where(command => command.StartsWith("CWD", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("200 Made.", true)]
    [InlineData("502 What?", true)]
    [InlineData("552 No room.", false)]
    public async Task Room_is_asked_for_before_an_upload_where_the_options_say_so(string answer, bool isStored)
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            session.Answers["ALLO"] = answer;
            session.Answers["STOR"] = "553 Enough seen.";
            await session.BeginExplicitAsync();
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync(options => options with { Allocate = true });

        var error = await Assert.ThrowsAsync<FtpReplyException>(() => client.PutAsync([1, 2, 3]));

        Assert.Equal(isStored ? "STOR" : "ALLO", error.Command.Verb);
        Assert.Contains("ALLO 3", peer.Sessions[0].CommandsInTls);
        await client.AssertUsableAsync();
    }

    private static async Task<Talk> ConnectAsync(string features, params string[] lines)
    {
        var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginExplicitAsync();
            session.Answers["FEAT"] = $"211-Features:\n {features}\n EPSV\n211 End";
            await session.AnswerUntilAsync("EPSV");
            await session.SendAsync(session.ListenForData().EpsvReply);
            foreach (var line in lines)
            {
                var parts = line.Split('|');
                await session.ExpectAsync(parts[0], parts[1]);
            }

            await session.AnswerToTheEndAsync();
        });
        return new Talk(peer, await peer.ConnectAsync());
    }

    private sealed class Talk(ScriptedFtpPeer peer, FtpClient client) : IAsyncDisposable
    {
        public FtpClient Client => client;

        public async Task AssertDoneAsync()
        {
            await client.AssertUsableAsync();
            await peer.Completion;
        }

        public async ValueTask DisposeAsync()
        {
            await client.DisposeAsync();
            await peer.DisposeAsync();
        }
    }
}
