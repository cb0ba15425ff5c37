using System.Runtime.CompilerServices;
using Sealift.Core;
using Sealift.Core.Stores;

namespace Sealift.TestKit.Stores;

/// <summary>
/// A store that stands still at a chosen point, so that whoever asked for the operation can be ended exactly there: before it is done, or after it, when
/// nobody has heard of it yet.
/// </summary>
public sealed class HaltingStore(IFileStore inner) : IFileStore
{
    /// <summary>Where it stands still once; null (the default) for nowhere.</summary>
    public HaltPoint? Point { get; set; }

    /// <inheritdoc/>
    public async ValueTask<FtpEntry?> FindAsync(FtpPath path, CancellationToken cancellationToken = default)
    {
        await PassAsync(StoreOperation.Find, isAfter: false, path, 0, cancellationToken);
        var entry = await inner.FindAsync(path, cancellationToken);
        await PassAsync(StoreOperation.Find, isAfter: true, path, 0, cancellationToken);
        return entry;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<FtpEntry> ListAsync(FtpPath directory, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await PassAsync(StoreOperation.List, isAfter: false, directory, 0, cancellationToken);
        await foreach (var entry in inner.ListAsync(directory, cancellationToken)) yield return entry;
        await PassAsync(StoreOperation.List, isAfter: true, directory, 0, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<Stream> OpenReadAsync(FtpPath path, long offset = 0, CancellationToken cancellationToken = default)
    {
        await PassAsync(StoreOperation.OpenRead, isAfter: false, path, offset, cancellationToken);
        return new HaltingReadStream(this, path, await inner.OpenReadAsync(path, offset, cancellationToken), offset);
    }

    /// <inheritdoc/>
    public async ValueTask<FileWriteStream> OpenWriteAsync(FtpPath path, FileWriteOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        await PassAsync(StoreOperation.OpenWrite, isAfter: false, path, options.Offset, cancellationToken);
        var stream = await inner.OpenWriteAsync(path, options, cancellationToken);
        return new HaltingWriteStream(this, path, stream);
    }

    /// <inheritdoc/>
    public ValueTask CreateDirectoryAsync(FtpPath path, CancellationToken cancellationToken = default) =>
        DoAsync(StoreOperation.CreateDirectory, path, () => inner.CreateDirectoryAsync(path, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public ValueTask MoveAsync(FtpPath source, FtpPath target, CancellationToken cancellationToken = default) =>
        DoAsync(StoreOperation.Move, target, () => inner.MoveAsync(source, target, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public ValueTask DeleteAsync(FtpPath path, CancellationToken cancellationToken = default) =>
        DoAsync(StoreOperation.Delete, path, () => inner.DeleteAsync(path, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public ValueTask SetModifiedAsync(FtpPath path, DateTimeOffset modified, CancellationToken cancellationToken = default) =>
        DoAsync(StoreOperation.SetModified, path, () => inner.SetModifiedAsync(path, modified, cancellationToken), cancellationToken);

    private async ValueTask DoAsync(StoreOperation operation, FtpPath path, Func<ValueTask> act, CancellationToken cancellationToken)
    {
        await PassAsync(operation, isAfter: false, path, 0, cancellationToken);
        await act();
        await PassAsync(operation, isAfter: true, path, 0, cancellationToken);
    }

    private Task PassAsync(StoreOperation operation, bool isAfter, FtpPath path, long at, CancellationToken cancellationToken) =>
        Point?.PassAsync(operation, isAfter, path, at, cancellationToken) ?? Task.CompletedTask;

    private sealed class HaltingReadStream(HaltingStore store, FtpPath path, Stream inner, long offset) : Stream
    {
        private long _position = offset;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => _position; set => throw new NotSupportedException(); }

        // After the last byte it has been read; before that, it is about to be.
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await store.PassAsync(StoreOperation.Read, isAfter: false, path, _position, cancellationToken);
            var count = await inner.ReadAsync(buffer, cancellationToken);
            if (count == 0) await store.PassAsync(StoreOperation.Read, isAfter: true, path, _position, cancellationToken);
            _position += count;
            return count;
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush() => inner.Flush();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override async ValueTask DisposeAsync()
        {
            await inner.DisposeAsync();
            await base.DisposeAsync();
        }
    }

    private sealed class HaltingWriteStream(HaltingStore store, FtpPath path, FileWriteStream inner) : FileWriteStream
    {
        public override long Position { get => inner.Position; set => throw new NotSupportedException(); }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await store.PassAsync(StoreOperation.Write, isAfter: false, path, inner.Position, cancellationToken);
            await inner.WriteAsync(buffer, cancellationToken);
            await store.PassAsync(StoreOperation.Write, isAfter: true, path, inner.Position, cancellationToken);
        }

        public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

        public override async ValueTask CompleteAsync(CancellationToken cancellationToken = default)
        {
            await store.PassAsync(StoreOperation.Complete, isAfter: false, path, inner.Position, cancellationToken);
            var end = inner.Position;
            await inner.CompleteAsync(cancellationToken);
            await store.PassAsync(StoreOperation.Complete, isAfter: true, path, end, cancellationToken);
        }

        public override async ValueTask DisposeAsync()
        {
            await inner.DisposeAsync();
            await base.DisposeAsync();
        }
    }
}
