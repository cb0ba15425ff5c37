using Sealift.Transfer.Events;

namespace Sealift.Transfer.Watching;

/// <summary>Something happened in a run.</summary>
/// <param name="Event">What happened.</param>
public sealed record WatchProgress(TransferEvent Event) : WatchEvent;
