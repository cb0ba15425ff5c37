namespace Sealift.Transfer.Queues;

/// <summary>A job is being run.</summary>
/// <param name="Job">The job.</param>
public sealed record JobStarted(TransferJob Job) : QueueEvent;
