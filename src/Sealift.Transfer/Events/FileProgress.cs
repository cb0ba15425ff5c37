using Sealift.Core;

namespace Sealift.Transfer.Events;

/// <summary>How far a file is, a few times a second at most.</summary>
/// <param name="Path">The path in the target, relative to its root.</param>
/// <param name="Bytes">The bytes that are there, what was resumed included.</param>
/// <param name="Size">Its size in bytes; null where the source does not state it.</param>
/// <param name="BytesPerSecond">The rate of this file since the attempt began.</param>
public sealed record FileProgress(FtpPath Path, long Bytes, long? Size, double BytesPerSecond) : TransferEvent;
