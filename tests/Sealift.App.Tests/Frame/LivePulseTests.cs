using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Sealift.App.Live;

namespace Sealift.App.Tests.Frame;

/// <summary>How often a window is drawn.</summary>
public sealed class LivePulseTests : BunitContext
{
    private readonly FakeTimeProvider _time = new();
    private readonly Ticking _source = new();

    public LivePulseTests()
    {
        Services.AddSingleton<TimeProvider>(_time);
        Services.AddSingleton<LivePulse>();
        DefaultWaitTimeout = TimeSpan.FromSeconds(60); // a guard against a hang; a second, which it is otherwise, is a measure on a busy machine
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_source_that_changes_a_thousand_times_a_second_is_drawn_ten_times(bool hasHost)
    {
        if (hasHost) Render<LivePulseHost>();
        var (one, other) = (Draw(), Draw());

        for (var i = 0; i < 1_000; i++)
        {
            _source.Change();
            _time.Advance(TimeSpan.FromMilliseconds(1));
        }

        one.WaitForAssertion(() => Assert.InRange(one.Instance.Drawings, 10, 12));
        other.WaitForAssertion(() => Assert.InRange(other.Instance.Drawings, 10, 12));
    }

    [Fact]
    public void The_last_change_is_always_drawn_and_nothing_without_a_change()
    {
        Render<LivePulseHost>();
        var follower = Draw();
        _source.Change();
        _time.Advance(TimeSpan.Zero);
        follower.WaitForAssertion(() => Assert.Equal(2, follower.Instance.Drawings));

        _source.Change();
        _source.Change();
        _time.Advance(TimeSpan.FromSeconds(10));

        follower.WaitForAssertion(() => Assert.Equal(3, follower.Instance.Drawings));
    }

    [Fact]
    public void One_that_looks_for_long_does_not_keep_the_others_waiting()
    {
        Render<LivePulseHost>();
        var looking = new TaskCompletionSource();
        var (slow, quick) = (Draw(looking.Task), Draw());

        _source.Change();
        _time.Advance(TimeSpan.FromSeconds(1));
        quick.WaitForAssertion(() => Assert.Equal(2, quick.Instance.Drawings));
        Assert.Equal(1, slow.Instance.Drawings);
        looking.SetResult();

        slow.WaitForAssertion(() => Assert.Equal(2, slow.Instance.Drawings));
    }

    [Fact]
    public void A_component_that_has_gone_is_not_drawn()
    {
        Render<LivePulseHost>();
        var follower = Draw();
        var stays = Draw();
        _source.Change();
        _time.Advance(TimeSpan.FromSeconds(1));
        follower.WaitForAssertion(() => Assert.Equal(2, follower.Instance.Drawings));
        stays.WaitForAssertion(() => Assert.Equal(2, stays.Instance.Drawings));

        _source.Change();
        _source.Change();
        follower.Instance.Dispose();
        var before = follower.Instance.Drawings;
        _time.Advance(TimeSpan.FromSeconds(1));

        stays.WaitForAssertion(() => Assert.Equal(3, stays.Instance.Drawings));
        Assert.Equal(before, follower.Instance.Drawings);
    }

    private IRenderedComponent<Follower> Draw(Task? looking = null) =>
        Render<Follower>(parameters => parameters.Add(view => view.Source, _source).Add(view => view.Looking, looking ?? Task.CompletedTask));
}
