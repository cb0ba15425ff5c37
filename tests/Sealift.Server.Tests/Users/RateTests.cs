using System.Diagnostics;
using Sealift.Server.Users;
using Sealift.TestKit;

namespace Sealift.Server.Tests.Users;

public sealed class RateTests
{
    [Fact]
    public void A_gate_lets_its_rate_through_after_a_short_burst()
    {
        var clock = new TestClock();
        clock.Advance(TimeSpan.FromDays(1));
        var gate = new RateGate(clock) { Rate = 1000 };

        // A quarter of a second's worth goes at once.
        Assert.Equal(TimeSpan.Zero, gate.Take(250));
        Assert.Equal(TimeSpan.Zero, gate.Take(1000));
        Assert.Equal(TimeSpan.FromSeconds(1), gate.Take(500));
        Assert.Equal(TimeSpan.FromSeconds(1.5), gate.Take(500));
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(TimeSpan.Zero, gate.Take(1));
    }

    [Fact]
    public void A_gate_without_a_rate_is_open()
    {
        var gate = new RateGate(new TestClock());

        Assert.Equal(TimeSpan.Zero, gate.Take(int.MaxValue));
        Assert.Equal(TimeSpan.Zero, gate.Take(int.MaxValue));
    }

    [Fact]
    public async Task Sessions_of_a_user_download_at_their_rate_together_and_other_users_at_full_speed()
    {
        PeerProcess.Demand("curl");
        await using var server = await TestServer.StartAsync(options => options with
        {
            Users = [options.Users[0] with { DownloadRate = 100_000 }, options.Users[1]],
        });
        server.Write("file", new byte[150_000]);
        string[] Arguments(string user) =>
            ["-sS", "-k", "--ssl-reqd", "-u", $"{user}:{TestServer.Password}", "-o", "/dev/null", "-w", "%{size_download}", $"ftp://127.0.0.1:{server.Explicit.Port}/file"];

        var began = Stopwatch.GetTimestamp();
        var runs = await Task.WhenAll(PeerProcess.RunAsync("curl", Arguments(TestServer.User)), PeerProcess.RunAsync("curl", Arguments(TestServer.User)));
        var elapsed = Stopwatch.GetElapsedTime(began);

        // 300,000 bytes, of which each run has at most a quarter of a second's worth and its last piece at once.
        Assert.All(runs, run => Assert.True(run is { ExitCode: 0, Output: "150000" }, run.Errors));
        Assert.True(elapsed > TimeSpan.FromSeconds(2), $"{elapsed}");
        var other = await PeerProcess.RunAsync("curl", Arguments(TestServer.Reader));
        Assert.Equal("150000", other.Output);
    }

    [Fact]
    public async Task A_slow_rate_of_the_server_is_not_held_against_the_client()
    {
        var clock = new TestClock();
        await using var server = await TestServer.StartAsync(options => options with
        {
            Users = [options.Users[0] with { UploadRate = 10, DownloadRate = 10 }],
            TimeProvider = clock,

            // The clock runs while the client of the test is between two steps; what it does there is not what is looked at.
            Limits = options.Limits with { IdleTimeout = TimeSpan.FromDays(1), DataConnectTimeout = TimeSpan.FromDays(1), DataCloseTimeout = TimeSpan.FromDays(1) },
        });
        server.Write("file", new byte[5000]);
        await using var client = await Conversation.LogInAsync(server);

        // Ten bytes a second are far below what a client must manage, and two kilobytes take longer than the longest stall. Time passes only
        // while the server rests: what it does in between may take as long as it likes.
        var download = client.DownloadAsync("RETR file");
        await clock.PassUntilAsync(download, TimeSpan.FromMinutes(20), spared: server.Limits.StallTimeout);
        Assert.Equal(5000, (await download).Length);
        var upload = client.UploadAsync("STOR copy", new byte[5000]);
        await clock.PassUntilAsync(upload, TimeSpan.FromMinutes(20), spared: server.Limits.StallTimeout);
        Assert.Equal(226, (await upload).Code);
    }
}
