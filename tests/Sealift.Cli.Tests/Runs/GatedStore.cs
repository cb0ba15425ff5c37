using Sealift.Core;
using Sealift.Core.Stores;

namespace Sealift.Cli.Tests.Runs;

/// <summary>A store whose one file begins and never goes on, so that a test can interrupt a download in its middle.</summary>
internal sealed class GatedStore(IFileStore inner) : IFileStore
{
    private readonly TaskCompletionSource _reading = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _writing = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when a download has begun.</summary>
    public Task Reading => _reading.Task;

    /// <summary>Ends when an upload has begun.</summary>
    public Task Writing => _writing.Task;

    public ValueTask<FtpEntry?> FindAsync(FtpPath path, CancellationToken cancellationToken = default) => inner.FindAsync(path, cancellationToken);

    public IAsyncEnumerable<FtpEntry> ListAsync(FtpPath directory, CancellationToken cancellationToken = default) => inner.ListAsync(directory, cancellationToken);

    public async ValueTask<Stream> OpenReadAsync(FtpPath path, long offset = 0, CancellationToken cancellationToken = default)
    {
        await using var source = await inner.OpenReadAsync(path, offset, cancellationToken);
        return new EndlessStream(_reading);
    }

    public async ValueTask<FileWriteStream> OpenWriteAsync(FtpPath path, FileWriteOptions options, CancellationToken cancellationToken = default)
    {
        var stream = await inner.OpenWriteAsync(path, options, cancellationToken);
        _writing.TrySetResult();
        return stream;
    }

    public ValueTask CreateDirectoryAsync(FtpPath path, CancellationToken cancellationToken = default) => inner.CreateDirectoryAsync(path, cancellationToken);

    public ValueTask MoveAsync(FtpPath source, FtpPath target, CancellationToken cancellationToken = default) => inner.MoveAsync(source, target, cancellationToken);

    public ValueTask DeleteAsync(FtpPath path, CancellationToken cancellationToken = default) => inner.DeleteAsync(path, cancellationToken);

    public ValueTask SetModifiedAsync(FtpPath path, DateTimeOffset modified, CancellationToken cancellationToken = default) =>
        inner.SetModifiedAsync(path, modified, cancellationToken);

    // Gives a few bytes, says so, and gives no more until it is cancelled.
    private sealed class EndlessStream(TaskCompletionSource begun) : Stream
    {
        private bool _gave;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (!_gave)
            {
                _gave = true;
                buffer.Span[..1000].Clear();
                return 1000;
            }

            begun.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return 0;
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
            // Nothing is written.
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
