using Sealift.Core;

namespace Sealift.Server.Events;

/// <summary>A user changed something other than by an upload: deleted, renamed, made or removed a directory, joined files, set facts.</summary>
/// <param name="Verb">The command: DELE, RNTO, MKD, RMD, COMB, MFMT, MFCT, MFF or SITE.</param>
/// <param name="Path">What it was done to, from the user's root; for RNTO the old name.</param>
/// <param name="Target">For RNTO the new name; null otherwise.</param>
public sealed record FileChanged(string Verb, FtpPath Path, FtpPath? Target) : FtpSessionEvent;
