using Sealift.Core;

namespace Sealift.Transfer.Leftovers;

/// <summary>An unfinished file of ours: its name ends with <c>.sealift-part</c>.</summary>
/// <param name="Path">The path in its side, relative to the root.</param>
/// <param name="State">Whether somebody has a use for it.</param>
public sealed record Leftover(FtpPath Path, LeftoverState State)
{
    /// <summary>Its size in bytes; null where it is not told.</summary>
    public long? Size { get; init; }

    /// <summary>When it was changed last; null where that is not told.</summary>
    public FtpTimestamp? Modified { get; init; }
}
