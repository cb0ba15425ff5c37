using Sealift.Core;

namespace Sealift.Transfer.Journals;

/// <summary>A <see cref="FileRecord"/> as it is written, besides its path and state.</summary>
internal sealed record FileFacts
{
    public string? Part { get; init; }

    public IReadOnlyList<SegmentFacts>? Segments { get; init; }

    public long? Size { get; init; }

    /// <summary>The time of the source: ticks of the value, precision, and whether it is UTC.</summary>
    public long? Ticks { get; init; }

    public int Precision { get; init; }

    public bool Utc { get; init; }

    public string? Unique { get; init; }

    public int Attempts { get; init; }

    public string? Cause { get; init; }

    /// <summary>The run that wrote it; see <see cref="PairFacts.Runs"/>.</summary>
    public long Run { get; init; }

    public static FileFacts Of(FileRecord record, long run) => new()
    {
        Run = run,
        Part = record.Part?.ToString(),
        Segments = record.Segments.Count == 0 ? null : [.. record.Segments.Select(s => new SegmentFacts(s.Offset, s.Length, s.Done, s.Part?.ToString()))],
        Size = record.SourceSize,
        Ticks = record.SourceModified?.Value.Ticks,
        Precision = (int)(record.SourceModified?.Precision ?? default),
        Utc = record.SourceModified?.IsUtc ?? false,
        Unique = record.SourceUnique,
        Attempts = record.Attempts,
        Cause = record.Cause,
    };

    public FileRecord For(FtpPath path, FileState state) => new(path, state)
    {
        Part = Part is null ? null : FtpPath.Parse(Part),
        Segments = Segments is null ? [] : [.. Segments.Select(s => new SegmentRecord(s.Offset, s.Length, s.Done, s.Part is null ? null : FtpPath.Parse(s.Part)))],
        SourceSize = Size,
        SourceModified = Ticks is { } ticks
            ? new FtpTimestamp(new DateTime(ticks, Utc ? DateTimeKind.Utc : DateTimeKind.Unspecified), (FtpTimePrecision)Precision, Utc)
            : null,
        SourceUnique = Unique,
        Attempts = Attempts,
        Cause = Cause,
    };
}
