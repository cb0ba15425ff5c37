namespace Sealift.Transfer.Queues;

/// <summary>Nothing is due, and the run stays.</summary>
/// <param name="Until">When the next job is due; null where none is known.</param>
public sealed record QueueWaits(DateTimeOffset? Until) : QueueEvent;
