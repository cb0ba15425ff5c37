using Sealift.Core;
using Sealift.Core.Stores;

namespace Sealift.Server.Tests;

/// <summary>A store whose files can be opened to read, and then give nothing until the wait is cancelled.</summary>
internal sealed class HeldStore(IFileStore inner) : IFileStore
{
    private readonly TaskCompletionSource _reading = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when somebody waits for the bytes of a file.</summary>
    public Task Reading => _reading.Task.WaitAsync(TimeSpan.FromSeconds(30));

    public async Task WriteAsync(string path, byte[] content)
    {
        await using var file = await inner.OpenWriteAsync(FtpPath.Parse(path), FileWriteOptions.Replace);
        await file.WriteAsync(content);
        await file.CompleteAsync();
    }

    public ValueTask<FtpEntry?> FindAsync(FtpPath path, CancellationToken cancellationToken = default) =>
        inner.FindAsync(path, cancellationToken);

    public IAsyncEnumerable<FtpEntry> ListAsync(FtpPath directory, CancellationToken cancellationToken = default) =>
        inner.ListAsync(directory, cancellationToken);

    public ValueTask<Stream> OpenReadAsync(FtpPath path, long offset = 0, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<Stream>(new HeldStream(_reading));

    public ValueTask<FileWriteStream> OpenWriteAsync(FtpPath path, FileWriteOptions options, CancellationToken cancellationToken = default) =>
        inner.OpenWriteAsync(path, options, cancellationToken);

    public ValueTask CreateDirectoryAsync(FtpPath path, CancellationToken cancellationToken = default) =>
        inner.CreateDirectoryAsync(path, cancellationToken);

    public ValueTask MoveAsync(FtpPath source, FtpPath target, CancellationToken cancellationToken = default) =>
        inner.MoveAsync(source, target, cancellationToken);

    public ValueTask DeleteAsync(FtpPath path, CancellationToken cancellationToken = default) =>
        inner.DeleteAsync(path, cancellationToken);

    public ValueTask SetModifiedAsync(FtpPath path, DateTimeOffset modified, CancellationToken cancellationToken = default) =>
        inner.SetModifiedAsync(path, modified, cancellationToken);

    private sealed class HeldStream(TaskCompletionSource reading) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => 0;
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            reading.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return 0;
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Flush()
        {
            // Nothing is written.
        }
    }
}
