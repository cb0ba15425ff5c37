using Sealift.Core;
using Sealift.Transfer.Journals;

namespace Sealift.Transfer.Running;

/// <summary>A stretch of a file that travels on a session of its own.</summary>
internal sealed class FileSegment(long offset, long length, FtpPath? part)
{
    private long _done;

    public long Offset { get; } = offset;

    public long Length { get; } = length;

    public long End => Offset + Length;

    /// <summary>The file that holds it; null where it lies in the file's own part.</summary>
    public FtpPath? Part { get; } = part;

    /// <summary>Bytes that are there, from its beginning on.</summary>
    public long Done
    {
        get => Interlocked.Read(ref _done);
        set => Interlocked.Exchange(ref _done, value);
    }

    /// <summary>The block before the segment as the source gave it on this session, to be compared with what the segment before it received.</summary>
    public byte[]? Overlap { get; set; }

    public bool IsComplete => Done == Length;

    public static FileSegment From(SegmentRecord record) => new(record.Offset, record.Length, record.Part) { Done = record.Done };

    public SegmentRecord ToRecord() => new(Offset, Length, Done, Part);

    /// <summary>Cuts a file into equal stretches, none shorter than the smallest.</summary>
    public static IReadOnlyList<FileSegment> Split(long size, int most, long smallest, Func<FtpPath>? partOf)
    {
        var count = (int)Math.Min(most, size / smallest);
        if (count < 2) return [];
        var segments = new List<FileSegment>(count);
        var offset = 0L;
        for (var i = 1; i <= count; i++)
        {
            var end = i == count ? size : size / count * i;
            segments.Add(new FileSegment(offset, end - offset, partOf?.Invoke()));
            offset = end;
        }

        return segments;
    }
}
