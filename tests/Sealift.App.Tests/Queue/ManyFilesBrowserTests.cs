using System.Diagnostics;
using System.Globalization;
using Sealift.App.Tests.Browsing;
using Sealift.TestKit;
using Sealift.Transfer.Queues;

namespace Sealift.App.Tests.Queue;

/// <summary>The app while ten thousand files travel and a window shows them.</summary>
public sealed class ManyFilesBrowserTests(Chromium chromium, ITestOutputHelper output)
{
    private const int Files = 10_000;
    private const long MemoryBound = 250_000_000;
    private const int UpdatesASecond = 10;

    // What the browser gets besides: answers to what the test itself does in the window, and signs of life.
    private const int OtherUpdates = 30;

    [Fact]
    public async Task Ten_thousand_files_take_less_than_250_megabytes_and_ten_updates_a_second()
    {
        using var home = new TempDirectory("/dev/shm");
        await using var server = await QueueServer.StartAsync(home);
        var source = home.Combine("from");
        for (var i = 0; i < Files; i++)
        {
            var directory = Path.Combine(source, string.Create(CultureInfo.InvariantCulture, $"d{i / 500}"));
            if (i % 500 == 0) Directory.CreateDirectory(directory);
            await File.WriteAllTextAsync(Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"file {i}.txt")), "small", TestContext.Current.CancellationToken);
        }

        var (updates, messages) = (0, 0);
        await using var scene = await QueueScene.OpenAsync(chromium, home, onPage: page => page.WebSocket += (_, socket) => socket.FrameReceived += (_, frame) =>
        {
            Interlocked.Increment(ref messages);
            if (frame.Binary is { } bytes && bytes.AsSpan().IndexOf("JS.RenderBatch"u8) >= 0) Interlocked.Increment(ref updates);
        });
        var (updatesBefore, messagesBefore) = (updates, messages);
        var watch = Stopwatch.StartNew();
        scene.AddAsPane(source, "shop:/many/", "--tls-max", "1.2", "--sessions", "8", "--no-times");
        await QueueScene.UntilAsync(() => scene.Queue.Find(1)!.State is not (JobState.Waiting or JobState.Running), "ten thousand files", TimeSpan.FromMinutes(10));
        var peak = scene.App.PeakMemory;

        // What comes while the window still waits for the end counts, and so does its time.
        await scene.ExpectStateAsync(1, "done");
        var (drawn, received) = (updates - updatesBefore, messages - messagesBefore);
        var seconds = watch.Elapsed.TotalSeconds;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{peak / 1e6:0} MB at most; {received} messages to the browser in {seconds:0} s, {drawn} of them updates; {server.Logins} logins"));
        Assert.Equal(Files, Directory.EnumerateFiles(server.Files.Path, "*", SearchOption.AllDirectories).Count());
        Assert.True(peak < MemoryBound, $"{peak} bytes");
        Assert.InRange(drawn, Math.Min(seconds, UpdatesASecond), (seconds * UpdatesASecond) + OtherUpdates);
        Assert.InRange(received, 0, (seconds * UpdatesASecond) + OtherUpdates);
        Assert.InRange(server.Logins, 1, 8);
        Assert.Empty(scene.Errors);
    }
}
