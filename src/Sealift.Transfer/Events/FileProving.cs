using Sealift.Core;
using Sealift.Transfer.Running;

namespace Sealift.Transfer.Events;

/// <summary>A file is there and is being proven, or an unfinished part is before it is resumed.</summary>
/// <param name="Path">The path in the target, relative to its root.</param>
/// <param name="Proof">What is being proven.</param>
public sealed record FileProving(FtpPath Path, TransferEvidence Proof) : TransferEvent;
