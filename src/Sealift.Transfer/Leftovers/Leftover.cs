using Sealift.Core;

namespace Sealift.Transfer.Leftovers;

/// <summary>
/// An unfinished file of ours, whose name ends with <c>.sealift-part</c>; or the old content of a file that stepped aside for the new one, whose name ends with
/// <c>.sealift-old</c>.
/// </summary>
/// <param name="Path">The path in its side, relative to the root.</param>
/// <param name="State">Whether somebody has a use for it.</param>
public sealed record Leftover(FtpPath Path, LeftoverState State)
{
    /// <summary>Its size in bytes; null where it is not told.</summary>
    public long? Size { get; init; }

    /// <summary>When it was changed last; null where that is not told.</summary>
    public FtpTimestamp? Modified { get; init; }
}
