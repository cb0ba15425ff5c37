namespace Sealift.Fuzz;

/// <summary>Runs a target and holds it to the memory that it may take.</summary>
internal static class Measured
{
    // What the first run makes once and for all, such as tables, and what every run needs for nothing.
    private const long Fixed = 4 * 1024 * 1024;

    public static void Run(FuzzTarget target, ReadOnlySpan<byte> input)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        target.Run(input);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        var most = Fixed + ((long)target.MemoryPerByte * input.Length);
        if (allocated > most) throw new FuzzFailureException($"{input.Length} bytes of input took {allocated} bytes of memory, and {most} are the most.");
    }
}
