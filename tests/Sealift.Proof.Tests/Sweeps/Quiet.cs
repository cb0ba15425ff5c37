using Sealift.TestKit.Faults;

namespace Sealift.Proof.Tests.Sweeps;

/// <summary>
/// Tells whether a case stands still for good: nothing moves on the wire, and it was so for a while; for a long while where many wait for a processor.
/// </summary>
internal sealed class Quiet(FaultProxy proxy)
{
    private const int Few = 4; // two pauses of the clock, with a look before and after each
    private const int Many = 40;

    private long _seen = -1;
    private int _looks;
    private long _unrest;

    /// <summary>A number that stays the same only when everything has been quiet for several looks.</summary>
    public long Look()
    {
        var activity = proxy.Activity;
        _looks = activity == _seen ? _looks + 1 : 0;
        _seen = activity;
        return _looks >= (ThreadPool.PendingWorkItemCount == 0 ? Few : Many) ? _unrest : ++_unrest;
    }
}
