using System.Globalization;
using Sealift.Core.Listings;

namespace Sealift.Core.Stores;

/// <summary>Describes files of the local disk.</summary>
internal static class LocalEntry
{
    /// <summary>What is at a path, of a link the link itself; <see langword="null"/> when there is nothing.</summary>
    public static FtpEntry? Find(string path, string name) =>
        OperatingSystem.IsLinux() ? FindOnLinux(path, name) : FindAnywhere(path, name);

    public static FtpEntryKind? KindOf(string path) => Find(path, "")?.Kind;

    private static FtpEntry? FindOnLinux(string path, string name)
    {
        if (!OperatingSystem.IsLinux() || !LinuxFile.TryStat(path, out var stat))
            return null;
        var kind = stat.Kind;
        var seconds = Math.Clamp(stat.ModifiedSeconds, -62_135_596_800, 253_402_300_799);
        var modified = DateTimeOffset.FromUnixTimeSeconds(seconds).AddTicks(stat.ModifiedNanoseconds / 100);
        return new FtpEntry
        {
            Name = name,
            Kind = kind,
            Size = kind == FtpEntryKind.File ? (long)Math.Min(stat.Size, long.MaxValue) : null,
            Modified = FtpTimestamp.FromUtc(modified),
            LinkTarget = kind == FtpEntryKind.Link ? new FileInfo(path).LinkTarget : null,
            Permissions = UnixPermissions.Format(stat.Mode & 0xFFF),
            Owner = stat.User.ToString(CultureInfo.InvariantCulture),
            Group = stat.Group.ToString(CultureInfo.InvariantCulture),
            Unique = stat.Unique,
        };
    }

    private static FtpEntry? FindAnywhere(string path, string name)
    {
        var file = new FileInfo(path);
        var target = file.LinkTarget;
        var attributes = file.Attributes;
        if (target is null && attributes == (FileAttributes)(-1))
            return null;
        var kind = target is not null ? FtpEntryKind.Link
            : attributes.HasFlag(FileAttributes.Directory) ? FtpEntryKind.Directory
            : attributes.HasFlag(FileAttributes.Device) ? FtpEntryKind.Other
            : FtpEntryKind.File;
        return new FtpEntry
        {
            Name = name,
            Kind = kind,
            Size = kind == FtpEntryKind.File ? file.Length : null,
            Modified = FtpTimestamp.FromUtc(new DateTimeOffset(file.LastWriteTimeUtc, TimeSpan.Zero)),
            LinkTarget = target,
            Permissions = OperatingSystem.IsWindows() ? null : UnixPermissions.Format((int)file.UnixFileMode),
        };
    }
}
