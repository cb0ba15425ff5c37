using Sealift.Core.Wire;
using Sealift.Tls;

namespace Sealift.Client;

/// <summary>A transfer that is confirmed: its end was proven on the data connection and the server's final reply was 2xx.</summary>
/// <param name="Bytes">The bytes carried, from the offset on.</param>
/// <param name="Reply">The server's final reply.</param>
/// <param name="Tls">The facts of the data connection; null only where the session is in clear text.</param>
/// <param name="Elapsed">From the command to the final reply.</param>
public sealed record FtpTransferResult(long Bytes, FtpReply Reply, TlsInfo? Tls, TimeSpan Elapsed);
