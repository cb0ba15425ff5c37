using Sealift.Transfer.Planning;
using Sealift.Transfer.Running;

namespace Sealift.Transfer.Events;

/// <summary>A step, mostly a file, was not done. What its name held before is untouched.</summary>
/// <param name="Step">The step.</param>
/// <param name="Failure">Why.</param>
/// <param name="RetryAfter">After which time it is tried again; null where it is not.</param>
/// <param name="Attempt">Which attempt of this run failed, from 1 on.</param>
public sealed record StepFailed(TransferStep Step, TransferFailure Failure, TimeSpan? RetryAfter, int Attempt) : TransferEvent;
