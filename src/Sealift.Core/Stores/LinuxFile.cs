using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Sealift.Core.Stores;

/// <summary>What the platform library cannot say about a file: its type, its identity, and that a directory is on disk.</summary>
[SupportedOSPlatform("linux")]
internal static partial class LinuxFile
{
    private const int CurrentDirectory = -100;
    private const int NoFollow = 0x100;
    private const uint BasicStats = 0x7FF;
    private const int OpenDirectory = 0x10000 | 0x80000;

    /// <summary>Describes a file, of a link the link itself; false when it cannot be seen.</summary>
    public static bool TryStat(string path, out LinuxStat stat) =>
        Statx(CurrentDirectory, path, NoFollow, BasicStats, out stat) == 0;

    /// <summary>Makes the entries of a directory durable, where the file system can; a rename is not lost in a crash then.</summary>
    public static void FlushDirectory(string path)
    {
        var descriptor = Open(path, OpenDirectory);
        if (descriptor < 0)
            return;
        _ = Fsync(descriptor);
        _ = Close(descriptor);
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Statx(int directory, string path, int flags, uint mask, out LinuxStat stat);

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
