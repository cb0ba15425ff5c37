namespace Sealift.Transfer.Watching;

/// <summary>A run is over, and the next change is waited for.</summary>
/// <param name="Cause">Why not everything is done, without secrets; null where it is.</param>
/// <param name="RetryAfter">When it is tried again; null where everything is done.</param>
public sealed record WatchRest(string? Cause, TimeSpan? RetryAfter) : WatchEvent;
