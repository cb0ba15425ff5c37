namespace Sealift.Core;

/// <summary>What an entry of a directory is.</summary>
public enum FtpEntryKind
{
    /// <summary>The listing does not say.</summary>
    Unknown,

    /// <summary>A regular file.</summary>
    File,

    /// <summary>A directory.</summary>
    Directory,

    /// <summary>A symbolic link; see <see cref="FtpEntry.LinkTarget"/>.</summary>
    Link,

    /// <summary>The listed directory itself (RFC 3659 section 7.5.1.3, cdir).</summary>
    CurrentDirectory,

    /// <summary>The parent of the listed directory (RFC 3659 section 7.5.1.4, pdir).</summary>
    ParentDirectory,

    /// <summary>Anything else: a device, a socket, a pipe.</summary>
    Other,

    /// <summary>
    /// A line of the listing that could not be read; <see cref="FtpEntry.Name"/> is the whole line. The listing may be incomplete:
    /// delete nothing because of it.
    /// </summary>
    Unreadable,
}
