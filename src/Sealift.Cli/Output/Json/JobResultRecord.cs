using Sealift.Cli.Queues;
using Sealift.Transfer.Queues;

namespace Sealift.Cli.Output.Json;

/// <summary>A run of a job as JSON.</summary>
internal sealed record JobResultRecord
{
    public required long Job { get; init; }

    public required string Source { get; init; }

    public required string Target { get; init; }

    public required string Outcome { get; init; }

    public required string Started { get; init; }

    public required string Ended { get; init; }

    public required long Files { get; init; }

    public required long Bytes { get; init; }

    public required long Failed { get; init; }

    public required IReadOnlyList<string> Failures { get; init; }

    public required string? Cause { get; init; }

    public static JobResultRecord Of(long job, string source, string target, JobResult result) => new()
    {
        Job = job,
        Source = source,
        Target = target,
        Outcome = JobText.Name(result.Outcome),
        Started = TimeText.Iso(result.Started),
        Ended = TimeText.Iso(result.Ended),
        Files = result.Files,
        Bytes = result.Bytes,
        Failed = result.Failed,
        Failures = result.Failures,
        Cause = result.Cause,
    };
}
