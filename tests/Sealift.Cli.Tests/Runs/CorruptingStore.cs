using Sealift.Core;
using Sealift.Core.Stores;

namespace Sealift.Cli.Tests.Runs;

/// <summary>A store whose disk turns a bit of some of the files that are written to it.</summary>
internal sealed class CorruptingStore(IFileStore inner, Func<byte[], bool> isHurt) : IFileStore
{
    public ValueTask<FtpEntry?> FindAsync(FtpPath path, CancellationToken cancellationToken = default) => inner.FindAsync(path, cancellationToken);

    public IAsyncEnumerable<FtpEntry> ListAsync(FtpPath directory, CancellationToken cancellationToken = default) => inner.ListAsync(directory, cancellationToken);

    public async ValueTask<Stream> OpenReadAsync(FtpPath path, long offset = 0, CancellationToken cancellationToken = default)
    {
        await using var source = await inner.OpenReadAsync(path, offset: 0, cancellationToken);
        using var content = new MemoryStream();
        await source.CopyToAsync(content, cancellationToken);
        var bytes = content.ToArray();
        if (bytes.Length > 0 && isHurt(bytes)) bytes[^1] ^= 1;
        return new MemoryStream(bytes) { Position = offset };
    }

    public ValueTask<FileWriteStream> OpenWriteAsync(FtpPath path, FileWriteOptions options, CancellationToken cancellationToken = default) =>
        inner.OpenWriteAsync(path, options, cancellationToken);

    public ValueTask CreateDirectoryAsync(FtpPath path, CancellationToken cancellationToken = default) => inner.CreateDirectoryAsync(path, cancellationToken);

    public ValueTask MoveAsync(FtpPath source, FtpPath target, CancellationToken cancellationToken = default) => inner.MoveAsync(source, target, cancellationToken);

    public ValueTask DeleteAsync(FtpPath path, CancellationToken cancellationToken = default) => inner.DeleteAsync(path, cancellationToken);

    public ValueTask SetModifiedAsync(FtpPath path, DateTimeOffset modified, CancellationToken cancellationToken = default) =>
        inner.SetModifiedAsync(path, modified, cancellationToken);
}
