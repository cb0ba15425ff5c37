namespace Sealift.Tls.Tests.Native;

/// <summary>What the process holds at one moment when nothing is under way.</summary>
/// <param name="Descriptors">Open files and sockets.</param>
/// <param name="NativeMB">What C code has allocated; 0 where that is not told.</param>
/// <param name="ManagedMB">Managed objects that are alive.</param>
/// <param name="Timers">Timers that are set.</param>
internal readonly record struct HeldLook(int Descriptors, double NativeMB, double ManagedMB, long Timers)
{
    // What the runtime itself may come to hold meanwhile.
    private const int SpareDescriptors = 8;
    private const int SpareTimers = 4;
    private const double SpareNativeMB = 3;
    private const double SpareManagedMB = 4;
    private const int Trials = 3;

    private static HeldLook Now()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "It reads /proc.");
        for (var i = 0; i < 2; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        var managed = GC.GetTotalMemory(forceFullCollection: true) / 1e6;
        return new HeldLook(Directory.GetFiles("/proc/self/fd").Length, NativeMemory.IsTold ? NativeMemory.UsedMB : 0, managed, Timer.ActiveCount);
    }

    /// <summary>Fails if work holds on to something: more than a little is held after it, each of three times.</summary>
    /// <remarks>What the runtime allocates for itself, while it compiles for one, comes once; what is not freed comes each time.</remarks>
    public static async Task AssertFlatAsync(Func<Task> work)
    {
        for (var trial = 1; ; trial++)
        {
            var before = Now();
            await work();
            var after = Now();
            TestContext.Current.TestOutputHelper?.WriteLine($"{before}\n{after}");
            if (after.IsFlat(before)) return;
            Assert.True(trial < Trials, $"{before} became {after}");
        }
    }

    private bool IsFlat(HeldLook before) =>
        Descriptors <= before.Descriptors + SpareDescriptors
        && NativeMB <= before.NativeMB + SpareNativeMB
        && ManagedMB <= before.ManagedMB + SpareManagedMB
        && Timers <= before.Timers + SpareTimers;
}
