namespace Sealift.Transfer.Events;

/// <summary>Nothing moves any more, until <see cref="RunResumed"/>.</summary>
/// <param name="Cause">Why, where it was not asked for: the target's disk is full, for example. Null where it was.</param>
/// <param name="RetryAfter">When one file will be tried again; null where that is asked for.</param>
public sealed record RunPaused(string? Cause = null, TimeSpan? RetryAfter = null) : TransferEvent;
