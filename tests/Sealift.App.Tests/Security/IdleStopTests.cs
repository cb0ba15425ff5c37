using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using Sealift.App.Hosting;
using Sealift.Cli.Apps;

namespace Sealift.App.Tests.Security;

public sealed class IdleStopTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly Lifetime _lifetime = new();
    private readonly App.Hosting.Windows _windows;
    private bool _isTransferring;

    public IdleStopTests() => _windows = new App.Hosting.Windows(_time);

    [Fact]
    public async Task It_ends_a_grace_after_the_last_window_was_closed()
    {
        using var idle = await StartAsync();
        _windows.Add(1);
        Pass(TimeSpan.FromHours(3));
        _windows.Add(-1);
        Pass(TimeSpan.FromSeconds(58));
        Assert.False(_lifetime.HasStopped);

        Pass(TimeSpan.FromSeconds(3));

        Assert.True(_lifetime.HasStopped);
    }

    [Fact]
    public async Task A_window_that_comes_back_keeps_it()
    {
        using var idle = await StartAsync();
        _windows.Add(1);
        _windows.Add(-1);
        Pass(TimeSpan.FromSeconds(50));
        _windows.Add(1);
        Pass(TimeSpan.FromSeconds(50));

        Assert.False(_lifetime.HasStopped);
    }

    [Fact]
    public async Task Transfers_keep_it_and_then_it_ends()
    {
        using var idle = await StartAsync();
        _isTransferring = true;
        Pass(TimeSpan.FromHours(10));
        Assert.False(_lifetime.HasStopped);

        _isTransferring = false;
        Pass(TimeSpan.FromSeconds(2));

        Assert.True(_lifetime.HasStopped);
    }

    [Fact]
    public async Task The_first_window_has_minutes_to_come()
    {
        using var idle = await StartAsync();
        Pass(TimeSpan.FromMinutes(4));
        Assert.False(_lifetime.HasStopped);

        Pass(TimeSpan.FromMinutes(2));

        Assert.True(_lifetime.HasStopped);
    }

    [Fact]
    public async Task Without_a_grace_it_stays()
    {
        using var idle = await StartAsync(grace: null);

        Pass(TimeSpan.FromDays(2));

        Assert.False(_lifetime.HasStopped);
    }

    private async Task<IdleStop> StartAsync(int? grace = 60)
    {
        var idle = new IdleStop(new AppSettings { Grace = grace is { } seconds ? TimeSpan.FromSeconds(seconds) : null }, _windows, () => _isTransferring, _lifetime, _time);

        await idle.StartAsync(TestContext.Current.CancellationToken);
        return idle;
    }

    // The timer of this clock calls while it is moved.
    private void Pass(TimeSpan time) => _time.Advance(time);

    private sealed class Lifetime : IHostApplicationLifetime
    {
        public bool HasStopped { get; private set; }

        public CancellationToken ApplicationStarted => default;

        public CancellationToken ApplicationStopping => default;

        public CancellationToken ApplicationStopped => default;

        public void StopApplication() => HasStopped = true;
    }
}
