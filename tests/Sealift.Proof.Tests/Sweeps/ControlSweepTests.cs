using Sealift.Core;
using Sealift.TestKit.Faults;
using Sealift.Tls;

namespace Sealift.Proof.Tests.Sweeps;

/// <summary>
/// The control connection of our client and our server breaks at every byte of the wire, in either direction (SECURITY, F1 to F4). A part of the places runs
/// each time; <c>SEALIFT_SWEEP=full</c> runs all of them for cuts and stalls.
/// </summary>
public sealed class ControlSweepTests(SweepLanes lanes, SweepTotals totals)
{
    private const int WideStride = 480;

    private static readonly SweepOperation[] Operations =
        [SweepOperation.Login, SweepOperation.List, SweepOperation.Get, SweepOperation.Put, SweepOperation.Sync];

    public static TheoryData<WireFaultKind, SweepOperation, FtpTlsMode, TlsVersion> Breaks => Rows([WireFaultKind.Cut, WireFaultKind.Stall], Operations);

    public static TheoryData<WireFaultKind, SweepOperation, FtpTlsMode, TlsVersion> Others => Rows(
        [WireFaultKind.Reset, WireFaultKind.BlackHole, WireFaultKind.HalfClose, WireFaultKind.FlipBit, WireFaultKind.Delay, WireFaultKind.Shrink],
        [SweepOperation.Login, SweepOperation.Put, SweepOperation.Move]);

    [Theory]
    [MemberData(nameof(Breaks))]
    public Task Every_byte_of_the_control_conversation_may_be_the_last(WireFaultKind kind, SweepOperation operation, FtpTlsMode mode, TlsVersion version) =>
        SweepAsync(kind, operation, mode, version, SweepSize.Stride);

    [Theory]
    [MemberData(nameof(Others))]
    public Task Anything_else_may_happen_to_the_control_conversation(WireFaultKind kind, SweepOperation operation, FtpTlsMode mode, TlsVersion version) =>
        SweepAsync(kind, operation, mode, version, WideStride);

    private static TheoryData<WireFaultKind, SweepOperation, FtpTlsMode, TlsVersion> Rows(WireFaultKind[] kinds, SweepOperation[] operations)
    {
        var rows = new TheoryData<WireFaultKind, SweepOperation, FtpTlsMode, TlsVersion>();
        foreach (var kind in kinds)
        {
            foreach (var operation in operations)
            {
                foreach (var mode in (FtpTlsMode[])[FtpTlsMode.Explicit, FtpTlsMode.Implicit])
                {
                    foreach (var version in Backends.Versions) rows.Add(kind, operation, mode, version);
                }
            }
        }

        return rows;
    }

    private async Task SweepAsync(WireFaultKind kind, SweepOperation operation, FtpTlsMode mode, TlsVersion version, int stride)
    {
        var clean = new SweepCase(operation, mode, version, OnControl: true, Fault: null);
        var (toServer, toClient) = await lanes.MeasureAsync(clean);
        var seed = ((int)kind * 7) + ((int)operation * 5) + ((int)mode * 3) + (int)version;

        // Every other place lets the engine try again within the run.
        var cases = SweepSize.Places(toServer, stride, seed).Select(at => new WireFault(kind, WireDirection.ToServer, at))
            .Concat(SweepSize.Places(toClient, stride, seed).Select(at => new WireFault(kind, WireDirection.ToClient, at)))
            .Select(fault => clean with { Fault = fault with { Bit = (int)(fault.At % 8) }, Retries = fault.At % 2 == 1 });
        totals.Add($"control, {kind}, {operation}", await lanes.RunAsync(cases));
    }
}
