using Sealift.Transfer.Planning;
using Sealift.Transfer.Running;

namespace Sealift.Transfer.Events;

/// <summary>A file is complete under its name.</summary>
/// <param name="Step">The step.</param>
/// <param name="Receipt">What shows that it is.</param>
public sealed record FileDone(TransferStep Step, TransferReceipt Receipt) : TransferEvent;
