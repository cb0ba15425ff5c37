namespace Sealift.TestKit.Faults;

/// <summary>What a <see cref="FaultProxy"/> does to a connection.</summary>
public enum WireFaultKind
{
    /// <summary>Both sides are told of the end of TCP (FIN), and nothing more comes through.</summary>
    Cut,

    /// <summary>Both sides get a reset (RST).</summary>
    Reset,

    /// <summary>Nothing more comes through in this direction, which is not read either; the connection stays open.</summary>
    Stall,

    /// <summary>Nothing more comes through in either direction, ends included; all is taken and lost, as behind a router that forgot the connection.</summary>
    BlackHole,

    /// <summary>The receiver of this direction is told of its end (FIN); the other direction goes on.</summary>
    HalfClose,

    /// <summary>This direction waits for <see cref="WireFault.Pause"/> and then goes on.</summary>
    Delay,

    /// <summary>From here on this direction comes through one byte a segment.</summary>
    Shrink,

    /// <summary>One bit of the byte at this place arrives turned over.</summary>
    FlipBit,
}
