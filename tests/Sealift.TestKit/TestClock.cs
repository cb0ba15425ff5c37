using System.Diagnostics;
using Microsoft.Extensions.Time.Testing;

namespace Sealift.TestKit;

/// <summary>
/// Time that stands still until a test lets it pass, from one timer that is due to the next. Limits end a wait exactly when the test says so,
/// and a machine that is slow changes nothing.
/// </summary>
public sealed class TestClock : FakeTimeProvider
{
    // How long nothing may happen before the next timer is let go: the code under test may be about to finish without it.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(30);

    // A look around is a moment; one that took much longer was held up, and so may everybody else have been.
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan LongestLook = TimeSpan.FromMilliseconds(20);

    // However busy the machine is, a pause comes to an end.
    private const int MostHoldUps = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Lock _gate = new();
    private readonly List<ClockTimer> _timers = [];

    /// <summary>The time that has passed since the beginning.</summary>
    public TimeSpan Passed => GetUtcNow() - Start;

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ClockTimer timer = new(this, base.CreateTimer(callback, state, dueTime, period), dueTime);
        lock (_gate)
            _timers.Add(timer);
        return timer;
    }

    /// <summary>Whether somebody waits for exactly this time from now on.</summary>
    public bool IsAwaited(TimeSpan time)
    {
        lock (_gate)
            return _timers.Any(timer => timer.Current?.Due - Passed == time);
    }

    /// <summary>Waits until somebody waits for exactly this time, which then goes on standing still.</summary>
    /// <exception cref="TimeoutException">Nobody did within a minute of real time.</exception>
    public async Task AwaitTimerAsync(TimeSpan time)
    {
        using CancellationTokenSource patience = new(Patience);
        while (!IsAwaited(time))
        {
            if (patience.IsCancellationRequested)
                throw new TimeoutException($"Nobody waited for {time} within {Patience} of real time.");
            await Task.Delay(1, CancellationToken.None);
        }
    }

    /// <summary>Waits until nobody waits for exactly this time any more.</summary>
    /// <exception cref="TimeoutException">Somebody did for a minute of real time.</exception>
    public async Task AwaitNoTimerAsync(TimeSpan time)
    {
        using CancellationTokenSource patience = new(Patience);
        while (IsAwaited(time))
        {
            if (patience.IsCancellationRequested)
                throw new TimeoutException($"Somebody still waits for {time} after {Patience} of real time.");
            await Task.Delay(1, CancellationToken.None);
        }
    }

    /// <summary>
    /// Waits until somebody waits for exactly this time, and lets it pass. Then time stands still again: what is begun after that has all the
    /// time that it takes.
    /// </summary>
    /// <exception cref="TimeoutException">Nobody did within a minute of real time.</exception>
    public async Task EndAsync(TimeSpan time)
    {
        await AwaitTimerAsync(time);
        Advance(time);
    }

    /// <summary>Lets timers fire, one after the other, until this is over, however it ends.</summary>
    /// <param name="over">What must come to its end.</param>
    /// <param name="atMost">The time that may pass for it; timers that are due later do not fire.</param>
    /// <param name="activity">A number that grows as long as something happens, and then no timer fires; null where that does not matter.</param>
    /// <param name="hangGuard">The real time after which it is given up; a minute by default.</param>
    /// <param name="spared">A time that never comes to its end: as long as somebody waits for it, no timer fires; null for none.</param>
    /// <exception cref="TimeoutException">It was not over when that time had passed, or the real time.</exception>
    public async Task PassUntilAsync(Task over, TimeSpan atMost, Func<long>? activity = null, TimeSpan? hangGuard = null, TimeSpan? spared = null)
    {
        TimeSpan end = Passed + atMost;
        using CancellationTokenSource patience = new(hangGuard ?? Patience);
        while (!over.IsCompleted)
        {
            long before = activity?.Invoke() ?? 0;
            await PauseAsync(over);
            if (over.IsCompleted)
                return;
            if (activity is not null && activity() != before)
                continue;
            if (patience.IsCancellationRequested)
                throw new TimeoutException($"It was not over after {Passed} of the clock and {hangGuard ?? Patience} of real time.");
            if (NextDue(spared) is { } due && due <= end)
                Advance(due - Passed);
        }
    }

    /// <summary>Lets this time pass, with every timer that is due in it, or is armed meanwhile.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        TimeSpan end = Passed + time;
        while (Passed < end)
        {
            await PauseAsync(Task.Delay(Timeout.Infinite, CancellationToken.None));
            TimeSpan next = NextDue() is { } due && due < end ? due : end;
            Advance(next - Passed);
        }
    }

    // A pause in which this process hardly ran says nothing about what the code under test has to do still: it begins anew.
    private static async Task PauseAsync(Task over)
    {
        long quietSince = Stopwatch.GetTimestamp();
        int holdUps = 0;
        while (!over.IsCompleted && Stopwatch.GetElapsedTime(quietSince) < Pause)
        {
            long looked = Stopwatch.GetTimestamp();
            await Task.WhenAny(over, Task.Delay(Look, CancellationToken.None));
            if (Stopwatch.GetElapsedTime(looked) > LongestLook && ++holdUps < MostHoldUps)
                quietSince = Stopwatch.GetTimestamp();
        }
    }

    // At one look: what is armed later counts for neither.
    private TimeSpan? NextDue(TimeSpan? spared = null)
    {
        lock (_gate)
        {
            Arming[] armed = [.. _timers.Select(timer => timer.Current).OfType<Arming>()];
            return armed.Any(arming => arming.Time == spared) ? null : armed.Min(arming => (TimeSpan?)arming.Due);
        }
    }

    private void Forget(ClockTimer timer)
    {
        lock (_gate)
            _timers.Remove(timer);
    }

    private sealed record Arming(TimeSpan Due, TimeSpan Time);

    private sealed class ClockTimer(TestClock clock, ITimer timer, TimeSpan dueTime) : ITimer
    {
        private volatile Arming? _arming = Arm(clock, dueTime);

        /// <summary>When it fires next, and what it was armed for; null when it has fired or is not armed.</summary>
        public Arming? Current => _arming is { } arming && arming.Due > clock.Passed ? arming : null;

        // Whoever sees it armed lets the time pass, and whoever sees it gone relies on that: so it is said only after it is so.
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            bool isChanged = timer.Change(dueTime, period);
            _arming = Arm(clock, dueTime);
            return isChanged;
        }

        public void Dispose()
        {
            timer.Dispose();
            clock.Forget(this);
        }

        public async ValueTask DisposeAsync()
        {
            await timer.DisposeAsync();
            clock.Forget(this);
        }

        private static Arming? Arm(TestClock clock, TimeSpan dueTime) =>
            dueTime == Timeout.InfiniteTimeSpan ? null : new Arming(clock.Passed + dueTime, dueTime);
    }
}
