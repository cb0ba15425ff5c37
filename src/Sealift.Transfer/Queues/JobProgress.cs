using Sealift.Transfer.Events;

namespace Sealift.Transfer.Queues;

/// <summary>Something happened in the run of a job.</summary>
/// <param name="Job">The job, as it was when it began.</param>
/// <param name="Event">What happened.</param>
public sealed record JobProgress(TransferJob Job, TransferEvent Event) : QueueEvent;
