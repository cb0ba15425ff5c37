using Sealift.Core;
using Sealift.Core.Stores;
using Sealift.TestKit;
using static Sealift.Client.Tests.Scripted;

namespace Sealift.Client.Tests;

public sealed class FileStoreTests
{
    [Fact]
    public async Task Replaced_file_is_written_under_another_name_and_renamed_when_complete()
    {
        var (commands, _) = await RunAsync(async store =>
        {
            await using var target = await store.OpenWriteAsync(FtpPath.Parse("dir/file"), FileWriteOptions.Replace, Stop);
            await target.WriteAsync("content"u8.ToArray(), Stop);
            await target.CompleteAsync(Stop);
        });

        var part = Assert.Single(commands, line => line.StartsWith("STOR", StringComparison.Ordinal))["STOR ".Length..];
        Assert.StartsWith("dir/.", part, StringComparison.Ordinal);
        Assert.EndsWith(".sealift-part", part, StringComparison.Ordinal);
        Assert.Equal(["RNFR " + part, "RNTO dir/file"], commands.Where(line => line.StartsWith("RN", StringComparison.Ordinal)));
        Assert.DoesNotContain(commands, line => line.StartsWith("DELE", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Replaced_file_that_is_not_completed_is_removed_and_the_target_is_never_touched()
    {
        var (commands, _) = await RunAsync(async store =>
        {
            await using var target = await store.OpenWriteAsync(RemoteFile, FileWriteOptions.Replace, Stop);
            await target.WriteAsync("content"u8.ToArray(), Stop);
        });

        var part = Assert.Single(commands, line => line.StartsWith("STOR", StringComparison.Ordinal))["STOR ".Length..];
        Assert.Contains("DELE " + part, commands);
        Assert.DoesNotContain(commands, line => line.StartsWith("RN", StringComparison.Ordinal));
        Assert.DoesNotContain(commands, line => line.EndsWith(" file", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Refused_rename_is_an_error_and_removes_the_temporary_file()
    {
        var (commands, error) = await RunAsync(
            async store =>
            {
                await using var target = await store.OpenWriteAsync(RemoteFile, FileWriteOptions.Replace, Stop);
                await target.CompleteAsync(Stop);
            },
            session => session.Answers["RNTO"] = "553 Exists.");

        Assert.IsType<FtpReplyException>(error);
        Assert.Contains(commands, line => line.StartsWith("DELE", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("550 Nothing.", "550 None.", FileStoreError.NotFound)]
    [InlineData("550 Forbidden.", "250-Facts\n type=file; file\n250 End", FileStoreError.NotPermitted)]
    [InlineData("452 Full.", "550 None.", FileStoreError.NoSpace)]
    [InlineData("553 Odd.", "550 None.", FileStoreError.NameNotValid)]
    public async Task Refusals_are_told_as_the_stores_own_errors(string reply, string mlst, FileStoreError expected)
    {
        var (_, error) = await RunAsync(
            async store => await (await store.OpenReadAsync(RemoteFile, cancellationToken: Stop)).DisposeAsync(),
            session =>
            {
                session.Answers["RETR"] = reply;
                session.Answers["MLST"] = mlst;
            });

        Assert.Equal(expected, Assert.IsType<FileStoreException>(error).Error);
    }

    [Fact]
    public async Task Operations_wait_for_the_stream_that_holds_the_session()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginUntilAsync("RETR");
            await session.SendAsync("150 Here it comes.");
            await session.SendDataAsync("content");
            await session.SendAsync("226 Done.");
            session.Answers["MLST"] = "250-Facts\n type=file; file\n250 End";
            await session.AnswerToTheEndAsync();
        });
        await using var store = new FtpFileStore(await peer.ConnectAsync());
        var stream = await store.OpenReadAsync(RemoteFile, cancellationToken: Stop);

        var finding = store.FindAsync(RemoteFile, Stop).AsTask();
        Assert.False(finding.IsCompleted);
        using var target = new MemoryStream();
        await stream.CopyToAsync(target, Stop);
        Assert.False(finding.IsCompleted);
        await stream.DisposeAsync();

        Assert.Equal(FtpEntryKind.File, (await finding)!.Kind);
    }

    [Fact]
    public async Task Store_that_is_disposed_fails_the_operation_that_waits_instead_of_blocking_it()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginUntilAsync("RETR");
            await session.SendAsync("150 Here it comes.");
            using var data = await session.Data.AcceptAsync();
            await session.ExpectEndAsync();
        });
        var store = new FtpFileStore(await peer.ConnectAsync());
        var stream = await store.OpenReadAsync(RemoteFile, cancellationToken: Stop);
        var finding = store.FindAsync(RemoteFile, Stop).AsTask();

        await store.DisposeAsync();
        await stream.DisposeAsync();

        await Assert.ThrowsAsync<FtpConnectionException>(() => finding.WaitAsync(HangGuard, Stop));
    }

    [Theory]
    [InlineData("read")]
    [InlineData("write")]
    public async Task Session_that_dies_while_a_refusal_is_looked_into_fails_the_next_operation_instead_of_blocking_it(string first)
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            session.Answers["RETR"] = session.Answers["STOR"] = "550 No.";
            await session.BeginUntilAsync("MLST"); // and closes
        });
        await using var store = new FtpFileStore(await peer.ConnectAsync());

        await Assert.ThrowsAsync<FtpConnectionException>(async () =>
        {
            if (first == "read") await store.OpenReadAsync(RemoteFile, cancellationToken: Stop);
            else await store.OpenWriteAsync(RemoteFile, FileWriteOptions.Replace, Stop);
        });

        await Assert.ThrowsAsync<FtpConnectionException>(
            () => store.FindAsync(RemoteFile, Stop).AsTask().WaitAsync(HangGuard, Stop));
    }

    private static async Task<(IReadOnlyList<string> Commands, Exception? Error)> RunAsync(
        Func<FtpFileStore, Task> work, Action<ScriptedSession>? prepare = null)
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            foreach (var verb in new[] { "DELE", "RNTO" }) session.Answers[verb] = "250 Done.";
            session.Answers["RNFR"] = "350 To?";
            prepare?.Invoke(session);
            await session.BeginExplicitAsync();
            if (!session.Answers.ContainsKey("RETR"))
            {
                await session.AnswerUntilAsync("STOR");
                await session.SendAsync("150 Send it.");
                using (var data = await session.Data.AcceptAsync())
                {
                    // A client that breaks the upload off resets the connection.
                    var error = await Record.ExceptionAsync(async () =>
                    {
                        await data.ReceiveAsync();
                        await data.CloseAsync();
                    });
                    Assert.True(error is null or IOException or System.Net.Sockets.SocketException, error?.ToString());
                }

                await session.SendAsync("226 Stored.");
            }

            await session.AnswerToTheEndAsync();
        });
        var client = await peer.ConnectAsync();
        Exception? error = null;
        await using (var store = new FtpFileStore(client))
        {
            error = await Record.ExceptionAsync(() => work(store));
            await client.QuitAsync(Stop);
        }

        await peer.Completion;
        return (peer.Sessions[0].CommandsInTls, error);
    }
}
