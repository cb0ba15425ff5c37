namespace Sealift.Transfer.Journals;

/// <summary>A <see cref="SegmentRecord"/> as it is written.</summary>
internal sealed record SegmentFacts(long Offset, long Length, long Done, string? Part);
