using Sealift.Transfer.Planning;

namespace Sealift.Transfer.Events;

/// <summary>The plan has one more step. The steps before it may be under way already.</summary>
/// <param name="Step">The step.</param>
/// <param name="Known">What the plan comes to so far, this step included.</param>
public sealed record StepPlanned(TransferStep Step, TransferTotals Known) : TransferEvent;
