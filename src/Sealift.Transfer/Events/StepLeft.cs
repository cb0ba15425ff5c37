using Sealift.Transfer.Planning;

namespace Sealift.Transfer.Events;

/// <summary>A step asks for nothing: the target is as it should be (<see cref="StepAction.Keep"/>), or a rule leaves it out (<see cref="StepAction.Skip"/>).</summary>
/// <param name="Step">The step.</param>
public sealed record StepLeft(TransferStep Step) : TransferEvent;
