using Sealift.Core;
using Sealift.TestKit.Faults;
using Sealift.Tls;

namespace Sealift.Proof.Tests.Sweeps;

/// <summary>A data connection of our client and our server breaks at the places where a block, a record or the whole begins or ends, in either direction.</summary>
public sealed class DataSweepTests(SweepLanes lanes, SweepTotals totals)
{
    private const int Block = 128 * 1024;
    private const int Record = 16 * 1024; // RFC 8446 section 5.1: the most that one has
    private const int Size = (2 * Block) + 12_345;
    private const int SizeInBytes = Record + 5_000; // byte by byte: a system call each

    public static TheoryData<WireFaultKind, SweepOperation> Rows
    {
        get
        {
            var rows = new TheoryData<WireFaultKind, SweepOperation>();
            foreach (var kind in Enum.GetValues<WireFaultKind>())
            {
                foreach (var operation in (SweepOperation[])[SweepOperation.List, SweepOperation.Get, SweepOperation.Put, SweepOperation.Sync, SweepOperation.Move])
                    rows.Add(kind, operation);
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task A_data_connection_may_break_at_the_edges_of_everything(WireFaultKind kind, SweepOperation operation)
    {
        List<SweepCase> cases = [];
        foreach (var mode in (FtpTlsMode[])[FtpTlsMode.Explicit, FtpTlsMode.Implicit])
        {
            foreach (var version in Backends.Versions)
            {
                // One of each for what is of one kind otherwise.
                if (!SweepSize.IsFull && (mode == FtpTlsMode.Explicit) != (version == TlsVersion.Tls13) && operation is not (SweepOperation.Get or SweepOperation.Put)) continue;
                var clean = new SweepCase(operation, mode, version, OnControl: false, Fault: null) { Size = kind == WireFaultKind.Shrink ? SizeInBytes : Size, OnDisk = operation is SweepOperation.Get };
                var (toServer, toClient) = await lanes.MeasureAsync(clean);
                cases.AddRange(Faults(kind, WireDirection.ToServer, toServer).Concat(Faults(kind, WireDirection.ToClient, toClient)).Select((fault, i) => clean with
                {
                    Fault = fault,
                    Retries = (i + (int)version) % 2 == 0,
                    SourceChangesMeanwhile = (i + (int)mode) % 3 == 0 && operation is SweepOperation.Get or SweepOperation.Put,
                }));
            }
        }

        totals.Add($"data, {kind}, {operation}", await lanes.RunAsync(cases));
    }

    private static IEnumerable<WireFault> Faults(WireFaultKind kind, WireDirection direction, long length)
    {
        long[] places =
        [
            0, 1, 5, 100, length / 2, Record - 1, Record, Record + 1, Block - 1, Block, Block + 1, (2 * Block) + 1, length - 40, length - 32, length - 25, length - 2, length - 1, length,
        ];
        return places.Where(at => at >= 0 && at <= length).Distinct().Where(at => kind != WireFaultKind.FlipBit || at < length)
            .Select(at => new WireFault(kind, direction, at) { Bit = (int)(at % 8) });
    }
}
