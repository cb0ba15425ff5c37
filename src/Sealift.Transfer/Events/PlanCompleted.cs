namespace Sealift.Transfer.Events;

/// <summary>Every step is known: from here on a share of the whole can be told.</summary>
/// <param name="Totals">What the plan comes to.</param>
public sealed record PlanCompleted(TransferTotals Totals) : TransferEvent;
