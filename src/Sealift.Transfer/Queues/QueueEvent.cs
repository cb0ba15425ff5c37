namespace Sealift.Transfer.Queues;

/// <summary>Something that happened while a queue was run: <see cref="JobStarted"/>, <see cref="JobProgress"/>, <see cref="JobEnded"/>, <see cref="QueueWaits"/>.</summary>
public abstract record QueueEvent
{
    private protected QueueEvent()
    {
        // The derived records are all in this folder.
    }
}
