using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Sealift.Core.Stores;

/// <summary>What the platform library cannot say about a file: its type, its identity, and that a directory is on disk.</summary>
[SupportedOSPlatform("linux")]
internal static partial class LinuxFile
{
    private const int CurrentDirectory = -100;
    private const int NoFollow = 0x100;
    private const int EmptyPath = 0x1000;
    private const uint BasicStats = 0x7FF;
    private const int CloseOnExec = 0x80000;
    private const int PathOnly = 0x200000;

    /// <summary>ENOENT.</summary>
    public const int NotFound = 2;

    /// <summary>EACCES.</summary>
    public const int AccessDenied = 13;

    /// <summary>ENOTDIR.</summary>
    public const int NotADirectory = 20;

    /// <summary>ENAMETOOLONG.</summary>
    public const int NameTooLong = 36;

    /// <summary>ELOOP.</summary>
    public const int TooManyLinks = 40;

    // O_DIRECTORY has another value on ARM, where this one would be O_DIRECT.
    private static int OpenDirectory { get; } =
        CloseOnExec | (RuntimeInformation.ProcessArchitecture is Architecture.Arm or Architecture.Arm64 ? 0x4000 : 0x10000);

    /// <summary>Describes a file, of a link the link itself; false when it cannot be seen.</summary>
    public static bool TryStat(string path, out LinuxStat stat) =>
        Statx(CurrentDirectory, path, NoFollow, BasicStats, out stat) == 0;

    /// <summary>Describes what is open.</summary>
    public static bool TryStat(SafeFileHandle handle, out LinuxStat stat) =>
        Statx((int)handle.DangerousGetHandle(), "", EmptyPath, BasicStats, out stat) == 0;

    /// <summary>Opens whatever is at a path for nothing but being named (O_PATH); an invalid handle and the error number where that fails.</summary>
    public static SafeFileHandle OpenPath(string path, out int error)
    {
        var descriptor = Open(path, PathOnly | CloseOnExec);
        error = descriptor < 0 ? Marshal.GetLastPInvokeError() : 0;
        return new SafeFileHandle(descriptor, ownsHandle: true);
    }

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
