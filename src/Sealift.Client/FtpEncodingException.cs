using Sealift.Core;

namespace Sealift.Client;

/// <summary>The session's encoding has no bytes for a name or another text. Nothing was sent; the session lives on.</summary>
public sealed class FtpEncodingException : FtpException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="verb">The command that could not be written. Its argument may be a secret and is not told.</param>
    /// <param name="encoding">The encoding's name.</param>
    /// <param name="innerException">What the encoding said.</param>
    public FtpEncodingException(string verb, string encoding, Exception? innerException = null)
        : base($"The encoding {encoding} of this session cannot express what {verb} is about; nothing was sent.", innerException) =>
        Encoding = encoding;

    /// <summary>The encoding's name.</summary>
    public string Encoding { get; }

    /// <inheritdoc/>
    public override string Code => "SL-FTP-04";

    /// <inheritdoc/>
    public override string Hint => "Use a name that the encoding has, or the encoding that the server's names are in.";
}
