using Sealift.Core.Wire;
using Sealift.Tls;

namespace Sealift.Client;

/// <summary>A transfer that is confirmed: its end was proven on the data connection and the server's final reply was 2xx.</summary>
/// <param name="Bytes">The bytes of the file that were carried, from the offset on; with text, as they are on this side.</param>
/// <param name="Reply">The server's final reply.</param>
/// <param name="Tls">The facts of the data connection; null only where the session is in clear text.</param>
/// <param name="Elapsed">From the command to the final reply.</param>
public sealed record FtpTransferResult(long Bytes, FtpReply Reply, TlsInfo? Tls, TimeSpan Elapsed)
{
    /// <summary>What the bytes meant on their way. With <see cref="FtpTransferType.Ascii"/> their number proves nothing.</summary>
    public FtpTransferType Type { get; init; }

    /// <summary>The bytes that travelled compressed (MODE Z); null where they travelled as they are.</summary>
    public long? CompressedBytes { get; init; }

    /// <summary>
    /// For a transfer with an offset: whether the file's size proves that the server began there. Null without an offset, false
    /// where the server does not tell the size, or the file changed meanwhile, so that its word is all there is.
    /// </summary>
    public bool? IsOffsetProven { get; init; }

    /// <summary>The name the server chose (STOU), or null: where the client did, or the server does not tell it.</summary>
    public string? StoredAs { get; init; }
}
