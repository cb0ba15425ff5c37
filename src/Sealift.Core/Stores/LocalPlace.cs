using Microsoft.Win32.SafeHandles;

namespace Sealift.Core.Stores;

/// <summary>
/// A place on disk whose directory stays the one that was looked at: on Linux the directory is held open, and whoever swaps it, or one
/// above it, for a link afterwards changes nothing for what is done here. Elsewhere it is the plain path.
/// </summary>
internal sealed class LocalPlace : IDisposable
{
    private readonly SafeFileHandle? _held;

    private LocalPlace(string real, string directory, string usable, SafeFileHandle? held)
    {
        Real = real;
        Directory = directory;
        Usable = usable;
        _held = held;
    }

    /// <summary>Where it lies, without a link on the way.</summary>
    public string Real { get; }

    /// <summary>Its directory.</summary>
    public string Directory { get; }

    /// <summary>What its directory is: something else in the place of one, too; <see langword="null"/> when there is nothing.</summary>
    public FtpEntryKind? DirectoryKind => _held is null || !OperatingSystem.IsLinux()
        ? LocalEntry.KindOf(Directory)
        : LinuxFile.TryStat(_held, out var stat) ? stat.Kind : null;

    /// <summary>What the platform is given to work with.</summary>
    public string Usable { get; }

    /// <summary>Holds the directory of an entry, which itself may be missing.</summary>
    /// <param name="real">Where the entry lies, without a link on the way.</param>
    /// <param name="path">What was asked for, for the refusal.</param>
    /// <exception cref="FileStoreException">The directory is missing or cannot be reached, or has been swapped for a link.</exception>
    public static LocalPlace Of(string real, FtpPath path)
    {
        var directory = Path.GetDirectoryName(real) ?? real;
        return Hold(directory, path) is { } held
            ? new LocalPlace(real, $"{NameOf(held)}/.", $"{NameOf(held)}/{Path.GetFileName(real)}", held)
            : new LocalPlace(real, directory, real, held: null);
    }

    /// <summary>Holds an entry itself, of whatever kind.</summary>
    /// <param name="real">Where it lies, without a link on the way or at the end.</param>
    /// <param name="path">What was asked for, for the refusal.</param>
    /// <exception cref="FileStoreException">It is missing or cannot be reached, or has been swapped for a link.</exception>
    public static LocalPlace Itself(string real, FtpPath path) => Hold(real, path) is { } held
        ? new LocalPlace(real, $"{NameOf(held)}/.", NameOf(held), held)
        : new LocalPlace(real, real, real, held: null);

    /// <summary>Another entry of the same directory.</summary>
    /// <param name="name">Its name.</param>
    public string Beside(string name) => _held is null ? Path.Join(Directory, name) : $"{NameOf(_held)}/{name}";

    /// <inheritdoc/>
    public void Dispose() => _held?.Dispose();

    // The kernel's name for what is open: what is behind it was decided when it was opened, not when the name is used.
    private static string NameOf(SafeFileHandle held) => $"/proc/self/fd/{held.DangerousGetHandle()}";

    private static SafeFileHandle? Hold(string real, FtpPath path)
    {
        if (!OperatingSystem.IsLinux())
            return null;
        var held = LinuxFile.OpenPath(real, out var error);
        if (held.IsInvalid)
        {
            held.Dispose();
            throw new FileStoreException(
                error switch
                {
                    LinuxFile.NotFound => FileStoreError.NotFound,
                    LinuxFile.NotADirectory => FileStoreError.NotADirectory,
                    LinuxFile.NameTooLong => FileStoreError.NameNotValid,
                    LinuxFile.AccessDenied or LinuxFile.TooManyLinks => FileStoreError.NotPermitted,
                    _ => FileStoreError.Other,
                },
                path,
                $"its directory cannot be opened (error {error})");
        }

        var actual = new FileInfo(NameOf(held)).LinkTarget;
        if (actual == real)
            return held;
        held.Dispose();

        // Without /proc there is no name for it either: the plain path has to do.
        return actual is null ? null : throw LocalPaths.Outside(path);
    }
}
