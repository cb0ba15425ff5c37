using System.Runtime.CompilerServices;
using Sealift.Core;
using Sealift.Core.Stores;

namespace Sealift.TestKit.Stores;

/// <summary>
/// A store in which anything can go wrong: an operation that is refused, one that is done and whose answer is lost, a stream that
/// breaks off after some bytes. The test says when.
/// </summary>
public sealed class FaultStore(IFileStore inner) : IFileStore
{
    /// <summary>Asked before an operation, with the bytes moved so far for reads and writes; what it returns is thrown, and nothing happens.</summary>
    public Func<StoreOperation, FtpPath, long, Exception?> Before { get; set; } = static (_, _, _) => null;

    /// <summary>Asked after an operation: what it returns is thrown although everything happened.</summary>
    public Func<StoreOperation, FtpPath, Exception?> After { get; set; } = static (_, _) => null;

    /// <summary>Asked before a block is written: whether half of it is lost without a word.</summary>
    public Func<FtpPath, bool> Loses { get; set; } = static _ => false;

    /// <summary>Awaited before a block is read or written; what makes a store slow.</summary>
    public Func<StoreOperation, FtpPath, CancellationToken, Task> Pause { get; set; } = static (_, _, _) => Task.CompletedTask;

    /// <summary>A disk that takes this many bytes more, over all files, and then has no room (F12).</summary>
    public void BecomeFullAfter(long bytes)
    {
        var written = new Dictionary<FtpPath, long>();
        var sum = 0L;
        Before = (operation, path, at) =>
        {
            if (operation != StoreOperation.Write) return null;
            lock (written)
            {
                sum += at - written.GetValueOrDefault(path);
                written[path] = at;
                return sum >= bytes ? new FileStoreException(FileStoreError.NoSpace, path) : null;
            }
        };
    }

    /// <summary>A volume that nothing can be changed on.</summary>
    public void BecomeReadOnly() => Before = static (operation, path, _) => operation
        is StoreOperation.Find or StoreOperation.List or StoreOperation.OpenRead or StoreOperation.Read
        ? null
        : new FileStoreException(FileStoreError.ReadOnly, path);

    /// <summary>A store that takes this long for each block.</summary>
    public void BecomeSlow(TimeSpan pause, TimeProvider time) =>
        Pause = (_, _, cancellationToken) => Task.Delay(pause, time, cancellationToken);

    /// <summary>An operation that fails this often, without having done anything: a flush (<see cref="StoreOperation.Complete"/>), a rename.</summary>
    public void Fail(StoreOperation failing, int times, FileStoreError error = FileStoreError.Other)
    {
        var left = times;
        Before = (operation, path, _) => operation == failing && Interlocked.Decrement(ref left) >= 0 ? new FileStoreException(error, path) : null;
    }

    /// <summary>Something that happens once, when a file is read from this place on: its content changes, it vanishes.</summary>
    public void HappenWhenReadAt(FtpPath file, long at, Action change)
    {
        var isLeft = 1;
        Before = (operation, path, position) =>
        {
            if (operation == StoreOperation.Read && path == file && position >= at && Interlocked.Exchange(ref isLeft, 0) == 1) change();
            return null;
        };
    }

    /// <inheritdoc/>
    public async ValueTask<FtpEntry?> FindAsync(FtpPath path, CancellationToken cancellationToken = default)
    {
        ThrowIfAny(Before(StoreOperation.Find, path, 0));
        var entry = await inner.FindAsync(path, cancellationToken);
        ThrowIfAny(After(StoreOperation.Find, path));
        return entry;
    }

    public async IAsyncEnumerable<FtpEntry> ListAsync(FtpPath directory, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ThrowIfAny(Before(StoreOperation.List, directory, 0));
        await foreach (var entry in inner.ListAsync(directory, cancellationToken)) yield return entry;
        ThrowIfAny(After(StoreOperation.List, directory));
    }

    public async ValueTask<Stream> OpenReadAsync(FtpPath path, long offset = 0, CancellationToken cancellationToken = default)
    {
        ThrowIfAny(Before(StoreOperation.OpenRead, path, offset));
        return new FaultReadStream(this, path, await inner.OpenReadAsync(path, offset, cancellationToken), offset);
    }

    public async ValueTask<FileWriteStream> OpenWriteAsync(FtpPath path, FileWriteOptions options, CancellationToken cancellationToken = default)
    {
        ThrowIfAny(Before(StoreOperation.OpenWrite, path, options.Offset));
        return new FaultWriteStream(this, path, await inner.OpenWriteAsync(path, options, cancellationToken));
    }

    public ValueTask CreateDirectoryAsync(FtpPath path, CancellationToken cancellationToken = default) =>
        DoAsync(StoreOperation.CreateDirectory, path, () => inner.CreateDirectoryAsync(path, cancellationToken));

    public ValueTask MoveAsync(FtpPath source, FtpPath target, CancellationToken cancellationToken = default) =>
        DoAsync(StoreOperation.Move, target, () => inner.MoveAsync(source, target, cancellationToken));

    public ValueTask DeleteAsync(FtpPath path, CancellationToken cancellationToken = default) =>
        DoAsync(StoreOperation.Delete, path, () => inner.DeleteAsync(path, cancellationToken));

    public ValueTask SetModifiedAsync(FtpPath path, DateTimeOffset modified, CancellationToken cancellationToken = default) =>
        DoAsync(StoreOperation.SetModified, path, () => inner.SetModifiedAsync(path, modified, cancellationToken));

    private static void ThrowIfAny(Exception? failure)
    {
        if (failure is not null) throw failure;
    }

    private async ValueTask DoAsync(StoreOperation operation, FtpPath path, Func<ValueTask> act)
    {
        ThrowIfAny(Before(operation, path, 0));
        await act();
        ThrowIfAny(After(operation, path));
    }

    private sealed class FaultReadStream(FaultStore store, FtpPath path, Stream inner, long offset) : Stream
    {
        private long _position = offset;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => _position; set => throw new NotSupportedException(); }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await store.Pause(StoreOperation.Read, path, cancellationToken);
            ThrowIfAny(store.Before(StoreOperation.Read, path, _position));
            var count = await inner.ReadAsync(buffer, cancellationToken);
            if (count == 0) ThrowIfAny(store.After(StoreOperation.Read, path));
            _position += count;
            return count;
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
            // Nothing is written.
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override async ValueTask DisposeAsync()
        {
            await inner.DisposeAsync();
            await base.DisposeAsync();
        }
    }

    private sealed class FaultWriteStream(FaultStore store, FtpPath path, FileWriteStream inner) : FileWriteStream
    {
        public override long Position { get => inner.Position; set => throw new NotSupportedException(); }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await store.Pause(StoreOperation.Write, path, cancellationToken);
            if (store.Before(StoreOperation.Write, path, inner.Position) is { } failure)
            {
                // Part of the block may have arrived.
                await inner.WriteAsync(buffer[..(buffer.Length / 2)], cancellationToken);
                throw failure;
            }

            await inner.WriteAsync(store.Loses(path) ? buffer[..(buffer.Length / 2)] : buffer, cancellationToken);
        }

        public override async ValueTask CompleteAsync(CancellationToken cancellationToken = default)
        {
            ThrowIfAny(store.Before(StoreOperation.Complete, path, inner.Position));
            await inner.CompleteAsync(cancellationToken);
            ThrowIfAny(store.After(StoreOperation.Complete, path));
        }

        public override async ValueTask DisposeAsync()
        {
            await inner.DisposeAsync();
            await base.DisposeAsync();
        }
    }
}
