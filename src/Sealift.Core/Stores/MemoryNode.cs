using Sealift.Core.Listings;

namespace Sealift.Core.Stores;

/// <summary>A file or a directory in memory.</summary>
internal sealed class MemoryNode
{
    /// <summary>The entries of a directory; null for a file.</summary>
    public SortedDictionary<string, MemoryNode>? Children { get; init; }

    public MemoryContent Content { get; set; } = MemoryContent.Empty;

    public required DateTimeOffset Modified { get; set; }

    public DateTimeOffset? Created { get; set; }

    /// <summary>The nine bits of Unix; null for what is usual.</summary>
    public int? Mode { get; set; }

    public required string Unique { get; init; }

    public FtpEntry ToEntry(string name) => new()
    {
        Name = name,
        Kind = Children is null ? FtpEntryKind.File : FtpEntryKind.Directory,
        Size = Children is null ? Content.Length : null,
        Modified = FtpTimestamp.FromUtc(Modified),
        Created = Created is { } created ? FtpTimestamp.FromUtc(created) : null,
        Permissions = Mode is { } mode ? UnixPermissions.Format(mode) : null,
        Unique = Unique,
    };
}
