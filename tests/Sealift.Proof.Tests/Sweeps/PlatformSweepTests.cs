using Sealift.Core;
using Sealift.TestKit.Faults;
using Sealift.Tls;

namespace Sealift.Proof.Tests.Sweeps;

/// <summary>
/// A thin part of every sweep with SslStream on both ends, which runs beside that on libssl; <c>SEALIFT_TLS=platform</c> runs all of it. What cannot be the
/// same there is in docs/tls.md; no invariant is among it.
/// </summary>
public sealed class PlatformSweepTests(SweepLanes lanes, SweepTotals totals)
{
    private const int Stride = 1777;
    private const int Size = (128 * 1024) + 12_345;

    public static TheoryData<SweepOperation, TlsVersion> Operations
    {
        get
        {
            var rows = new TheoryData<SweepOperation, TlsVersion>();
            foreach (var operation in Enum.GetValues<SweepOperation>())
            {
                foreach (var version in Backends.Versions) rows.Add(operation, version);
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Connections_may_break_anywhere_with_the_tls_of_the_platform_too(SweepOperation operation, TlsVersion version)
    {
        var mode = ((int)operation + (int)version) % 2 == 0 ? FtpTlsMode.Explicit : FtpTlsMode.Implicit;
        List<SweepCase> cases = [];
        foreach (var onControl in (bool[])[true, false])
        {
            if (!onControl && operation == SweepOperation.Login) continue;
            var clean = new SweepCase(operation, mode, version, onControl, Fault: null) { Backend = TlsBackend.Platform, Size = onControl ? 3000 : Size };
            var (toServer, toClient) = await lanes.MeasureAsync(clean);
            foreach (var kind in Enum.GetValues<WireFaultKind>())
            {
                if (kind == WireFaultKind.Shrink && !onControl) continue; // byte by byte it would take as long as all others
                foreach (var (direction, length) in (ReadOnlySpan<(WireDirection, long)>)[(WireDirection.ToServer, toServer), (WireDirection.ToClient, toClient)])
                {
                    var at = ((int)kind + 1) * Stride % (length + 1);
                    if (kind == WireFaultKind.FlipBit && at == length) at--;
                    cases.Add(clean with { Fault = new WireFault(kind, direction, at) { Bit = (int)(at % 8) }, Retries = at % 2 == 1 });
                }
            }
        }

        totals.Add($"SslStream, {operation}", await lanes.RunAsync(cases));
    }

    [Fact]
    public async Task Commands_may_be_refused_with_the_tls_of_the_platform_too()
    {
        var login = await lanes.FindVerbsAsync(SweepOperation.Login, TlsBackend.Platform);
        var verbs = await lanes.FindVerbsAsync(SweepOperation.Put, TlsBackend.Platform);
        var cases = from verb in verbs
                    from code in (string[])["421", "450", "522", "550"]
                    select new RefusalCase(SweepOperation.Put, verb, code, IsDone: false, Retries: verb.Length % 2 == 0)
                    {
                        Backend = TlsBackend.Platform,
                        IsOfLogin = login.Contains(verb, StringComparer.Ordinal),
                    };
        totals.Add("SslStream, refusal", await lanes.RunAsync(cases));
    }
}
