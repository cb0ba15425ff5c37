using Sealift.Transfer.Planning;

namespace Sealift.Transfer.Events;

/// <summary>A step that carries no content is done: a directory made, something deleted, a time set.</summary>
/// <param name="Step">The step.</param>
public sealed record StepDone(TransferStep Step) : TransferEvent;
