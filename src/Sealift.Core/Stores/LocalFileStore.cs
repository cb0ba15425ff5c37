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
        var itself = LocalEntry.Find(_paths.Resolve(path, followLast: false), name);
        if (itself?.Kind != FtpEntryKind.Link)
            return itself;
        try
        {
            return LocalEntry.Find(_paths.Resolve(path, followLast: true), name) ?? itself;
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
        var (place, names) = await Run(directory, () =>
        {
            var place = _paths.Resolve(directory, followLast: true);
            RequireDirectory(place, directory);
            var options = new EnumerationOptions { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false, ReturnSpecialDirectories = false };
            var names = new FileSystemEnumerable<string>(place, static (ref entry) => entry.FileName.ToString(), options);
            return (place, names.GetEnumerator());
        }, cancellationToken).ConfigureAwait(false);
        using (names)
        {
            while (Next(names, directory))
            {
                cancellationToken.ThrowIfCancellationRequested();
                // A name that is not valid UTF-8 is there and cannot be used; anything else went away between the two looks.
                if (LocalEntry.Find(Path.Join(place, names.Current), names.Current) is { } entry)
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
            var place = _paths.Resolve(path, followLast: true);
            RequireDirectory(Path.GetDirectoryName(place)!, path);
            var kind = LocalEntry.KindOf(place);
            if (kind is not null)
                RequireFile(place, path);
            if (options.Mode == FileWriteMode.CreateNew && kind is not null)
                throw new FileStoreException(FileStoreError.AlreadyExists, path);
            return options.Mode is FileWriteMode.Replace or FileWriteMode.CreateNew
                ? OpenPart(path, place, options, kind is not null)
                : OpenInPlace(path, place, options, kind is not null);
        }, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask CreateDirectoryAsync(FtpPath path, CancellationToken cancellationToken = default) => Run(path, () =>
    {
        var place = _paths.Resolve(path, followLast: true);
        if (LocalEntry.KindOf(place) is { } kind)
        {
            if (kind != FtpEntryKind.Directory)
                throw new FileStoreException(FileStoreError.AlreadyExists, path);
            return;
        }

        RequireDirectory(Path.GetDirectoryName(place)!, path);
        Directory.CreateDirectory(place);
    }, cancellationToken);

    /// <inheritdoc/>
    public ValueTask MoveAsync(FtpPath source, FtpPath target, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        return Run(source, () =>
        {
            var from = Changeable(source);
            var to = Changeable(target);
            var kind = LocalEntry.KindOf(from) ?? throw new FileStoreException(FileStoreError.NotFound, source);
            if (from == to)
                return;
            RequireDirectory(Path.GetDirectoryName(to)!, target);
            var replaced = LocalEntry.KindOf(to);
            if (replaced == FtpEntryKind.Directory)
                throw new FileStoreException(FileStoreError.IsADirectory, target);
            if (replaced is not null && kind == FtpEntryKind.Directory)
                throw new FileStoreException(FileStoreError.AlreadyExists, target);
            if (to.StartsWith(from + Path.DirectorySeparatorChar, StringComparison.Ordinal))
                throw new FileStoreException(FileStoreError.NotPermitted, target, "a directory cannot move into itself");
            if (Directory.Exists(from))
                Directory.Move(from, to);
            else
                File.Move(from, to, overwrite: true);
        }, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask DeleteAsync(FtpPath path, CancellationToken cancellationToken = default) => Run(path, () =>
    {
        var place = Changeable(path);
        switch (LocalEntry.KindOf(place))
        {
            case null:
                break;
            case FtpEntryKind.Directory:
                if (Directory.EnumerateFileSystemEntries(place).Any())
                    throw new FileStoreException(FileStoreError.DirectoryNotEmpty, path);
                Directory.Delete(place);
                break;
            default:
                File.Delete(place);
                break;
        }
    }, cancellationToken);

    /// <inheritdoc/>
    public ValueTask SetModifiedAsync(FtpPath path, DateTimeOffset modified, CancellationToken cancellationToken = default) =>
        Run(path, () =>
        {
            var place = _paths.Resolve(path, followLast: true);
            if (LocalEntry.KindOf(place) is not { } kind)
                throw new FileStoreException(FileStoreError.NotFound, path);
            if (kind == FtpEntryKind.Directory)
                Directory.SetLastWriteTimeUtc(place, modified.UtcDateTime);
            else
                File.SetLastWriteTimeUtc(place, modified.UtcDateTime);
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
            var place = _paths.Resolve(path, followLast: true);
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(place, permissions);
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
            var place = Changeable(link);
            if (!LinkTarget.TryResolve(link, target, out _))
                throw new FileStoreException(FileStoreError.NotPermitted, link, "the link would lead out of the directory");
            if (LocalEntry.KindOf(place) is not null)
                throw new FileStoreException(FileStoreError.AlreadyExists, link);
            RequireDirectory(Path.GetDirectoryName(place)!, link);
            File.CreateSymbolicLink(place, target);
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
        return Run<FileWriteStream>(path, () =>
        {
            var place = _paths.Resolve(path, followLast: true);
            RequireDirectory(Path.GetDirectoryName(place)!, path);
            var exists = LocalEntry.KindOf(place) is not null;
            if (exists) RequireFile(place, path);
            var file = new FileStream(place, new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.Write,
                Share = FileShare.ReadWrite | FileShare.Delete,
                BufferSize = 0,
            });
            Guard(file, () =>
            {
                LocalPaths.RequireInPlace(file, place, path);
                file.Position = offset;
            });
            var options = new FileWriteOptions { Mode = FileWriteMode.Resume, Offset = offset, KeepPartial = true };
            return new LocalFileWriteStream(file, path, options, place, part: null, offset, isNew: !exists);
        }, cancellationToken);
    }

    private static void FlushDirectory(string place)
    {
        if (OperatingSystem.IsLinux()) LinuxFile.FlushDirectory(place);
    }

    private static LocalFileWriteStream OpenPart(FtpPath path, string place, FileWriteOptions options, bool exists)
    {
        var part = Path.Join(Path.GetDirectoryName(place), PartName(Path.GetFileName(place)));
        var settings = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.Read | FileShare.Delete,
            BufferSize = 0,
        };
        // The content of a private file must not become readable because it was replaced.
        if (exists && !OperatingSystem.IsWindows())
            settings.UnixCreateMode = File.GetUnixFileMode(place);
        var file = new FileStream(part, settings);
        Guard(file, () => LocalPaths.RequireInPlace(file, part, path, isNew: true));
        return new LocalFileWriteStream(file, path, options, place, part, start: 0, isNew: true);
    }

    private static LocalFileWriteStream OpenInPlace(FtpPath path, string place, FileWriteOptions options, bool exists)
    {
        if (!exists && (options.Mode != FileWriteMode.Append && options.Offset > 0))
            throw new FileStoreException(FileStoreError.NotFound, path);
        var file = new FileStream(place, new FileStreamOptions
        {
            Mode = exists ? FileMode.Open : FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.Read | FileShare.Delete,
            BufferSize = 0,
        });
        long start = 0;
        Guard(file, () =>
        {
            LocalPaths.RequireInPlace(file, place, path);
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

    private static void RequireDirectory(string place, FtpPath path)
    {
        switch (LocalEntry.KindOf(place))
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
    private string Changeable(FtpPath path) => path.IsTop
        ? throw new FileStoreException(FileStoreError.NotPermitted, path)
        : _paths.Resolve(path, followLast: false);
}
