using Sealift.Core;
using Sealift.Core.Stores;
using Sealift.TestKit;
using Sealift.Tls;
using static Sealift.Client.Tests.Scripted;

namespace Sealift.Client.Tests;

/// <summary>A data connection that ends without close_notify was cut, whatever the server says about it (RFC 8446 section 6.1).</summary>
[Trait("Threat", "T9")]
[Trait("Fault", "F22")]
[Trait("Peer", "hostile")]
public sealed class TruncationTests
{
    private readonly TestClock _clock = new();
    private readonly TaskCompletionSource _isCut = new();

    public static TheoryData<string, string?, TlsVersion> Rows
    {
        get
        {
            TheoryData<string, string?, TlsVersion> rows = [];
            foreach (var verb in new[] { "RETR", "LIST", "MLSD" })
            {
                foreach (var reply in new[] { "226 All fine.", "426 Cut.", null })
                {
                    rows.Add(verb, reply, TlsVersion.Tls12);
                    rows.Add(verb, reply, TlsVersion.Tls13);
                }
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Cut_download_or_listing_is_an_error(string verb, string? reply, TlsVersion version)
    {
        await using var peer = ScriptedFtpPeer.Start(session => CutAsync(session, verb, "type=file;size=3; abc\r\n", reply));
        await using var client = await peer.ConnectAsync(options => options.Only(version) with { TimeProvider = _clock });

        var error = await FailAsync(verb == "RETR" ? client.GetAsync() : client.EntriesAsync(), reply);

        await AssertExplainedAsync(client, error, reply);
    }

    [Theory]
    [InlineData("226 All fine.")]
    [InlineData("426 Cut.")]
    [InlineData(null)]
    public async Task Cut_before_the_first_byte_is_not_an_empty_file(string? reply)
    {
        await using var peer = ScriptedFtpPeer.Start(session => CutAsync(session, "RETR", "", reply));
        await using var client = await peer.ConnectAsync(options => options with { TimeProvider = _clock });

        var error = await FailAsync(client.GetAsync(), reply);

        await AssertExplainedAsync(client, error, reply);
    }

    [Theory]
    [InlineData("226 All fine.")]
    [InlineData("426 Cut.")]
    [InlineData(null)]
    public async Task Cut_download_between_stores_leaves_the_old_file_untouched(string? reply)
    {
        using var directory = new TempDirectory();
        directory.Write("file", "old content"u8);
        var disk = new LocalFileStore(directory.Path);
        await using var peer = ScriptedFtpPeer.Start(session => CutAsync(session, "RETR", "new con", reply));
        await using var store = new FtpFileStore(
            await peer.ConnectAsync(options => options with { TimeProvider = _clock }));

        await FailAsync(CopyAsync(), reply);

        Assert.Equal("old content", await File.ReadAllTextAsync(directory.Combine("file"), Stop));
        Assert.Single(Directory.GetFileSystemEntries(directory.Path));

        async Task CopyAsync()
        {
            await using var source = await store.OpenReadAsync(RemoteFile, cancellationToken: Stop);
            await using var target = await disk.OpenWriteAsync(RemoteFile, FileWriteOptions.Replace, Stop);
            await source.CopyToAsync(target, Stop);
            await target.CompleteAsync(Stop);
        }
    }

    [Theory]
    [InlineData("226 All fine.")]
    [InlineData("426 Cut.")]
    [InlineData(null)]
    public async Task Upload_whose_data_connection_the_server_cuts_is_an_error(string? reply)
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginUntilAsync("STOR");
            await session.SendAsync("150 Send it.");
            using (var data = await session.Data.AcceptAsync())
            {
                Assert.NotEqual(0, await data.Stream.ReadAsync(new byte[100], Stop));
                data.Reset();
            }

            if (reply is not null) await session.SendAsync(reply);
            else _isCut.SetResult();
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync(options => options with { TimeProvider = _clock });

        var error = await FailAsync(client.PutAsync(new byte[8 << 20]), reply);

        if (reply is null) Assert.False(client.IsUsable);
        else await client.AssertUsableAsync();
        Assert.Equal(reply?[0] == '4', error is FtpReplyException);
    }

    [Fact]
    public async Task Whole_upload_is_accepted_from_a_server_that_does_not_answer_close_notify()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginUntilAsync("STOR");
            await session.SendAsync("150 Send it.");
            using (var data = await session.Data.AcceptAsync())
            {
                Assert.Equal("content"u8.ToArray(), await data.ReceiveAsync());
                await data.CloseAsync(closeNotify: false);
            }

            await session.SendAsync("226 Stored.");
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync();

        var result = await client.PutAsync("content"u8.ToArray());

        Assert.Equal(7, result.Bytes);
        await client.AssertUsableAsync();
        await peer.Completion;
    }

    [Theory]
    [InlineData("213 3", false)]
    [InlineData("213 7", true)]
    [InlineData("550 Not for you.", true)]
    public async Task Upload_that_was_cut_in_both_directions_and_confirmed_is_as_whole_as_its_size(string size, bool isWhole)
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            session.Answers["SIZE"] = size;
            await session.BeginUntilAsync("STOR");
            await session.SendAsync("150 Send it.");
            using (var data = await session.Data.AcceptAsync())
            {
                Assert.Equal("content"u8.ToArray(), await data.ReceiveAsync());
                await data.CloseAsync(closeNotify: false);
            }

            // ProFTPD confirms what a cut left of a file.
            await session.SendAsync("226 Stored.");
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync();

        var uploading = client.PutAsync("content"u8.ToArray());

        if (isWhole)
        {
            Assert.Equal(7, (await uploading).Bytes);
        }
        else
        {
            var error = await Assert.ThrowsAsync<FtpTlsException>(() => uploading);
            Assert.Equal(TlsFailure.Truncated, error.Failure);
            Assert.True(error.IsTransient);
            Assert.Contains("3 of 7 bytes", error.Message, StringComparison.Ordinal);
        }

        Assert.Contains("SIZE file", peer.Sessions[0].CommandsInTls);
        await client.AssertUsableAsync();
        await peer.Completion;
    }

