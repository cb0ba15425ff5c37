using Sealift.Core;

namespace Sealift.Server.Events;

/// <summary>A transfer began: 150 was said.</summary>
/// <param name="Verb">The command.</param>
/// <param name="Path">What it is about, from the user's root.</param>
/// <param name="Kind">What moves where.</param>
public sealed record TransferStarted(string Verb, FtpPath Path, FtpTransferKind Kind) : FtpSessionEvent;
