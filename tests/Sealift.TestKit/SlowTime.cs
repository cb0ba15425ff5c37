namespace Sealift.TestKit;

/// <summary>
/// Time that passes more slowly: for tests in which a short limit of the code under test must not end, however busy the
/// machine is.
/// </summary>
/// <param name="factor">How many times more slowly.</param>
public sealed class SlowTime(int factor) : TimeProvider
{
    /// <inheritdoc/>
    public override long GetTimestamp() => System.GetTimestamp() / factor;

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new SlowTimer(factor, callback, state, dueTime, period);

    private sealed class SlowTimer : ITimer
    {
        private readonly int _factor;
        private readonly ITimer _timer;

        public SlowTimer(int factor, TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _factor = factor;
            _timer = System.CreateTimer(callback, state, Slow(dueTime), Slow(period));
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => _timer.Change(Slow(dueTime), Slow(period));

        public void Dispose() => _timer.Dispose();

        public ValueTask DisposeAsync() => _timer.DisposeAsync();

        private TimeSpan Slow(TimeSpan time) => time == Timeout.InfiniteTimeSpan ? time : time * _factor;
    }
}
