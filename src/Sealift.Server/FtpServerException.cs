using Sealift.Core;

namespace Sealift.Server;

/// <summary>The server could not start. Nothing listens.</summary>
public sealed class FtpServerException : FtpException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="hint">What to do about it.</param>
    /// <param name="innerException">What caused it, if anything.</param>
    public FtpServerException(string message, string? hint = null, Exception? innerException = null)
        : base(message, innerException) => Hint = hint;

    /// <inheritdoc/>
    public override string Code => "SL-SERVE-01";

    /// <summary>What to do about it, in plain words; null if nothing is known.</summary>
    public override string? Hint { get; }
}
