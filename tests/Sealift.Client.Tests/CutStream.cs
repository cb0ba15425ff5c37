namespace Sealift.Client.Tests;

/// <summary>A stream that gives no more than so many bytes at once.</summary>
internal sealed class CutStream(Stream inner, int size) : MemoryStream
{
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        inner.ReadAsync(buffer[..Math.Min(size, buffer.Length)], cancellationToken);
}
