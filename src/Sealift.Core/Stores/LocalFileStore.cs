using System.IO.Enumeration;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;

namespace Sealift.Core.Stores;

/// <summary>A directory of the local disk as a store. No path leads out of it, through symbolic links neither.</summary>
/// <remarks>
/// Absolute and relative paths both begin at the root. A symbolic link that stays inside is followed for reading, listing and
/// writing; one that leads out is refused; listings show links as links. Deleting and moving mean the link itself.
/// </remarks>
public sealed partial class LocalFileStore : IFileStore, IChecksumStore, ILinkStore
{
    /// <summary>What the name of every unfinished file ends with.</summary>
    public const string PartSuffix = ".sealift-part";

    // 255 bytes is the longest name of common file systems; dot, random part and suffix take 31.
    private const int MaxPartStem = 220;

    private readonly LocalPaths _paths;

    /// <summary>Opens a directory as a store.</summary>
    /// <param name="root">The directory, which must exist.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such directory.</exception>
    public LocalFileStore(string root)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        if (!Directory.Exists(root))
            throw new DirectoryNotFoundException($"There is no directory {TerminalText.Escape(root)}.");
        _paths = new LocalPaths(root);
    }

    /// <summary>The directory, absolute and without symbolic links in it.</summary>
    public string Root => _paths.Root;

    /// <summary>Describes an entry; of a link what it leads to, or the link itself when that is missing or outside.</summary>
    /// <inheritdoc/>
    public ValueTask<FtpEntry?> FindAsync(FtpPath path, CancellationToken cancellationToken = default) => Run(path, () =>
    {
        var name = path.IsTop ? path.ToString() : path.Name;
        var itself = Find(path, name, followLast: false);
        if (itself?.Kind != FtpEntryKind.Link)
            return itself;
        try
        {
            return Find(path, name, followLast: true) ?? itself;
        }
        catch (FileStoreException refused) when (refused.Error == FileStoreError.NotPermitted)
        {
            return itself;
        }
    }, cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<FtpEntry> ListAsync(
        FtpPath directory, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var place = await Run(directory, () =>
        {
            var real = _paths.Resolve(directory, followLast: true);
            RequireDirectory(real, directory);
            return LocalPlace.Itself(real, directory);
        }, cancellationToken).ConfigureAwait(false);
        var names = await Run(directory, () =>
        {
            var options = new EnumerationOptions { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false, ReturnSpecialDirectories = false };
            return new FileSystemEnumerable<string>(place.Usable, static (ref entry) => entry.FileName.ToString(), options).GetEnumerator();
        }, cancellationToken).ConfigureAwait(false);
        using (names)
        {
            while (Next(names, directory))
            {
                cancellationToken.ThrowIfCancellationRequested();
                // A name that is not valid UTF-8 is there and cannot be used; anything else went away between the two looks.
                if (LocalEntry.Find(Path.Join(place.Usable, names.Current), names.Current) is { } entry)
                    yield return entry;
                else if (names.Current.Contains('\uFFFD', StringComparison.Ordinal))
                    yield return new FtpEntry { Name = names.Current, Kind = FtpEntryKind.Unreadable };
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask<Stream> OpenReadAsync(FtpPath path, long offset = 0, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        return Run<Stream>(path, () =>
        {
            var place = _paths.Resolve(path, followLast: true);
            RequireFile(place, path);
            var file = new FileStream(place, new FileStreamOptions
            {
                Mode = FileMode.Open,
                Access = FileAccess.Read,
                Share = FileShare.ReadWrite | FileShare.Delete,
                BufferSize = 0,
                Options = FileOptions.SequentialScan,
            });
            Guard(file, () =>
            {
                LocalPaths.RequireInPlace(file, place, path);
                if (offset > file.Length)
                    throw new FileStoreException(FileStoreError.Other, path, $"the offset {offset} lies beyond the end ({file.Length})");
                file.Position = offset;
            });
            return new LocalFileReadStream(file, path);
        }, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<FileWriteStream> OpenWriteAsync(
        FtpPath path, FileWriteOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegative(options.Offset, nameof(options));
        return Run<FileWriteStream>(path, () =>
        {
            return Keep(LocalPlace.Of(_paths.Resolve(path, followLast: true), path), place =>
            {
                RequireDirectory(place, path);
                var kind = LocalEntry.KindOf(place.Usable);
                if (kind is not null)
                    RequireFile(place.Usable, path);
                if (options.Mode == FileWriteMode.CreateNew && kind is not null)
                    throw new FileStoreException(FileStoreError.AlreadyExists, path);
                return options.Mode is FileWriteMode.Replace or FileWriteMode.CreateNew
                    ? OpenPart(path, place, options, kind is not null)
                    : OpenInPlace(path, place, options, kind is not null);
            });
        }, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask CreateDirectoryAsync(FtpPath path, CancellationToken cancellationToken = default) => Run(path, () =>
    {
        using var place = LocalPlace.Of(_paths.Resolve(path, followLast: true), path);
        if (LocalEntry.KindOf(place.Usable) is { } kind)
        {
            if (kind != FtpEntryKind.Directory)
                throw new FileStoreException(FileStoreError.AlreadyExists, path);
            return;
        }

        RequireDirectory(place, path);
        Directory.CreateDirectory(place.Usable);
    }, cancellationToken);

    /// <inheritdoc/>
    public ValueTask MoveAsync(FtpPath source, FtpPath target, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        return Run(source, () =>
        {
            using var from = Changeable(source);
            using var to = Changeable(target);
            var kind = LocalEntry.KindOf(from.Usable) ?? throw new FileStoreException(FileStoreError.NotFound, source);
            if (from.Real == to.Real)
                return;
            RequireDirectory(to, target);
            var replaced = LocalEntry.KindOf(to.Usable);
            if (replaced == FtpEntryKind.Directory)
                throw new FileStoreException(FileStoreError.IsADirectory, target);
            if (replaced is not null && kind == FtpEntryKind.Directory)
                throw new FileStoreException(FileStoreError.AlreadyExists, target);
            if (to.Real.StartsWith(from.Real + Path.DirectorySeparatorChar, StringComparison.Ordinal))
                throw new FileStoreException(FileStoreError.NotPermitted, target, "a directory cannot move into itself");
            if (Directory.Exists(from.Usable))
                Directory.Move(from.Usable, to.Usable);
            else
                File.Move(from.Usable, to.Usable, overwrite: true);
        }, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask DeleteAsync(FtpPath path, CancellationToken cancellationToken = default) => Run(path, () =>
    {
        using var place = ChangeableIfAny(path);
        switch (place is null ? null : LocalEntry.KindOf(place.Usable))
        {
            case null:
                break;
            case FtpEntryKind.Directory:
                if (Directory.EnumerateFileSystemEntries(place!.Usable).Any())
                    throw new FileStoreException(FileStoreError.DirectoryNotEmpty, path);
                Directory.Delete(place.Usable);
                break;
            default:
                File.Delete(place!.Usable);
                break;
        }
    }, cancellationToken);

    /// <inheritdoc/>
    public ValueTask SetModifiedAsync(FtpPath path, DateTimeOffset modified, CancellationToken cancellationToken = default) =>
        Run(path, () =>
        {
            using var place = LocalPlace.Of(_paths.Resolve(path, followLast: true), path);
            if (LocalEntry.KindOf(place.Usable) is not { } kind)
                throw new FileStoreException(FileStoreError.NotFound, path);

            // Of a link that took the last place meanwhile these set its own time, not that of what it leads to.
            if (kind == FtpEntryKind.Directory)
                Directory.SetLastWriteTimeUtc(place.Usable, modified.UtcDateTime);
            else
                File.SetLastWriteTimeUtc(place.Usable, modified.UtcDateTime);
        }, cancellationToken);

    /// <summary>Makes the names in a directory durable, where the file system can: what was renamed stays so, whatever happens to the machine.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask FlushAsync(FtpPath directory, CancellationToken cancellationToken = default)
    {
        var place = await Run(directory, () => _paths.Resolve(directory, followLast: true), cancellationToken).ConfigureAwait(false);

        // fsync blocks for as long as the disk needs.
        if (OperatingSystem.IsLinux()) await Task.Run(() => FlushDirectory(place), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sets the permissions of a file or directory. Windows has none: there nothing happens.</summary>
    /// <param name="path">The file or directory.</param>
    /// <param name="permissions">The permissions, all of them.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public ValueTask SetPermissionsAsync(FtpPath path, UnixFileMode permissions, CancellationToken cancellationToken = default) =>
        Run(path, () =>
        {
            using var place = LocalPlace.Itself(_paths.Resolve(path, followLast: true), path);
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(place.Usable, permissions);
        }, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<FtpHashAlgorithm>> ListAlgorithmsAsync(CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(FtpHasher.Algorithms);

    /// <inheritdoc/>
    public async ValueTask<FtpChecksum?> ComputeChecksumAsync(
        FtpPath path, FtpHashAlgorithm? algorithm = null, FtpByteRange? range = null, CancellationToken cancellationToken = default) =>
        await StoreChecksum.ComputeAsync(this, path, algorithm, range, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public ValueTask CreateLinkAsync(FtpPath link, string target, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(target);
        return Run(link, () =>
        {
            using var place = Changeable(link);
            if (!LinkTarget.TryResolve(link, target, out _))
                throw new FileStoreException(FileStoreError.NotPermitted, link, "the link would lead out of the directory");
            if (LocalEntry.KindOf(place.Usable) is not null)
                throw new FileStoreException(FileStoreError.AlreadyExists, link);
            RequireDirectory(place, link);
            File.CreateSymbolicLink(place.Usable, target);
        }, cancellationToken);
    }

    /// <summary>
    /// Opens a file to write into it from an offset on, beside others who write elsewhere in it. Nothing is cut off, and what was written
    /// stays. The file is made where there is none.
    /// </summary>
    /// <param name="path">The file; its directory must exist.</param>
    /// <param name="offset">Where to begin, in bytes from the beginning; beyond the end of the file, too.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public ValueTask<FileWriteStream> OpenWriteAtAsync(FtpPath path, long offset, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        return Run<FileWriteStream>(path, () => Keep(LocalPlace.Of(_paths.Resolve(path, followLast: true), path), place =>
        {
            RequireDirectory(place, path);
            var exists = LocalEntry.KindOf(place.Usable) is not null;
            if (exists) RequireFile(place.Usable, path);
            var file = new FileStream(place.Usable, new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.Write,
                Share = FileShare.ReadWrite | FileShare.Delete,
                BufferSize = 0,
            });
            Guard(file, () =>
            {
                LocalPaths.RequireInPlace(file, place.Real, path, isNew: !exists);
                file.Position = offset;
            });
            var options = new FileWriteOptions { Mode = FileWriteMode.Resume, Offset = offset, KeepPartial = true };
            return new LocalFileWriteStream(file, path, options, place, part: null, offset, isNew: !exists);
        }), cancellationToken);
    }

    private static void FlushDirectory(string place)
    {
        if (OperatingSystem.IsLinux()) LinuxFile.FlushDirectory(place);
    }

    private static LocalFileWriteStream OpenPart(FtpPath path, LocalPlace place, FileWriteOptions options, bool exists)
    {
        var name = PartName(Path.GetFileName(place.Real));
        var part = place.Beside(name);
        var settings = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.Read | FileShare.Delete,
            BufferSize = 0,
        };
        // The content of a private file must not become readable because it was replaced.
        if (exists && !OperatingSystem.IsWindows())
            settings.UnixCreateMode = File.GetUnixFileMode(place.Usable);
        var file = new FileStream(part, settings);
        Guard(file, () => LocalPaths.RequireInPlace(file, Path.Join(Path.GetDirectoryName(place.Real), name), path, isNew: true));
        return new LocalFileWriteStream(file, path, options, place, part, start: 0, isNew: true);
    }

    private static LocalFileWriteStream OpenInPlace(FtpPath path, LocalPlace place, FileWriteOptions options, bool exists)
    {
        if (!exists && (options.Mode != FileWriteMode.Append && options.Offset > 0))
            throw new FileStoreException(FileStoreError.NotFound, path);
        var file = new FileStream(place.Usable, new FileStreamOptions
        {
            Mode = exists ? FileMode.Open : FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.Read | FileShare.Delete,
            BufferSize = 0,
        });
        long start = 0;
        Guard(file, () =>
        {
            LocalPaths.RequireInPlace(file, place.Real, path, isNew: !exists);
            start = options.Mode == FileWriteMode.Append ? file.Length : options.Offset;
            if (start > file.Length)
                throw new FileStoreException(FileStoreError.Other, path, $"the offset {start} lies beyond the end ({file.Length})");
            file.SetLength(start);
            file.Position = start;
        });
        return new LocalFileWriteStream(file, path, options, place, part: null, start, isNew: !exists);
    }

    // Hidden, recognisable, not to be guessed, and never longer than a name may be.
    private static string PartName(string name)
    {
        var stem = name;
        while (Encoding.UTF8.GetByteCount(stem) > MaxPartStem)
            stem = stem[..^(char.IsLowSurrogate(stem[^1]) ? 2 : 1)];
        return $".{stem}.{RandomNumberGenerator.GetHexString(16, lowercase: true)}{PartSuffix}";
    }

    private static void Guard(FileStream file, Action check)
    {
        try
        {
            check();
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    // What was opened holds the place for as long as it lives; where nothing was, nobody does.
    private static T Keep<T>(LocalPlace place, Func<LocalPlace, T> open)
    {
        try
        {
            return open(place);
        }
        catch
        {
            place.Dispose();
            throw;
        }
    }

    private static bool Next(IEnumerator<string> names, FtpPath directory)
    {
        try
        {
            return names.MoveNext();
        }
        catch (Exception exception) when (LocalErrors.IsOfTheDisk(exception))
        {
            throw LocalErrors.Translate(exception, directory);
        }
    }

    private static void RequireDirectory(LocalPlace place, FtpPath path) => RequireDirectory(place.DirectoryKind, path);

    private static void RequireDirectory(string place, FtpPath path) => RequireDirectory(LocalEntry.KindOf(place), path);

    private static void RequireDirectory(FtpEntryKind? kind, FtpPath path)
    {
        switch (kind)
        {
            case FtpEntryKind.Directory:
                return;
            case null:
                throw new FileStoreException(FileStoreError.NotFound, path);
            default:
                throw new FileStoreException(FileStoreError.NotADirectory, path);
        }
    }

    // Opening a pipe or a device would wait or do worse.
    private static void RequireFile(string place, FtpPath path)
    {
        switch (LocalEntry.KindOf(place))
        {
            case FtpEntryKind.File:
                return;
            case null:
                throw new FileStoreException(FileStoreError.NotFound, path);
            case FtpEntryKind.Directory:
                throw new FileStoreException(FileStoreError.IsADirectory, path);
            default:
                throw new FileStoreException(FileStoreError.NotPermitted, path, "not a regular file");
        }
    }

    private static ValueTask Run(FtpPath path, Action action, CancellationToken cancellationToken)
    {
        var done = Run(path, () =>
        {
            action();
            return true;
        }, cancellationToken);
        return done.IsCompletedSuccessfully ? ValueTask.CompletedTask : new ValueTask(done.AsTask());
    }

    private static ValueTask<T> Run<T>(FtpPath path, Func<T> action, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled<T>(cancellationToken);
        try
        {
            return ValueTask.FromResult(action());
        }
        catch (FileStoreException exception)
        {
            return ValueTask.FromException<T>(exception);
        }
        catch (Exception exception) when (LocalErrors.IsOfTheDisk(exception))
        {
            return ValueTask.FromException<T>(LocalErrors.Translate(exception, path));
        }
    }

    // The place of an entry that is itself deleted, made or renamed; the root is not to be touched.
    private LocalPlace Changeable(FtpPath path) => path.IsTop
        ? throw new FileStoreException(FileStoreError.NotPermitted, path)
        : LocalPlace.Of(_paths.Resolve(path, followLast: false), path);

    // What is in no directory is not there.
    private LocalPlace? ChangeableIfAny(FtpPath path)
    {
        try
        {
            return Changeable(path);
        }
        catch (FileStoreException missing) when (missing.Error is FileStoreError.NotFound or FileStoreError.NotADirectory)
        {
            return null;
        }
    }

    private FtpEntry? Find(FtpPath path, string name, bool followLast)
    {
        var real = _paths.Resolve(path, followLast);
        if (real == _paths.Root)
            return LocalEntry.Find(real, name);
        try
        {
            using var place = LocalPlace.Of(real, path);
            return LocalEntry.Find(place.Usable, name);
        }
        catch (FileStoreException missing) when (missing.Error is FileStoreError.NotFound or FileStoreError.NotADirectory)
        {
            return null;
        }
    }
}
