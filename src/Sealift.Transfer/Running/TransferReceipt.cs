using Sealift.Client;
using Sealift.Core;

namespace Sealift.Transfer.Running;

/// <summary>A file that is complete under its name, and what shows it.</summary>
/// <param name="Path">The path in the target, relative to its root.</param>
/// <param name="Bytes">Its size in bytes.</param>
/// <param name="Evidence">What shows that it is complete.</param>
/// <param name="Elapsed">The time of the attempt that succeeded.</param>
public sealed record TransferReceipt(FtpPath Path, long Bytes, TransferEvidence Evidence, TimeSpan Elapsed)
{
    /// <summary>The checksum that both sides have; null where none was compared.</summary>
    public FtpChecksum? Checksum { get; init; }

    /// <summary>The bytes at its beginning that an earlier attempt had carried; 0 where all were carried now.</summary>
    public long ResumedAt { get; init; }

    /// <summary>How many attempts of this run it took.</summary>
    public int Attempts { get; init; } = 1;

    /// <summary>The way of a copy from server to server; null for any other.</summary>
    public FtpSiteRoute? Route { get; init; }

    /// <summary>On how many sessions it travelled.</summary>
    public int Segments { get; init; } = 1;
}
