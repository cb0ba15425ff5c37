using System.Collections.Concurrent;
using System.Security.Cryptography;
using Sealift.Core;
using Sealift.Core.Stores;

namespace Sealift.TestKit.Stores;

/// <summary>A store in which every rename is looked at: what the name has afterwards must be a whole content that it may have (I1).</summary>
/// <param name="inner">Where the files are.</param>
/// <param name="allowed">The checksums of the contents that each name may have.</param>
public sealed class WatchedStore(IFileStore inner, IReadOnlyDictionary<string, HashSet<string>> allowed) : IFileStore
{
    // What the engine calls an old file that stepped aside for a rename that was refused.
    private const string BackupSuffix = ".sealift-old";

    /// <summary>Names that had something else, each with what it was.</summary>
    public ConcurrentQueue<string> Violations { get; } = new();

    /// <summary>Renames that gave a file its name.</summary>
    public int Published { get; private set; }

    public ValueTask<FtpEntry?> FindAsync(FtpPath path, CancellationToken cancellationToken = default) => inner.FindAsync(path, cancellationToken);

    public IAsyncEnumerable<FtpEntry> ListAsync(FtpPath directory, CancellationToken cancellationToken = default) => inner.ListAsync(directory, cancellationToken);

    public ValueTask<Stream> OpenReadAsync(FtpPath path, long offset = 0, CancellationToken cancellationToken = default) => inner.OpenReadAsync(path, offset, cancellationToken);

    public ValueTask<FileWriteStream> OpenWriteAsync(FtpPath path, FileWriteOptions options, CancellationToken cancellationToken = default)
    {
        if (!IsTemporary(path)) Violations.Enqueue($"{path} is written in place");
        return inner.OpenWriteAsync(path, options, cancellationToken);
    }

    public ValueTask CreateDirectoryAsync(FtpPath path, CancellationToken cancellationToken = default) => inner.CreateDirectoryAsync(path, cancellationToken);

    public async ValueTask MoveAsync(FtpPath source, FtpPath target, CancellationToken cancellationToken = default)
    {
        await CheckAsync(target, isBefore: true, cancellationToken);
        await inner.MoveAsync(source, target, cancellationToken);
        await CheckAsync(target, isBefore: false, cancellationToken);
    }

    public ValueTask DeleteAsync(FtpPath path, CancellationToken cancellationToken = default) => inner.DeleteAsync(path, cancellationToken);

    public ValueTask SetModifiedAsync(FtpPath path, DateTimeOffset modified, CancellationToken cancellationToken = default) => inner.SetModifiedAsync(path, modified, cancellationToken);

    private static bool IsTemporary(FtpPath path) => path.Name.EndsWith(LocalFileStore.PartSuffix, StringComparison.Ordinal);

    private async ValueTask CheckAsync(FtpPath target, bool isBefore, CancellationToken cancellationToken)
    {
        if (IsTemporary(target)) return;
        if (await inner.FindAsync(target, cancellationToken) is not { Kind: FtpEntryKind.File }) return;
        if (!isBefore) Published++;
        await using var content = await inner.OpenReadAsync(target, cancellationToken: cancellationToken);
        var hash = Convert.ToHexString(await SHA256.HashDataAsync(content, cancellationToken));
        var name = string.Join('/', target.Segments);

        // What steps aside for a rename that was refused keeps a content of its own name.
        if (name.EndsWith(BackupSuffix, StringComparison.Ordinal)) name = name[..^BackupSuffix.Length];
        if (!allowed.TryGetValue(name, out var known) || !known.Contains(hash)) Violations.Enqueue($"{name} had another content {(isBefore ? "before" : "after")} a rename");
    }
}
