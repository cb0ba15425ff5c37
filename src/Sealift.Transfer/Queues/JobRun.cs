namespace Sealift.Transfer.Queues;

/// <summary>A run of a job, in the history.</summary>
/// <param name="Job">The job's number; the job itself may be gone.</param>
/// <param name="Source">Where the files came from.</param>
/// <param name="Target">Where they went.</param>
/// <param name="Result">What came of it.</param>
public sealed record JobRun(long Job, string Source, string Target, JobResult Result);
