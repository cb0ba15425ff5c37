using Sealift.Core;
using Sealift.TestKit.Faults;
using Sealift.Tls;

namespace Sealift.Proof.Tests.Sweeps;

/// <summary>One thing that is done, and one thing that goes wrong with it.</summary>
/// <param name="Operation">What is done.</param>
/// <param name="Mode">Explicit or implicit.</param>
/// <param name="Version">The version of TLS.</param>
/// <param name="OnControl">Whether the fault is on the first control connection; else on the first data connection.</param>
/// <param name="Fault">What goes wrong; null for nothing.</param>
internal sealed record SweepCase(SweepOperation Operation, FtpTlsMode Mode, TlsVersion Version, bool OnControl, WireFault? Fault)
{
    /// <summary>The bytes of each file that is carried.</summary>
    public int Size { get; init; } = 3000;

    /// <summary>Whose TLS both ends speak.</summary>
    public TlsBackend Backend { get; init; } = Backends.Chosen;

    /// <summary>Whether it goes by way of the proxy that can answer in the server's place.</summary>
    public bool IsAnswered { get; init; }

    /// <summary>Whether the engine may try again within the run.</summary>
    public bool Retries { get; init; }

    /// <summary>Whether the source gets another content of the same size and the same second before the second run.</summary>
    public bool SourceChangesMeanwhile { get; init; }

    /// <summary>Whether the local side is a directory of the disk, not of memory.</summary>
    public bool OnDisk { get; init; }

    public override string ToString() =>
        $"{Operation} {Mode} {Backend} {Version} {(OnControl ? "control" : "data")} {Fault?.Kind} {Fault?.Direction} at {Fault?.At}"
        + $"{(Retries ? " with retries" : "")}{(SourceChangesMeanwhile ? ", source changed" : "")}{(OnDisk ? ", on disk" : "")}";
}
