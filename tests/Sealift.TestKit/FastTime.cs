namespace Sealift.TestKit;

/// <summary>Time in which every timer ends sooner: for pauses between attempts, which a test need not sit out.</summary>
/// <param name="factor">How many times sooner.</param>
public sealed class FastTime(int factor) : TimeProvider
{
    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, Sooner(dueTime), Sooner(period));

    private TimeSpan Sooner(TimeSpan time) => time == Timeout.InfiniteTimeSpan ? time : time / factor;
}
