using System.Net;
using System.Security.Cryptography;
using Sealift.Client;
using Sealift.Core;
using Sealift.TestKit.Faults;

namespace Sealift.Proof.Tests.Soak;

/// <summary>A server in a process of its own, and the proxy before it that breaks connections.</summary>
internal abstract class SoakServer : IAsyncDisposable
{
    // One in so many connections breaks.
    private const int ControlOdds = 10;
    private const int DataOdds = 6;

    private static readonly WireFaultKind[] DataKinds =
    [
        WireFaultKind.Cut, WireFaultKind.Reset, WireFaultKind.Stall, WireFaultKind.BlackHole, WireFaultKind.HalfClose, WireFaultKind.Delay, WireFaultKind.FlipBit,
    ];

    private static readonly WireFaultKind[] ControlKinds = [.. DataKinds, WireFaultKind.Shrink];

    public abstract string Name { get; }

    /// <summary>The directory on disk that the user sees as /.</summary>
    public abstract string Home { get; }

    /// <summary>What a client comes through.</summary>
    public abstract FaultProxy Proxy { get; }

    /// <summary>How a client logs in.</summary>
    public abstract FtpClientOptions Options { get; }

    /// <summary>Whether it was killed in the middle of uploads since the last look, and writes those to files with our suffix: they stay for "sealift queue clean".</summary>
    public bool LeavesParts { get; set; }

    /// <summary>Kills it with all its sessions and starts it again.</summary>
    public abstract Task RestartAsync();

    /// <summary>Counts what it has of sessions; 0 for none.</summary>
    public abstract Task<long> CountSessionsAsync(CancellationToken cancellationToken);

    public abstract ValueTask DisposeAsync();

    /// <summary>A loopback address that hardly anybody else uses.</summary>
    public static IPAddress AnyAddress(byte last)
    {
        var random = RandomNumberGenerator.GetBytes(2);
        return new IPAddress([127, (byte)(70 + (random[0] % 100)), random[1], last]);
    }

    /// <summary>A new directory that the server's user may write to, and its path there.</summary>
    public (string Here, FtpPath There) MakeDirectory(string name)
    {
        var here = Directory.CreateDirectory(Path.Combine(Home, name)).FullName;
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(here, (UnixFileMode)0b111_111_111);
        return (here, FtpPath.Root.Append(name));
    }

    /// <summary>From now on connections break at random places.</summary>
    public void Break(SoakTotals totals) => Proxy.Plan = connection =>
    {
        if (RandomNumberGenerator.GetInt32(connection.IsControl ? ControlOdds : DataOdds) > 0) return null;
        var kinds = connection.IsControl ? ControlKinds : DataKinds;
        var kind = kinds[RandomNumberGenerator.GetInt32(kinds.Length)];
        var at = RandomNumberGenerator.GetInt32(1 << (connection.IsControl ? RandomNumberGenerator.GetInt32(1, 14) : RandomNumberGenerator.GetInt32(1, 20)));
        totals.Add($"fault {kind}");
        return new WireFault(kind, RandomNumberGenerator.GetInt32(2) == 0 ? WireDirection.ToServer : WireDirection.ToClient, at) { Bit = RandomNumberGenerator.GetInt32(8) };
    };

    /// <summary>From now on nothing breaks; what is open is reset, and the server's sessions end.</summary>
    public async Task MendAsync(SoakTotals totals, TimeSpan patience, CancellationToken cancellationToken)
    {
        Proxy.Plan = static _ => null;
        await Proxy.EndAllAsync();
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(patience);
        try
        {
            while (await CountSessionsAsync(bound.Token) > 0) await Task.Delay(50, bound.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            totals.Violate($"{Name}: sessions are left {patience.TotalSeconds:0} s after their connections were reset");
        }
    }
}
