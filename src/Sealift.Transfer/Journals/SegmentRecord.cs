using Sealift.Core;

namespace Sealift.Transfer.Journals;

/// <summary>A stretch of a file that travels on a session of its own.</summary>
/// <param name="Offset">Where it begins, in bytes from the beginning of the file.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Done">Bytes that are safely there, from its beginning on; 0 to <paramref name="Length"/>.</param>
/// <param name="Part">The file that holds it, relative to the root of the target; null where it lies in the file's own part.</param>
public sealed record SegmentRecord(long Offset, long Length, long Done, FtpPath? Part = null);
