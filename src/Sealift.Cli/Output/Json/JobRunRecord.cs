namespace Sealift.Cli.Output.Json;

/// <summary>A line of "queue run": a job begins, or has ended.</summary>
internal sealed record JobRunRecord
{
    /// <summary><c>job</c> when it begins, <c>jobEnd</c> when it has ended.</summary>
    public required string Event { get; init; }

    public required long Job { get; init; }

    public required string Source { get; init; }

    public required string Target { get; init; }

    public string? Outcome { get; init; }

    public long? Files { get; init; }

    public long? Bytes { get; init; }

    public long? Failed { get; init; }

    public string? Cause { get; init; }

    /// <summary>What the job is now; null where it was removed while it ran.</summary>
    public string? State { get; init; }

    /// <summary>When it is due again; null where it is not.</summary>
    public string? Next { get; init; }
}
