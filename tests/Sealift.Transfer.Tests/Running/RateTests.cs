using Microsoft.Extensions.Time.Testing;
using Sealift.Transfer.Running;

namespace Sealift.Transfer.Tests.Running;

[Trait("Fault", "F7")]
public sealed class RateTests
{
    private static readonly DateTime Monday = new(2026, 5, 4, 0, 0, 0, DateTimeKind.Unspecified);

    [Theory]
    [InlineData("08:00", "18:00", "07:59", false)]
    [InlineData("08:00", "18:00", "08:00", true)]
    [InlineData("08:00", "18:00", "17:59", true)]
    [InlineData("08:00", "18:00", "18:00", false)]
    [InlineData("22:00", "06:00", "23:00", true)]
    [InlineData("22:00", "06:00", "05:59", true)]
    [InlineData("22:00", "06:00", "06:00", false)]
    [InlineData("00:00", "00:00", "12:00", true)]
    public void A_window_contains_its_times_over_midnight_too(string from, string to, string at, bool expected)
    {
        var window = new RateWindow(Time(from), Time(to), 1);

        Assert.Equal(expected, window.Contains(Monday + Time(at).ToTimeSpan()));
    }

    [Fact]
    public void A_window_over_midnight_belongs_to_the_day_on_which_it_begins()
    {
        var window = new RateWindow(Time("22:00"), Time("06:00"), 1) { Days = [DayOfWeek.Sunday] };

        Assert.True(window.Contains(Monday.AddHours(3)));
        Assert.False(window.Contains(Monday.AddHours(23)));
    }

    [Fact]
    public void The_first_window_that_contains_the_moment_counts()
    {
        var limit = new RateLimit(1000)
        {
            Windows = [new RateWindow(Time("12:00"), Time("13:00"), null), new RateWindow(Time("08:00"), Time("18:00"), 100)],
        };

        Assert.Equal(1000, limit.At(Monday.AddHours(7)));
        Assert.Equal(100, limit.At(Monday.AddHours(9)));
        Assert.Null(limit.At(Monday.AddHours(12)));
    }

    [Fact]
    public async Task Bytes_pass_no_faster_than_is_allowed()
    {
        var time = new FakeTimeProvider();
        var gate = new FlowGate(time, new RateLimit(1000));

        var elapsed = await PassAsync(gate, time, blocks: 20, bytes: 500);

        // 10,000 bytes at 1,000 a second; a quarter of a second may have been saved up. The clock here may run ahead of a busy machine.
        Assert.InRange(elapsed.TotalSeconds, 9.5, double.MaxValue);
    }

    [Fact]
    public async Task Another_limit_counts_for_a_block_that_waits_already()
    {
        var time = new FakeTimeProvider();
        var gate = new FlowGate(time, new RateLimit(1));

        var passing = gate.PassAsync(100_000, TestContext.Current.CancellationToken).AsTask();
        Assert.False(passing.IsCompleted);
        gate.Limit = RateLimit.None;
        await AdvanceUntilAsync(time, passing);

        await passing;
    }

    [Fact]
    public async Task Nothing_passes_at_a_rate_of_nothing_until_its_window_ends()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 5, 4, 8, 59, 0, TimeSpan.Zero));
        time.SetLocalTimeZone(TimeZoneInfo.Utc);
        var gate = new FlowGate(time, new RateLimit(null) { Windows = [new RateWindow(Time("08:00"), Time("09:00"), 0)] });

        var passing = gate.PassAsync(10, TestContext.Current.CancellationToken).AsTask();
        time.Advance(TimeSpan.FromSeconds(30));
        Assert.False(passing.IsCompleted);
        await AdvanceUntilAsync(time, passing);

        await passing;
        Assert.True(time.GetUtcNow() >= new DateTimeOffset(2026, 5, 4, 9, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task A_wait_for_the_rate_can_be_cancelled()
    {
        var gate = new FlowGate(new FakeTimeProvider(), new RateLimit(1));
        using var stop = new CancellationTokenSource();

        var passing = gate.PassAsync(100_000, stop.Token).AsTask();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => passing);
    }

    [Fact]
    public void A_low_limit_makes_small_blocks()
    {
        Assert.Equal(128 * 1024, new FlowGate(TimeProvider.System, RateLimit.None).BlockSize(128 * 1024));
        Assert.Equal(4096, new FlowGate(TimeProvider.System, new RateLimit(1000)).BlockSize(128 * 1024));
        Assert.Equal(25_000, new FlowGate(TimeProvider.System, new RateLimit(100_000)).BlockSize(128 * 1024));
    }

    [Fact]
    public void Pauses_between_attempts_grow_to_a_limit_and_are_uneven()
    {
        var policy = new RetryPolicy { FirstPause = TimeSpan.FromSeconds(1), Growth = 2, LongestPause = TimeSpan.FromSeconds(10) };

        for (var i = 0; i < 50; i++)
        {
            Assert.InRange(policy.PauseAfter(1).TotalSeconds, 0.5, 1);
            Assert.InRange(policy.PauseAfter(3).TotalSeconds, 2, 4);
            Assert.InRange(policy.PauseAfter(1000).TotalSeconds, 5, 10);
        }

        Assert.True(Enumerable.Range(0, 50).Select(_ => policy.PauseAfter(3)).Distinct().Count() > 1);
    }

    private static TimeOnly Time(string text) => TimeOnly.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static async Task<TimeSpan> PassAsync(FlowGate gate, FakeTimeProvider time, int blocks, int bytes)
    {
        var began = time.GetTimestamp();
        for (var i = 0; i < blocks; i++)
        {
            var passing = gate.PassAsync(bytes, TestContext.Current.CancellationToken).AsTask();
            await AdvanceUntilAsync(time, passing);
            await passing;
        }

        return time.GetElapsedTime(began);
    }

    // The waits follow each other inside: each step of the clock lets one of them end.
    private static async Task AdvanceUntilAsync(FakeTimeProvider time, Task passing)
    {
        while (!passing.IsCompleted)
        {
            time.Advance(TimeSpan.FromMilliseconds(25));
            await Task.WhenAny(passing, Task.Delay(1, TestContext.Current.CancellationToken));
        }
    }
}
