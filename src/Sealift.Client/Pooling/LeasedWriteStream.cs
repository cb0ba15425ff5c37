using Sealift.Core;
using Sealift.Core.Stores;

namespace Sealift.Client.Pooling;

/// <summary>
/// A write stream that renames its temporary file when completed, removes it when not, and gives its session back.
/// </summary>
internal sealed class LeasedWriteStream(
    FtpClientLease lease, FtpWriteStream inner, (FtpPath Part, FtpPath Target)? rename) : FileWriteStream
{
    private bool _isCompleted;
    private bool _isDisposed;

    public override long Position
    {
        get => inner.Position;
        set => throw new NotSupportedException();
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        inner.WriteAsync(buffer, cancellationToken);

    public override async ValueTask CompleteAsync(CancellationToken cancellationToken = default)
    {
        if (_isCompleted) return;
        await inner.CompleteAsync(cancellationToken).ConfigureAwait(false);
        if (rename is { } paths) await lease.Client.RenameAsync(paths.Part, paths.Target, cancellationToken).ConfigureAwait(false);
        _isCompleted = true;
    }

    protected override void Dispose(bool disposing)
    {
        // Without waiting, the temporary file stays behind; it can be told by its name.
        if (disposing && !_isDisposed)
        {
            _isDisposed = true;
            inner.Dispose();
            _ = lease.GiveBack();
        }

        base.Dispose(disposing);
    }

    public override async ValueTask DisposeAsync()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        try
        {
            await inner.DisposeAsync().ConfigureAwait(false);
            if (!_isCompleted && rename is { } paths && lease.Client.IsUsable)
            {
                await lease.Client.DeleteFileAsync(paths.Part).ConfigureAwait(false);
            }
        }
        finally
        {
            await lease.DisposeAsync().ConfigureAwait(false);
            await base.DisposeAsync().ConfigureAwait(false);
        }
    }
}
