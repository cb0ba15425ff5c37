namespace Sealift.Core.Stores;

/// <summary>The bytes of a file in memory: immutable, in pieces, so that growing it copies nothing.</summary>
internal sealed class MemoryContent
{
    private readonly ReadOnlyMemory<byte>[] _pieces;
    private readonly long[] _starts;

    public MemoryContent(ReadOnlyMemory<byte>[] pieces)
    {
        _pieces = pieces;
        _starts = new long[pieces.Length];
        for (var i = 0; i < pieces.Length; i++)
        {
            _starts[i] = Length;
            Length += pieces[i].Length;
        }
    }

    public static MemoryContent Empty { get; } = new([]);

    public IReadOnlyList<ReadOnlyMemory<byte>> Pieces => _pieces;

    public long Length { get; }

    /// <summary>The first bytes of this content.</summary>
    public MemoryContent Cut(long length)
    {
        var pieces = new List<ReadOnlyMemory<byte>>();
        for (var i = 0; i < _pieces.Length && _starts[i] < length; i++)
            pieces.Add(_pieces[i][..(int)Math.Min(_pieces[i].Length, length - _starts[i])]);
        return new MemoryContent([.. pieces]);
    }

    /// <summary>Copies from a position on; returns 0 only at the end or into an empty buffer.</summary>
    public int Read(long position, Span<byte> buffer)
    {
        if (position >= Length)
            return 0;
        var index = Array.BinarySearch(_starts, position);
        if (index < 0)
            index = ~index - 1;
        var copied = 0;
        for (; index < _pieces.Length && copied < buffer.Length; index++)
        {
            var piece = _pieces[index].Span[(int)(position + copied - _starts[index])..];
            var count = Math.Min(piece.Length, buffer.Length - copied);
            piece[..count].CopyTo(buffer[copied..]);
            copied += count;
        }

        return copied;
    }
}
