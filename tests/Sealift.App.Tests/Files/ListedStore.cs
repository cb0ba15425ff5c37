using System.Runtime.CompilerServices;
using Sealift.Core;
using Sealift.Core.Stores;

namespace Sealift.App.Tests.Files;

/// <summary>A store that has one directory, which is only listed.</summary>
internal abstract class ListedStore : IFileStore
{
    /// <summary>What is in it.</summary>
    protected abstract IEnumerable<FtpEntry> Entries { get; }

    public async IAsyncEnumerable<FtpEntry> ListAsync(FtpPath directory, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        foreach (var entry in Entries) yield return entry;
    }

    public ValueTask<FtpEntry?> FindAsync(FtpPath path, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<FtpEntry?>(new FtpEntry { Name = path.Name, Kind = path.IsTop ? FtpEntryKind.Directory : FtpEntryKind.File, Size = path.IsTop ? null : 1 });

    public ValueTask<Stream> OpenReadAsync(FtpPath path, long offset = 0, CancellationToken cancellationToken = default) => throw Refused(path);

    public ValueTask<FileWriteStream> OpenWriteAsync(FtpPath path, FileWriteOptions options, CancellationToken cancellationToken = default) => throw Refused(path);

    public ValueTask CreateDirectoryAsync(FtpPath path, CancellationToken cancellationToken = default) => throw Refused(path);

    public ValueTask MoveAsync(FtpPath source, FtpPath target, CancellationToken cancellationToken = default) => throw Refused(source);

    public ValueTask DeleteAsync(FtpPath path, CancellationToken cancellationToken = default) => throw Refused(path);

    public ValueTask SetModifiedAsync(FtpPath path, DateTimeOffset modified, CancellationToken cancellationToken = default) => throw Refused(path);

    private static FileStoreException Refused(FtpPath path) => new(FileStoreError.NotPermitted, path);
}
