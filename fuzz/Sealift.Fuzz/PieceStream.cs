namespace Sealift.Fuzz;

/// <summary>A stream of bytes that gives a few of them at a time.</summary>
internal sealed class PieceStream(byte[] bytes, int length) : MemoryStream(bytes, writable: false)
{
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        base.ReadAsync(buffer[..Math.Min(length, buffer.Length)], cancellationToken);
}
