namespace Sealift.Client;

/// <summary>How a copy between servers is made. Immutable; the defaults are the safe ones.</summary>
public sealed record FtpSiteCopyOptions
{
    /// <summary>Which ways it may take. Default: whichever is proven, and through this machine where none is.</summary>
    public FtpSiteRouteChoice Route { get; init; } = FtpSiteRouteChoice.Automatic;

    /// <summary>
    /// Whether bytes may go directly between servers that have no checksum in common (SHA-256 or SHA-512), so that only the size is
    /// compared. Default false: the servers do not check who the other is, and only the checksum shows that nobody in between
    /// changed the bytes.
    /// </summary>
    public bool AllowUnproven { get; init; }

    /// <summary>
    /// The slowest that a direct copy, or the server's own, may be, in bytes a second; it is given up when it takes longer. This side
    /// cannot see its progress. Default 32 KiB/s; more than 0.
    /// </summary>
    public long LowestRate { get; init; } = 32 * 1024;
}
