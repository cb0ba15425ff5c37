using System.Globalization;
using System.Text.Json;
using Sealift.Core;
using Sealift.Transfer.Journals;
using Sealift.Transfer.Queues;

namespace Sealift.Transfer.State;

/// <summary>
/// Whether a row can be read and means something. A checksum tells that a row is as it was written, and not that this program can go by it: what wrote
/// it may have been another one, or another version.
/// </summary>
internal static class StateRow
{
    /// <summary>Whether the row is as it was written, and can be read.</summary>
    /// <param name="table">One of <see cref="StateSchema.Tables"/>.</param>
    /// <param name="values">The values of its columns.</param>
    /// <param name="sum">Its checksum.</param>
    public static bool IsGood(string table, string?[] values, long sum) => RowSum.Of(values) == sum && MakesSense(table, values);

    private static bool MakesSense(string table, string?[] values)
    {
        try
        {
            return table switch
            {
                "job" => IsJob(values[0], values[1]!),
                "history" => IsRun(values[1]!),
                "pair" => IsPair(values[1]!),
                "file" => IsFile(values[1]!, values[2], values[3]),
                _ => true,
            };
        }
        catch (Exception e) when (e is JsonException or FormatException or ArgumentException)
        {
            return false;
        }
    }

    private static bool IsJob(string? id, string document) =>
        JsonSerializer.Deserialize(document, StateJson.Default.TransferJob) is { Source.Length: > 0, Target.Length: > 0, Options: not null } job
        && job.Id.ToString(CultureInfo.InvariantCulture) == id
        && job.State is >= JobState.Waiting and <= JobState.Failed
        && job.Wanted is null or JobState.Paused or JobState.Done
        && job.Schedule is null or { IsReadable: true }
        && (job.Last is null || IsResult(job.Last));

    private static bool IsRun(string document) =>
        JsonSerializer.Deserialize(document, StateJson.Default.JobRun) is { Source: not null, Target: not null, Result: not null } run && IsResult(run.Result);

    private static bool IsResult(JobResult result) => result.Outcome is >= JobOutcome.Done and <= JobOutcome.Interrupted && result.Failures?.All(static failure => failure is not null) == true;

    private static bool IsPair(string document) =>
        JsonSerializer.Deserialize(document, StateJson.Default.PairFacts) is { Source: not null, Target: not null, Lock: not null };

    // What is done is one of millions, and nobody looks at its path.
    private static bool IsFile(string path, string? state, string? facts)
    {
        if (state is not ("0" or "1" or "2" or "3")) return false;
        if (state == "2" && facts is null) return true;
        if (!IsPath(path)) return false;
        return facts is null || (JsonSerializer.Deserialize(facts, StateJson.Default.FileFacts) is { } read && AreFacts(read));
    }

    private static bool AreFacts(FileFacts facts) =>
        (facts.Part is null || IsPath(facts.Part))
        && facts.Size is null or >= 0
        && (FtpTimePrecision)facts.Precision is >= FtpTimePrecision.Year and <= FtpTimePrecision.Millisecond
        && (facts.Ticks is null || (facts.Ticks >= DateTime.MinValue.Ticks && facts.Ticks <= DateTime.MaxValue.Ticks))
        && (facts.Segments is null || facts.Segments.All(IsSegment));

    private static bool IsSegment(SegmentFacts? segment) =>
        segment is { Offset: >= 0, Length: >= 0, Done: >= 0 } && segment.Done <= segment.Length && (segment.Part is null || IsPath(segment.Part));

    // Relative to the root of its side: a record that leads elsewhere would have a file deleted there.
    private static bool IsPath(string text) => FtpPath.TryParse(text, out var path) && !path.IsAbsolute && path.ToString() == text;
}
