namespace Sealift.Transfer.Running;

/// <summary>How fast a run may be, all its sessions together: a limit, and others for times of day. Immutable.</summary>
/// <param name="BytesPerSecond">The limit outside every window; null for none, 0 for nothing at all.</param>
public sealed record RateLimit(long? BytesPerSecond)
{
    /// <summary>As fast as it goes.</summary>
    public static RateLimit None { get; } = new(BytesPerSecond: null);

    /// <summary>Times with limits of their own; the first that contains the moment counts. Default none.</summary>
    public IReadOnlyList<RateWindow> Windows { get; init; } = [];

    /// <summary>The limit at a moment.</summary>
    /// <param name="local">The moment in local time.</param>
    public long? At(DateTime local)
    {
        foreach (var window in Windows)
        {
            if (window.Contains(local)) return window.BytesPerSecond;
        }

        return BytesPerSecond;
    }
}
