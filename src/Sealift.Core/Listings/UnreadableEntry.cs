namespace Sealift.Core.Listings;

/// <summary>A line that nothing understands, as an entry: it is shown and counted, and nothing can be done with it.</summary>
internal static class UnreadableEntry
{
    /// <summary>The entry that stands for the line.</summary>
    public static FtpEntry Of(ReadOnlySpan<char> line) => new() { Name = line.ToString(), Kind = FtpEntryKind.Unreadable };
}
