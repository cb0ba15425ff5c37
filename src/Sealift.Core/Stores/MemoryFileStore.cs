using System.Globalization;
using System.Runtime.CompilerServices;

namespace Sealift.Core.Stores;

/// <summary>A store in memory, for tests and embedded servers. Safe to use from several threads.</summary>
/// <remarks>Absolute and relative paths both begin at the root. Content is immutable: a reader keeps what it opened.</remarks>
public sealed class MemoryFileStore : IFileStore, IChecksumStore, IPermissionStore, ICreationTimeStore
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _timeProvider;
    private readonly MemoryNode _root;
    private long _lastIdentity;

    /// <summary>Creates an empty store.</summary>
    /// <param name="timeProvider">The clock for times of change; the system's by default.</param>
    public MemoryFileStore(TimeProvider? timeProvider = null)
    {
        _timeProvider = timeProvider ?? TimeProvider.System;
        _root = NewNode(isDirectory: true);
    }

    /// <inheritdoc/>
    public ValueTask<FtpEntry?> FindAsync(FtpPath path, CancellationToken cancellationToken = default) => Run(() =>
    {
        ArgumentNullException.ThrowIfNull(path);
        return Find(path)?.ToEntry(path.IsTop ? path.ToString() : path.Name);
    }, cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<FtpEntry> ListAsync(
        FtpPath directory, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(directory);
        var entries = await Run(
            () => RequireDirectory(directory).Children!.Select(static child => child.Value.ToEntry(child.Key)).ToArray(),
            cancellationToken).ConfigureAwait(false);
        foreach (var entry in entries)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return entry;
        }
    }

    /// <inheritdoc/>
    public ValueTask<Stream> OpenReadAsync(FtpPath path, long offset = 0, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        return Run<Stream>(() =>
        {
            var content = RequireFile(path).Content;
            return offset > content.Length
                ? throw new FileStoreException(FileStoreError.Other, path, $"the offset {offset} lies beyond the end ({content.Length})")
                : new MemoryReadStream(content) { Position = offset };
        }, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<FileWriteStream> OpenWriteAsync(
        FtpPath path, FileWriteOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegative(options.Offset, nameof(options));
        return Run<FileWriteStream>(() =>
        {
            RequireParent(path);
            var node = Find(path);
            if (node?.Children is not null)
                throw new FileStoreException(FileStoreError.IsADirectory, path);
            if (options.Mode == FileWriteMode.CreateNew && node is not null)
                throw new FileStoreException(FileStoreError.AlreadyExists, path);
            var isInPlace = options.Mode is FileWriteMode.Append or FileWriteMode.Resume;
            if (options.Mode == FileWriteMode.Resume && options.Offset > 0 && node is null)
                throw new FileStoreException(FileStoreError.NotFound, path);
            var content = isInPlace && node is not null ? node.Content : MemoryContent.Empty;
            if (options.Mode == FileWriteMode.Resume)
            {
                if (options.Offset > content.Length)
                    throw new FileStoreException(FileStoreError.Other, path, $"the offset {options.Offset} lies beyond the end ({content.Length})");
                content = content.Cut(options.Offset);
            }

            return new MemoryWriteStream(this, path, options, content);
        }, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask CreateDirectoryAsync(FtpPath path, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Run(() =>
        {
            if (Find(path) is { } existing)
            {
                if (existing.Children is null)
                    throw new FileStoreException(FileStoreError.AlreadyExists, path);
                return;
            }

            var parent = RequireParent(path);
            parent.Children!.Add(path.Name, NewNode(isDirectory: true));
            Touch(parent);
        }, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask MoveAsync(FtpPath source, FtpPath target, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        return Run(() =>
        {
            if (source.IsTop || target.IsTop)
                throw new FileStoreException(FileStoreError.NotPermitted, source.IsTop ? source : target);
            var node = Find(source) ?? throw new FileStoreException(FileStoreError.NotFound, source);
            var newParent = RequireParent(target);
            var replaced = Find(target);
            if (ReferenceEquals(node, replaced))
                return;
            if (replaced?.Children is not null)
                throw new FileStoreException(FileStoreError.IsADirectory, target);
            if (replaced is not null && node.Children is not null)
                throw new FileStoreException(FileStoreError.AlreadyExists, target);
            if (node.Children is not null && target.Segments.Take(source.Segments.Count).SequenceEqual(source.Segments))
                throw new FileStoreException(FileStoreError.NotPermitted, target, "a directory cannot move into itself");
            var oldParent = RequireParent(source);
            oldParent.Children!.Remove(source.Name);
            newParent.Children![target.Name] = node;
            Touch(oldParent);
            Touch(newParent);
        }, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask DeleteAsync(FtpPath path, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Run(() =>
        {
            if (path.IsTop)
                throw new FileStoreException(FileStoreError.NotPermitted, path);
            if (Find(path) is not { } node)
                return;
            if (node.Children is { Count: > 0 })
                throw new FileStoreException(FileStoreError.DirectoryNotEmpty, path);
            var parent = RequireParent(path);
            parent.Children!.Remove(path.Name);
            Touch(parent);
        }, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask SetModifiedAsync(FtpPath path, DateTimeOffset modified, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Run(() =>
        {
            var node = Find(path) ?? throw new FileStoreException(FileStoreError.NotFound, path);
            node.Modified = modified.ToUniversalTime();
        }, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<FtpHashAlgorithm>> ListAlgorithmsAsync(CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(FtpHasher.Algorithms);

    /// <inheritdoc/>
    public async ValueTask<FtpChecksum?> ComputeChecksumAsync(
        FtpPath path, FtpHashAlgorithm? algorithm = null, FtpByteRange? range = null, CancellationToken cancellationToken = default) =>
        await StoreChecksum.ComputeAsync(this, path, algorithm, range, cancellationToken).ConfigureAwait(false);

    /// <summary>Permissions can be set, and mean nothing here.</summary>
    public bool HasPermissions => true;

    /// <summary>The time of creation is known once it was set.</summary>
    public bool HasCreationTimes => true;

    /// <inheritdoc/>
    public ValueTask SetPermissionsAsync(FtpPath path, int mode, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentOutOfRangeException.ThrowIfNegative(mode);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(mode, 0x1FF);
        return Run(() =>
        {
            var node = Find(path) ?? throw new FileStoreException(FileStoreError.NotFound, path);
            node.Mode = mode;
        }, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask SetCreatedAsync(FtpPath path, DateTimeOffset created, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Run(() =>
        {
            var node = Find(path) ?? throw new FileStoreException(FileStoreError.NotFound, path);
            node.Created = created.ToUniversalTime();
        }, cancellationToken);
    }

    /// <summary>Gives a file its new content; called by the stream that wrote it.</summary>
    internal void Publish(FtpPath path, FileWriteOptions options, MemoryContent content)
    {
        lock (_lock)
        {
            var parent = RequireParent(path);
            if (parent.Children!.TryGetValue(path.Name, out var node))
            {
                if (node.Children is not null)
                    throw new FileStoreException(FileStoreError.IsADirectory, path);
                if (options.Mode == FileWriteMode.CreateNew)
                    throw new FileStoreException(FileStoreError.AlreadyExists, path);
            }
            else
            {
                node = NewNode(isDirectory: false);
                parent.Children.Add(path.Name, node);
                Touch(parent);
            }

            node.Content = content;
            Touch(node);
        }
    }

    private static ValueTask<T> Run<T>(Lock gate, Func<T> action, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled<T>(cancellationToken);
        try
        {
            lock (gate)
                return ValueTask.FromResult(action());
        }
        catch (FileStoreException exception)
        {
            return ValueTask.FromException<T>(exception);
        }
    }

    private ValueTask<T> Run<T>(Func<T> action, CancellationToken cancellationToken) => Run(_lock, action, cancellationToken);

    private ValueTask Run(Action action, CancellationToken cancellationToken)
    {
        var done = Run(_lock, () =>
        {
            action();
            return true;
        }, cancellationToken);
        return done.IsCompletedSuccessfully ? ValueTask.CompletedTask : new ValueTask(done.AsTask());
    }

    private MemoryNode? Find(FtpPath path)
    {
        var node = _root;
        foreach (var name in path.Segments)
        {
            if (node.Children is null || !node.Children.TryGetValue(name, out var child))
                return null;
            node = child;
        }

        return node;
    }

    private MemoryNode RequireDirectory(FtpPath path)
    {
        var node = Find(path) ?? throw new FileStoreException(FileStoreError.NotFound, path);
        return node.Children is not null ? node : throw new FileStoreException(FileStoreError.NotADirectory, path);
    }

    private MemoryNode RequireFile(FtpPath path)
    {
        var node = Find(path) ?? throw new FileStoreException(FileStoreError.NotFound, path);
        return node.Children is null ? node : throw new FileStoreException(FileStoreError.IsADirectory, path);
    }

    private MemoryNode RequireParent(FtpPath path)
    {
        var parent = path.Parent ?? throw new FileStoreException(FileStoreError.IsADirectory, path);
        var node = Find(parent) ?? throw new FileStoreException(FileStoreError.NotFound, path);
        return node.Children is not null ? node : throw new FileStoreException(FileStoreError.NotADirectory, path);
    }

    private MemoryNode NewNode(bool isDirectory) => new()
    {
        Children = isDirectory ? new SortedDictionary<string, MemoryNode>(StringComparer.Ordinal) : null,
        Modified = _timeProvider.GetUtcNow(),
        Unique = (++_lastIdentity).ToString("x", CultureInfo.InvariantCulture),
    };

    private void Touch(MemoryNode node) => node.Modified = _timeProvider.GetUtcNow();
}
