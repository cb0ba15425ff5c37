using Sealift.Server.Events;
using Sealift.TestKit;

namespace Sealift.Server.Tests.Watching;

public sealed class StopTests
{
    [Fact]
    public async Task Sessions_without_a_transfer_are_told_421_and_an_upload_finishes()
    {
        await using var server = await TestServer.StartAsync(options => options with { Limits = TestServer.QuickLimits with { StopTimeout = TimeSpan.FromMinutes(5) } });
        await using var idle = await Conversation.LogInAsync(server);
        await using var busy = await Conversation.LogInAsync(server);
        using var data = await busy.OpenDataAsync();
        await busy.ExpectAsync(150, "STOR whole.bin");
        await using var upload = await busy.SecureDataAsync(data);
        await upload.WriteAsync(new byte[1000]);
        await upload.FlushAsync();

        var stopping = server.Server.StopAsync();
        await idle.ExpectAsync(421);
        await idle.ReadToEndAsync();
        await upload.WriteAsync(new byte[500]);
        await upload.ShutdownAsync(TimeSpan.FromSeconds(60));

        await busy.ExpectAsync(226);
        await busy.ExpectAsync(421);
        await busy.ReadToEndAsync();
        await stopping.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(1500, new FileInfo(Path.Combine(server.Root, "whole.bin")).Length);
    }

    [Fact]
    public async Task An_upload_that_is_there_at_the_deadline_is_told_426_and_not_kept()
    {
        var events = new EventList();

        // Time stands still: the stop waits for this test's word, and then for the last replies however late they are.
        await using var server = await TestServer.StartAsync(options => options with { Listeners = [events.Add], TimeProvider = new TestClock() });
        await using var busy = await Conversation.LogInAsync(server);
        using var data = await busy.OpenDataAsync();
        await busy.ExpectAsync(150, "STOR cut.bin");
        await using var upload = await busy.SecureDataAsync(data);
        await upload.WriteAsync(new byte[1000]);
        await upload.FlushAsync();

        using var now = new CancellationTokenSource();
        var stopping = server.Server.StopAsync(now.Token);
        await events.WaitAsync<ServerStopping>();
        await now.CancelAsync();

        await busy.ExpectAsync(426);
        await busy.ExpectAsync(421);
        await busy.ReadToEndAsync();
        await busy.DisposeAsync();
        await stopping.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Empty(Directory.GetFileSystemEntries(server.Root));
        Assert.Equal(1, Assert.Single(events.Of<ServerStopped>()).Cut);
        Assert.Equal(426, Assert.Single(events.Of<TransferEnded>()).Code);
    }

    [Fact]
    public async Task A_session_that_has_not_left_two_seconds_after_the_deadline_is_closed()
    {
        var clock = new TestClock();
        using var held = new ManualResetEventSlim();
        await using var server = await TestServer.StartAsync(options => options with
        {
            TimeProvider = clock,
            Listeners = [happened => { if (happened is TransferEnded) held.Wait(TimeSpan.FromSeconds(60)); }],
        });
        await using var busy = await Conversation.LogInAsync(server);
        using var data = await busy.OpenDataAsync();
        await busy.ExpectAsync(150, "STOR cut.bin");

        using var now = new CancellationTokenSource();
        var stopping = server.Server.StopAsync(now.Token);
        await now.CancelAsync();
        await clock.EndAsync(TimeSpan.FromSeconds(2));
        await server.Log.WaitForAsync("1 sessions took no leave and are closed", TimeSpan.FromSeconds(60));
        held.Set();

        await stopping.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(0, server.Server.SessionCount);
    }
}
