using System.Diagnostics;

namespace Sealift.TestKit;

/// <summary>Waits that are late by microseconds: timers wake up a millisecond or more late, so the last stretch is spun.</summary>
internal static class PreciseDelay
{
    private static readonly TimeSpan Spun = TimeSpan.FromMilliseconds(2);

    /// <summary>Waits until <paramref name="delay"/> after the stopwatch timestamp <paramref name="since"/>.</summary>
    public static async Task UntilAsync(long since, TimeSpan delay, CancellationToken cancellationToken)
    {
        while (true)
        {
            TimeSpan left = delay - Stopwatch.GetElapsedTime(since);
            if (left <= TimeSpan.Zero)
                return;
            if (left > Spun)
                await Task.Delay(left - Spun, cancellationToken);
            else
                await Task.Yield();
        }
    }
}
