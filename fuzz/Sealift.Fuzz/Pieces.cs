using System.Buffers;

namespace Sealift.Fuzz;

/// <summary>Bytes in pieces, as a network may deliver them.</summary>
internal static class Pieces
{
    /// <summary>The bytes as a sequence of small segments.</summary>
    public static ReadOnlySequence<byte> Of(ReadOnlyMemory<byte> bytes, int length)
    {
        if (bytes.Length <= length) return new ReadOnlySequence<byte>(bytes);
        var first = new Segment(bytes[..length], null);
        var last = first;
        for (var at = length; at < bytes.Length; at += length) last = new Segment(bytes.Slice(at, Math.Min(length, bytes.Length - at)), last);
        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, Segment? before)
        {
            Memory = memory;
            if (before is null) return;
            RunningIndex = before.RunningIndex + before.Memory.Length;
            before.Next = this;
        }
    }
}
