namespace Sealift.Core.Stores;

/// <summary>Collects the new content of a file in memory and gives it to the store when it is complete.</summary>
internal sealed class MemoryWriteStream : FileWriteStream
{
    // Below the large object heap's threshold of 85,000 bytes.
    private const int PieceSize = 65536;

    private readonly MemoryFileStore _store;
    private readonly FtpPath _path;
    private readonly FileWriteOptions _options;
    private readonly List<ReadOnlyMemory<byte>> _pieces;
    private byte[]? _piece;
    private int _used;
    private long _position;
    private bool _isEnded;

    public MemoryWriteStream(MemoryFileStore store, FtpPath path, FileWriteOptions options, MemoryContent start)
    {
        _store = store;
        _path = path;
        _options = options;
        _pieces = [.. start.Pieces];
        _position = start.Length;
    }

    public override bool CanWrite => !_isEnded;

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_isEnded, this);
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled(cancellationToken);
        while (!buffer.IsEmpty)
        {
            _piece ??= new byte[PieceSize];
            var count = Math.Min(buffer.Length, PieceSize - _used);
            buffer.Span[..count].CopyTo(_piece.AsSpan(_used));
            buffer = buffer[count..];
            _used += count;
            _position += count;
            if (_used == PieceSize)
                EndPiece();
        }

        return ValueTask.CompletedTask;
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override ValueTask CompleteAsync(CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled(cancellationToken);
        if (_isEnded)
            return ValueTask.CompletedTask;
        try
        {
            Publish();
            return ValueTask.CompletedTask;
        }
        catch (FileStoreException exception)
        {
            return ValueTask.FromException(exception);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isEnded)
        {
            var isInPlace = _options.Mode is FileWriteMode.Append or FileWriteMode.Resume;
            if (isInPlace && _options.KeepPartial)
                Publish();
            _isEnded = true;
        }

        base.Dispose(disposing);
    }

    private void Publish()
    {
        EndPiece();
        _store.Publish(_path, _options, new MemoryContent([.. _pieces]));
        _isEnded = true;
    }

    private void EndPiece()
    {
        if (_used > 0)
            _pieces.Add(_used == PieceSize ? _piece : _piece.AsSpan(0, _used).ToArray());
        _piece = null;
        _used = 0;
    }
}
