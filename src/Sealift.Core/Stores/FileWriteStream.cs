namespace Sealift.Core.Stores;

/// <summary>
/// A file being written. A write that was not completed did not happen: disposing without
/// <see cref="CompleteAsync"/> discards it, so that the target keeps its old content.
/// </summary>
/// <remarks>Only asynchronous writing; <see cref="Stream.Position"/> counts from the beginning of the file.</remarks>
public abstract class FileWriteStream : Stream
{
    /// <summary>Makes the content durable and visible under its name. Nothing can be written afterwards.</summary>
    /// <param name="cancellationToken">Ends the wait before the file takes its name.</param>
    public abstract ValueTask CompleteAsync(CancellationToken cancellationToken = default);

    /// <inheritdoc/>
    public sealed override bool CanRead => false;

    /// <inheritdoc/>
    public sealed override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <summary>Not supported: the final length is not known.</summary>
    public sealed override long Length => throw new NotSupportedException();

    /// <summary>Not supported.</summary>
    /// <param name="buffer">Unused.</param>
    /// <param name="offset">Unused.</param>
    /// <param name="count">Unused.</param>
    public sealed override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>Not supported.</summary>
    /// <param name="offset">Unused.</param>
    /// <param name="origin">Unused.</param>
    public sealed override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <summary>Not supported.</summary>
    /// <param name="value">Unused.</param>
    public sealed override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>Not supported: writing is asynchronous.</summary>
    /// <param name="buffer">Unused.</param>
    /// <param name="offset">Unused.</param>
    /// <param name="count">Unused.</param>
    public sealed override void Write(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("Write asynchronously.");

    /// <summary>Does nothing: content is flushed when it is completed.</summary>
    public override void Flush()
    {
        // Nothing is buffered here; durability belongs to CompleteAsync.
    }

    /// <inheritdoc/>
    public sealed override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        ValidateBufferArguments(buffer, offset, count);
        return WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    }

    /// <summary>Writes the next bytes.</summary>
    /// <param name="buffer">The bytes.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public abstract override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default);
}
