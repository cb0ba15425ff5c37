using Sealift.Core;
using Sealift.Core.Stores;

namespace Sealift.Server.Users;

/// <summary>An upload whose bytes are taken from the quota as they come, and given back if they do not stay, as those of the file that it replaces.</summary>
internal sealed class UserWriteStream : FileWriteStream
{
    private readonly IFileStore _store;
    private readonly FileWriteStream _file;
    private readonly FtpPath _path;
    private readonly FileWriteOptions _options;
    private readonly QuotaUse? _quota;
    private readonly Action _published;
    private readonly long _returning;
    private long _taken;
    private bool _isCompleted;
    private bool _isEnded;

    public UserWriteStream(
        IFileStore store, FileWriteStream file, FtpPath path, FileWriteOptions options, long oldSize, QuotaUse? quota, Action published)
    {
        _store = store;
        _file = file;
        _path = path;
        _options = options;
        _quota = quota;
        _published = published;
        if (quota is null) return;

        // What lies behind the offset is cut off already; what is replaced goes when the new content takes its place.
        if (options.Mode == FileWriteMode.Resume) quota.Give(Math.Max(0, oldSize - options.Offset));
        if (IsNewContent) _returning = oldSize;
    }

    public override bool CanWrite => _file.CanWrite;

    public override long Position
    {
        get => _file.Position;
        set => throw new NotSupportedException();
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_quota is not null)
        {
            if (!_quota.TryTake(buffer.Length, _returning)) throw new FileStoreException(FileStoreError.NoSpace, _path, "the quota is used up");
            _taken += buffer.Length;
        }

        return _file.WriteAsync(buffer, cancellationToken);
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => _file.FlushAsync(cancellationToken);

    public override async ValueTask CompleteAsync(CancellationToken cancellationToken = default)
    {
        if (_isCompleted) return;
        var replaced = _quota is not null && IsNewContent ? await _store.FindAsync(_path, cancellationToken).ConfigureAwait(false) : null;
        await _file.CompleteAsync(cancellationToken).ConfigureAwait(false);
        _isCompleted = true;
        _quota?.Give(replaced?.Size ?? 0);
        _published();
    }

    public override async ValueTask DisposeAsync()
    {
        try
        {
            await _file.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            End();
        }

        await base.DisposeAsync().ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            try
            {
                _file.Dispose();
            }
            finally
            {
                End();
            }
        }

        base.Dispose(disposing);
    }

    private bool IsNewContent => _options.Mode is FileWriteMode.Replace or FileWriteMode.CreateNew;

    private void End()
    {
        if (_isEnded) return;
        _isEnded = true;
        var stays = _isCompleted || (!IsNewContent && _options.KeepPartial);
        if (!stays) _quota?.Give(_taken);
        else if (!_isCompleted) _published(); // the next command may resume it
        _quota?.End();
    }
}
