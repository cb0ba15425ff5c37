namespace Sealift.Transfer.Watching;

/// <summary>Something that happened while a directory was followed: <see cref="WatchRun"/>, <see cref="WatchProgress"/>, <see cref="WatchRest"/>.</summary>
public abstract record WatchEvent
{
    private protected WatchEvent()
    {
        // The derived records are all in this folder.
    }
}
