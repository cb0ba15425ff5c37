using Sealift.Core.Listings;

namespace Sealift.Core;

/// <summary>One entry of a directory as a listing or a store describes it. What is not stated is <see langword="null"/>.</summary>
public sealed record FtpEntry
{
    /// <summary>
    /// The name as the peer wrote it. It may be hostile: see <see cref="IsSafeName"/>. For <see cref="FtpEntryKind.Unreadable"/> the
    /// whole line.
    /// </summary>
    public required string Name { get; init; }

    /// <summary>What the entry is.</summary>
    public FtpEntryKind Kind { get; init; }

    /// <summary>Length in bytes, zero or more.</summary>
    public long? Size { get; init; }

    /// <summary>
    /// Whether <see cref="Size"/> is only near the truth, as in blocks of a disk (OpenVMS). Such a size proves nothing and resumes
    /// nothing. Default <see langword="false"/>.
    /// </summary>
    public bool IsSizeApproximate { get; init; }

    /// <summary>The time of the last change.</summary>
    public FtpTimestamp? Modified { get; init; }

    /// <summary>The time of creation.</summary>
    public FtpTimestamp? Created { get; init; }

    /// <summary>Where a link points, as listed; may be empty and may be hostile.</summary>
    public string? LinkTarget { get; init; }

    /// <summary>The permissions as listed, such as "rw-r--r--" (without the type letter) or "0644".</summary>
    public string? Permissions { get; init; }

    /// <summary>The nine permission bits of <see cref="Permissions"/>; <see langword="null"/> where it is not of that kind.</summary>
    public UnixFileMode? UnixMode => Permissions is not null && UnixPermissions.TryToOctal(Permissions, out var octal)
        ? (UnixFileMode)(UnixPermissions.ParseOctal(octal) & 0x1FF)
        : null;

    /// <summary>The owner as listed: a name or a number.</summary>
    public string? Owner { get; init; }

    /// <summary>The group as listed: a name or a number.</summary>
    public string? Group { get; init; }

    /// <summary>The identity of the file behind the name (RFC 3659 section 7.5.2, unique): equal means the same file.</summary>
    public string? Unique { get; init; }

    /// <summary>What this user may do with the entry (RFC 3659 section 7.5.5, perm), such as "adfrw".</summary>
    public string? Perm { get; init; }

    /// <summary>
    /// Whether the name may become one segment of an <see cref="FtpPath"/>; if not, refuse the entry. Never for
    /// <see cref="FtpEntryKind.Unreadable"/>.
    /// </summary>
    public bool IsSafeName => Kind != FtpEntryKind.Unreadable && FtpPath.IsName(Name);
}
