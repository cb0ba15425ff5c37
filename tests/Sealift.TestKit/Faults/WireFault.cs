namespace Sealift.TestKit.Faults;

/// <summary>One thing that goes wrong on one connection.</summary>
/// <param name="Kind">What.</param>
/// <param name="Direction">Whose bytes are counted.</param>
/// <param name="At">How many bytes of that direction have come through before it, those of TLS included; 0 is before the first.</param>
public sealed record WireFault(WireFaultKind Kind, WireDirection Direction, long At)
{
    /// <summary>How long <see cref="WireFaultKind.Delay"/> waits. Default 50 ms.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>The bit that <see cref="WireFaultKind.FlipBit"/> turns over, 0 (the lowest) to 7. Default 0.</summary>
    public int Bit { get; init; }
}
