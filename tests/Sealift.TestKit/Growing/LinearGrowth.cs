using Xunit;

namespace Sealift.TestKit.Growing;

/// <summary>
/// Whether work grows with its input and no faster: 16 times the input may take 64 times the processor time and 32 times the
/// memory, where work that grows with the square takes 256 times of each.
/// </summary>
/// <remarks>The lowest of several measurements counts, so a busy machine cannot make it fail.</remarks>
public static class LinearGrowth
{
    private const int Factor = 16;
    private const int Attempts = 12;
    private const int Warming = 2;

    // Work that takes less than this for the long input cannot have been quadratic: it would have had 10^9 steps to do.
    private static readonly TimeSpan Negligible = TimeSpan.FromMilliseconds(20);

    /// <summary>Does the work for an input of a length, of 4 times and of 16 times it, and compares what they cost.</summary>
    /// <param name="what">The work, for the message.</param>
    /// <param name="length">The length of the shortest input. 16 times it should be some 100,000 characters at least.</param>
    /// <param name="prepare">Makes the input of a length and returns the work; its own cost does not count.</param>
    public static void Check(string what, int length, Func<int, Action> prepare)
    {
        ArgumentNullException.ThrowIfNull(prepare);

        // The middle one first: work that grows with the square is found before the longest would take minutes.
        Compare(what, prepare(length), prepare(4 * length), 4);
        Compare(what, prepare(length), prepare(Factor * length), Factor);
    }

    private static void Compare(string what, Action small, Action large, int factor)
    {
        for (var i = 0; i < Warming; i++) small();
        var (smallTime, largeTime) = (TimeSpan.MaxValue, TimeSpan.MaxValue);
        var (smallMemory, largeMemory) = (long.MaxValue, long.MaxValue);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            Measure(small, ref smallTime, ref smallMemory);
            Measure(large, ref largeTime, ref largeMemory);
            var isQuick = largeTime < Negligible || largeTime < 4 * factor * smallTime;
            if (isQuick && largeMemory <= (2 * factor * smallMemory) + (16 * 1024)) return;
        }

        Assert.Fail($"{what}: {factor} times the input takes {largeTime.TotalMilliseconds:0.###} ms and {largeMemory:N0} bytes where the "
            + $"input takes {smallTime.TotalMilliseconds:0.###} ms and {smallMemory:N0} bytes.");
    }

    private static void Measure(Action work, ref TimeSpan time, ref long memory)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var taken = ThreadWork.Measure(work);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        if (taken < time) time = taken;
        if (allocated < memory) memory = allocated;
    }
}
