using Sealift.Core;
using Sealift.Core.Stores;

namespace Sealift.Interop.Tests.Engine;

/// <summary>
/// A store that is done with the files of one size only when it is done with one of another: at once with the one that was begun first, and some
/// time later with the rest.
/// </summary>
/// <param name="inner">Where the files are.</param>
/// <param name="late">The size of those that are late.</param>
/// <param name="first">The size of the one that they wait for.</param>
internal sealed class LateStore(IFileStore inner, long late, long first) : IFileStore
{
    private static readonly TimeSpan Later = TimeSpan.FromMilliseconds(300);

    private readonly TaskCompletionSource _isFirstDone = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private int _begun;

    public ValueTask<FtpEntry?> FindAsync(FtpPath path, CancellationToken cancellationToken = default) => inner.FindAsync(path, cancellationToken);

    public IAsyncEnumerable<FtpEntry> ListAsync(FtpPath directory, CancellationToken cancellationToken = default) => inner.ListAsync(directory, cancellationToken);

    public ValueTask<Stream> OpenReadAsync(FtpPath path, long offset = 0, CancellationToken cancellationToken = default) => inner.OpenReadAsync(path, offset, cancellationToken);

    public async ValueTask<FileWriteStream> OpenWriteAsync(FtpPath path, FileWriteOptions options, CancellationToken cancellationToken = default) =>
        new LateStream(this, await inner.OpenWriteAsync(path, options, cancellationToken), isFirst: Interlocked.Increment(ref _begun) == 1);

    public ValueTask CreateDirectoryAsync(FtpPath path, CancellationToken cancellationToken = default) => inner.CreateDirectoryAsync(path, cancellationToken);

    public ValueTask MoveAsync(FtpPath source, FtpPath target, CancellationToken cancellationToken = default) => inner.MoveAsync(source, target, cancellationToken);

    public ValueTask DeleteAsync(FtpPath path, CancellationToken cancellationToken = default) => inner.DeleteAsync(path, cancellationToken);

    public ValueTask SetModifiedAsync(FtpPath path, DateTimeOffset modified, CancellationToken cancellationToken = default) => inner.SetModifiedAsync(path, modified, cancellationToken);

    private sealed class LateStream(LateStore store, FileWriteStream inner, bool isFirst) : FileWriteStream
    {
        public override long Position { get => inner.Position; set => throw new NotSupportedException(); }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => inner.WriteAsync(buffer, cancellationToken);

        public override async ValueTask CompleteAsync(CancellationToken cancellationToken = default)
        {
            var size = Position;
            if (size == store.Late)
            {
                await store._isFirstDone.Task.WaitAsync(cancellationToken);
                if (!isFirst) await Task.Delay(Later, cancellationToken);
            }

            await inner.CompleteAsync(cancellationToken);
            if (size == store.First) store._isFirstDone.TrySetResult();
        }

        public override async ValueTask DisposeAsync()
        {
            await inner.DisposeAsync();
            await base.DisposeAsync();
        }
    }

    private long Late => late;

    private long First => first;
}
