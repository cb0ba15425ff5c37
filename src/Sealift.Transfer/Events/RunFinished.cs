using Sealift.Transfer.Running;

namespace Sealift.Transfer.Events;

/// <summary>The last event of every run, of a cancelled one too.</summary>
/// <param name="Summary">What came of it.</param>
public sealed record RunFinished(TransferRunSummary Summary) : TransferEvent;
