using Sealift.Core;

namespace Sealift.Transfer.Journals;

/// <summary>What is remembered of one file of a run.</summary>
/// <param name="Path">The path in the target, relative to the root of that side.</param>
/// <param name="State">How far it is.</param>
public sealed record FileRecord(FtpPath Path, FileState State)
{
    /// <summary>The unfinished file beside the target, relative to the root of that side; null before the first attempt.</summary>
    public FtpPath? Part { get; init; }

    /// <summary>The parts of a file that travels in segments, in order; empty for one that travels whole.</summary>
    public IReadOnlyList<SegmentRecord> Segments { get; init; } = [];

    /// <summary>The size of the source in bytes when the first attempt began; null where it was not known.</summary>
    public long? SourceSize { get; init; }

    /// <summary>The time of the source when the first attempt began; null where it was not known.</summary>
    public FtpTimestamp? SourceModified { get; init; }

    /// <summary>The identity of the source when the first attempt began (RFC 3659 section 7.5.2, unique); null where it was not known.</summary>
    public string? SourceUnique { get; init; }

    /// <summary>How often it was tried.</summary>
    public int Attempts { get; init; }

    /// <summary>Why it failed the last time, without secrets; null where it did not.</summary>
    public string? Cause { get; init; }
}
