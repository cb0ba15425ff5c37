using Sealift.Core;
using Sealift.Core.Stores;

namespace Sealift.Client.Data;

/// <summary>
/// A write stream that renames its temporary file when completed, removes it when not, and gives the store's session back.
/// </summary>
internal sealed class TurnWriteStream(
    FtpClient client, FtpWriteStream inner, (FtpPath Part, FtpPath Target)? rename, SemaphoreSlim turn) : FileWriteStream
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
        if (rename is { } paths) await client.RenameAsync(paths.Part, paths.Target, cancellationToken).ConfigureAwait(false);
        _isCompleted = true;
    }

    protected override void Dispose(bool disposing)
    {
        // Without waiting, the temporary file stays behind; it can be told by its name.
        if (disposing && !_isDisposed)
        {
            _isDisposed = true;
            inner.Dispose();
            turn.Release();
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
            if (!_isCompleted && rename is { } paths && client.IsUsable)
            {
                await client.DeleteFileAsync(paths.Part).ConfigureAwait(false);
            }
        }
        finally
        {
            turn.Release();
            await base.DisposeAsync().ConfigureAwait(false);
        }
    }
}
