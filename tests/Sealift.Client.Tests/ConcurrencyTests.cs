using Sealift.Core;
using Sealift.TestKit;
using static Sealift.Client.Tests.Scripted;

namespace Sealift.Client.Tests;

/// <summary>One operation at a time: a second one is refused at once, and the first goes on undisturbed.</summary>
public sealed class ConcurrencyTests
{
    public static TheoryData<string> Seconds => ["command", "download", "upload", "listing", "rename", "quit", "find"];

    [Theory]
    [MemberData(nameof(Seconds))]
    public async Task Refused_during_a_transfer(string second)
    {
        var mayEnd = new TaskCompletionSource();
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginUntilAsync("RETR");
            await session.SendAsync("150 Here it comes.");
            using (var data = await session.Data.AcceptAsync())
            {
                await data.SendAsync("con"u8.ToArray());
                await mayEnd.Task;
                await data.SendAllAsync("tent"u8.ToArray());
            }

            await session.SendAsync("226 Done.");
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync();
        var first = client.GetAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(client, second));
        mayEnd.SetResult();

        Assert.Equal("content"u8.ToArray(), await first);
        await client.AssertUsableAsync();
    }

    [Theory]
    [MemberData(nameof(Seconds))]
    public async Task Refused_during_a_command(string second)
    {
        var reached = new TaskCompletionSource();
        var mayEnd = new TaskCompletionSource();
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginUntilAsync("SIZE");
            reached.SetResult();
            await mayEnd.Task;
            await session.SendAsync("213 42");
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync();
        var first = client.GetSizeAsync(RemoteFile, Stop);
        await reached.Task;

        await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(client, second));
        mayEnd.SetResult();

        Assert.Equal(42, await first);
        await client.AssertUsableAsync();
    }

    private static Task StartAsync(FtpClient client, string operation) => operation switch
    {
        "command" => client.PingAsync(Stop),
        "download" => client.OpenReadAsync(RemoteFile, cancellationToken: Stop),
        "upload" => client.OpenWriteAsync(RemoteFile, cancellationToken: Stop),
        "listing" => client.EntriesAsync(),
        "rename" => client.RenameAsync(RemoteFile, FtpPath.Parse("other"), Stop),
        "find" => client.FindAsync(RemoteFile, Stop),
        _ => client.QuitAsync(Stop),
    };
}
