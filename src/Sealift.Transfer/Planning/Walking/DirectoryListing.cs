using Sealift.Core;

namespace Sealift.Transfer.Planning.Walking;

/// <summary>The whole listing of a directory on one side.</summary>
/// <param name="Entries">What can be read of it.</param>
/// <param name="Unreadable">The lines that cannot; anything but zero means that there may be more in it.</param>
/// <param name="Failure">Why there is none, in plain words; null where there is one.</param>
internal sealed record DirectoryListing(IReadOnlyList<FtpEntry> Entries, int Unreadable = 0, string? Failure = null)
{
    public static DirectoryListing Empty { get; } = new([]);
}
