using Sealift.Core;

namespace Sealift.Server.Events;

/// <summary>A transfer that is running.</summary>
/// <param name="Verb">The command.</param>
/// <param name="Path">What it is about, from the user's root.</param>
/// <param name="Kind">What moves where.</param>
/// <param name="Bytes">The bytes so far.</param>
/// <param name="Duration">How long it has been running.</param>
public sealed record FtpTransferStatus(string Verb, FtpPath Path, FtpTransferKind Kind, long Bytes, TimeSpan Duration);
