namespace Sealift.Transfer.Events;

/// <summary>The run goes on.</summary>
public sealed record RunResumed : TransferEvent;
