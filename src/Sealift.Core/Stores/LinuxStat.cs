using System.Runtime.InteropServices;

namespace Sealift.Core.Stores;

/// <summary>struct statx of Linux: the same on every processor.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal readonly struct LinuxStat
{
    [FieldOffset(20)]
    public readonly uint User;

    [FieldOffset(24)]
    public readonly uint Group;

    [FieldOffset(28)]
    public readonly ushort Mode;

    [FieldOffset(32)]
    public readonly ulong Inode;

    [FieldOffset(40)]
    public readonly ulong Size;

    [FieldOffset(112)]
    public readonly long ModifiedSeconds;

    [FieldOffset(120)]
    public readonly uint ModifiedNanoseconds;

    [FieldOffset(136)]
    public readonly uint DeviceMajor;

    [FieldOffset(140)]
    public readonly uint DeviceMinor;

    public FtpEntryKind Kind => (Mode & 0xF000) switch
    {
        0x4000 => FtpEntryKind.Directory,
        0x8000 => FtpEntryKind.File,
        0xA000 => FtpEntryKind.Link,
        _ => FtpEntryKind.Other,
    };

    public string Unique => $"{DeviceMajor:x}-{DeviceMinor:x}.{Inode:x}";
}
