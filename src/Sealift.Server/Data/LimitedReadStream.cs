namespace Sealift.Server.Data;

/// <summary>The next bytes of a file, and no more (RANG).</summary>
internal sealed class LimitedReadStream(Stream file, long length) : DataStream
{
    private long _left = length;

    public override bool CanRead => true;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_left == 0) return 0;
        var count = await file.ReadAsync(buffer[..(int)Math.Min(buffer.Length, _left)], cancellationToken).ConfigureAwait(false);
        _left -= count;
        return count;
    }
}
