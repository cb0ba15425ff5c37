using Sealift.Transfer.Planning;

namespace Sealift.Transfer.Events;

/// <summary>A file is being copied.</summary>
/// <param name="Step">The step.</param>
/// <param name="Size">Its size in bytes; null where the source does not state it.</param>
/// <param name="ResumedAt">The bytes that an earlier attempt left and that are proven to belong to this version; 0 from the beginning.</param>
/// <param name="Attempt">Which attempt of this run this is, from 1 on.</param>
public sealed record FileStarted(TransferStep Step, long? Size, long ResumedAt, int Attempt) : TransferEvent;
