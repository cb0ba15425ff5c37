using Sealift.Core;

namespace Sealift.Server.Events;

/// <summary>A transfer is over, well or not.</summary>
/// <param name="Verb">The command.</param>
/// <param name="Path">What it is about, from the user's root.</param>
/// <param name="Kind">What moved where.</param>
/// <param name="Bytes">The bytes of this transfer as they were before any compression; those before a REST do not count.</param>
/// <param name="Duration">From 150 to the last reply.</param>
/// <param name="Code">The reply's code: 226 when everything is there.</param>
/// <param name="Text">The reply's text.</param>
/// <param name="Protection">The TLS of the data connection; null in clear text, and where none came about.</param>
public sealed record TransferEnded(
    string Verb, FtpPath Path, FtpTransferKind Kind, long Bytes, TimeSpan Duration, int Code, string Text, FtpProtection? Protection) : FtpSessionEvent
{
    /// <summary>Whether everything was transferred and, for an upload, is on the disk under its name.</summary>
    public bool IsComplete => Code is >= 200 and < 300;
}
