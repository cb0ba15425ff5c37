namespace Sealift.TestKit;

/// <summary>
/// Time that passes more slowly: for tests in which a short limit of the code under test must not end, however busy the
/// machine is.
/// </summary>
/// <param name="factor">How many times more slowly.</param>
/// <param name="limitsFrom">
/// Timers shorter than this take the time that they take: a moment that is always sat out, such as a pause between two attempts, is no limit that
/// could end too early. None by default.
/// </param>
public sealed class SlowTime(int factor, TimeSpan limitsFrom = default) : TimeProvider
{
    /// <inheritdoc/>
    public override long GetTimestamp() => System.GetTimestamp() / factor;

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new SlowTimer(factor, limitsFrom, callback, state, dueTime, period);

    private sealed class SlowTimer : ITimer
    {
        // The system's timers go hardly further: 2^32 milliseconds. What is longer than that in slow time ends no test.
        private static readonly TimeSpan Longest = TimeSpan.FromDays(49);

        private readonly int _factor;
        private readonly TimeSpan _limitsFrom;
        private readonly ITimer _timer;

        public SlowTimer(int factor, TimeSpan limitsFrom, TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _factor = factor;
            _limitsFrom = limitsFrom;
            _timer = System.CreateTimer(callback, state, Slow(dueTime), Slow(period));
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => _timer.Change(Slow(dueTime), Slow(period));

        public void Dispose() => _timer.Dispose();

        public ValueTask DisposeAsync() => _timer.DisposeAsync();

        private TimeSpan Slow(TimeSpan time) => time == Timeout.InfiniteTimeSpan || time < _limitsFrom || time > Longest / _factor
            ? time
            : time * _factor;
    }
}
