namespace Sealift.Transfer.Events;

/// <summary>A run has begun.</summary>
/// <param name="Source">What people call the source, without secrets.</param>
/// <param name="Target">What people call the target, without secrets.</param>
public sealed record RunStarted(string Source, string Target) : TransferEvent;
