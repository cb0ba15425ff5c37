using Sealift.Core;
using Sealift.Tls;

namespace Sealift.Client;

/// <summary>A copy between servers that is confirmed and, as far as the evidence says, proven.</summary>
/// <param name="Bytes">The size of the file.</param>
/// <param name="Route">The way that the bytes took.</param>
/// <param name="Elapsed">The time it took, checks included.</param>
public sealed record FtpSiteCopyResult(long Bytes, FtpSiteRoute Route, TimeSpan Elapsed)
{
    /// <summary>Why the bytes went through this machine; null when they did not, or when that was asked for.</summary>
    public string? RelayReason { get; init; }

    /// <summary>Whether the size that the target's server states was compared.</summary>
    public bool IsSizeCompared { get; init; }

    /// <summary>The checksum that was found equal; null when the servers have none that could be compared.</summary>
    public FtpChecksum? Checksum { get; init; }

    /// <summary>The data connection of the source's server with this machine; null when there was none.</summary>
    public TlsInfo? SourceTls { get; init; }

    /// <summary>The data connection of the target's server with this machine; null when there was none.</summary>
    public TlsInfo? TargetTls { get; init; }
}
