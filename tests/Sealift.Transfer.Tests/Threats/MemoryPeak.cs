namespace Sealift.Transfer.Tests.Threats;

/// <summary>How much more memory the process came to hold than when this was made.</summary>
internal sealed class MemoryPeak
{
    private readonly long _before;
    private long _peak;

    public MemoryPeak()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        _before = GC.GetTotalMemory(forceFullCollection: true);
    }

    /// <summary>The most that a look has seen, in MiB.</summary>
    public double MiB => (_peak - _before) / 1048576.0;

    /// <summary>Looks.</summary>
    public void Look() => _peak = Math.Max(_peak, GC.GetTotalMemory(forceFullCollection: false));

    /// <summary>Looks at what is still in use after a collection: for what must not be kept.</summary>
    public void LookAtWhatIsKept() => _peak = Math.Max(_peak, GC.GetTotalMemory(forceFullCollection: true));
}
