namespace Sealift.Core.Stores;

/// <summary>A file being written to the local disk, under a temporary name or in place.</summary>
internal sealed class LocalFileWriteStream : FileWriteStream
{
    private readonly FileStream _file;
    private readonly FtpPath _path;
    private readonly FileWriteOptions _options;
    private readonly LocalPlace _place;
    private readonly string? _part;
    private readonly long _start;
    private readonly bool _isNew;
    private bool _isCompleted;
    private bool _isDisposed;

    public LocalFileWriteStream(
        FileStream file, FtpPath path, FileWriteOptions options, LocalPlace place, string? part, long start, bool isNew)
    {
        _file = file;
        _path = path;
        _options = options;
        _place = place;
        _part = part;
        _start = start;
        _isNew = isNew;
    }

    public override bool CanWrite => !_isDisposed && !_isCompleted;

    public override long Position
    {
        get => _file.Position;
        set => throw new NotSupportedException();
    }

    // Synchronous within, for the reason that LocalFileReadStream gives; what may block long, fsync, goes to another thread.
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled(cancellationToken);
        try
        {
            _file.Write(buffer.Span);
            return ValueTask.CompletedTask;
        }
        catch (Exception exception) when (LocalErrors.IsOfTheDisk(exception))
        {
            throw LocalErrors.Translate(exception, _path);
        }
    }

    public override async Task FlushAsync(CancellationToken cancellationToken) =>
        await _file.FlushAsync(cancellationToken).ConfigureAwait(false);

    public override async ValueTask CompleteAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_isCompleted)
            return;
        try
        {
            // fsync blocks for as long as the disk needs.
            await Task.Run(() => _file.Flush(flushToDisk: true), cancellationToken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            if (_part is not null)
            {
                if (Directory.Exists(_place.Usable))
                    throw new FileStoreException(FileStoreError.IsADirectory, _path);
                if (_options.Mode == FileWriteMode.CreateNew && File.Exists(_place.Usable))
                    throw new FileStoreException(FileStoreError.AlreadyExists, _path);
                File.Move(_part, _place.Usable, overwrite: _options.Mode == FileWriteMode.Replace);
            }

            _isCompleted = true;
            await _file.DisposeAsync().ConfigureAwait(false);
            if ((_part is not null || _isNew) && OperatingSystem.IsLinux())
                await Task.Run(() => FlushDirectory(_place.Directory), CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (LocalErrors.IsOfTheDisk(exception))
        {
            throw LocalErrors.Translate(exception, _path);
        }
    }

    public override async ValueTask DisposeAsync()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            try
            {
                if (!_isCompleted)
                    Discard();
            }
            finally
            {
                await _file.DisposeAsync().ConfigureAwait(false);
                _place.Dispose();
            }
        }

        await base.DisposeAsync().ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isDisposed)
        {
            _isDisposed = true;
            try
            {
                if (!_isCompleted)
                    Discard();
            }
            finally
            {
                _file.Dispose();
                _place.Dispose();
            }
        }

        base.Dispose(disposing);
    }

    private static void FlushDirectory(string directory)
    {
        if (OperatingSystem.IsLinux())
            LinuxFile.FlushDirectory(directory);
    }

    private void Discard()
    {
        try
        {
            if (_part is not null)
                File.Delete(_part);
            else if (_options.KeepPartial)
                return;
            else if (_isNew)
                File.Delete(_place.Usable);
            else
                _file.SetLength(_start);
        }
        catch (Exception exception) when (LocalErrors.IsOfTheDisk(exception))
        {
            throw LocalErrors.Translate(exception, _path);
        }
    }
}