    [Fact]
    public async Task Upload_whose_end_the_server_answered_needs_no_other_proof()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginUntilAsync("STOR");
            await session.SendAsync("150 Send it.");
            using (var data = await session.Data.AcceptAsync())
            {
                Assert.Equal("content"u8.ToArray(), await data.ReceiveAsync());
                await data.CloseAsync();
            }

            await session.SendAsync("226 Stored.");
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync();

        await client.PutAsync("content"u8.ToArray());

        Assert.DoesNotContain("SIZE file", peer.Sessions[0].CommandsInTls);
        await client.AssertUsableAsync();
        await peer.Completion;
    }

    private async Task CutAsync(ScriptedSession session, string verb, string content, string? reply)
    {
        if (verb == "LIST") session.ForgetMlst();
        await session.BeginUntilAsync(verb);
        await session.SendAsync("150 Here it comes.");
        using (var data = await session.Data.AcceptAsync())
        {
            if (content.Length > 0) await data.SendAsync(System.Text.Encoding.ASCII.GetBytes(content));
            await data.CloseAsync(closeNotify: false);
        }

        if (reply is not null) await session.SendAsync(reply);
        else _isCut.SetResult();
        await session.AnswerToTheEndAsync();
    }

    // A reply is waited for as long as it takes; where none comes, the clock goes on until the client has had enough.
    private async Task<FtpException> FailAsync(Task transfer, string? reply)
    {
        if (reply is null)
        {
            await _isCut.Task.WaitAsync(HangGuard, Stop);
            await _clock.PassUntilAsync(transfer, HangGuard * 2);
        }

        return await Assert.ThrowsAnyAsync<FtpException>(() => transfer);
    }

    // The server's own word for a failure is the best explanation; without one the cut is. Without any reply the session is dead.
    private static async Task AssertExplainedAsync(FtpClient client, FtpException error, string? reply)
    {
        if (reply?[0] == '4')
        {
            Assert.Equal(426, Assert.IsType<FtpReplyException>(error).Reply.Code);
            Assert.True(error.IsTransient);
        }
        else
        {
            Assert.Equal(TlsFailure.Truncated, Assert.IsType<FtpTlsException>(error).Failure);
        }

        if (reply is null) await client.AssertDeadAsync();
        else await client.AssertUsableAsync();
    }
}
