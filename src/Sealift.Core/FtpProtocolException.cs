namespace Sealift.Core;

/// <summary>The peer broke the grammar or a limit of it. The session cannot be trusted to be in step and is dead.</summary>
public sealed class FtpProtocolException : FtpException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What was wrong, in plain words.</param>
    /// <param name="innerException">What caused it, if anything.</param>
    public FtpProtocolException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>Creates the exception with a hint.</summary>
    /// <param name="message">What was wrong, in plain words.</param>
    /// <param name="hint">What the user can do about it; no line end.</param>
    public FtpProtocolException(string message, string hint)
        : base(message) => Hint = hint;

    /// <inheritdoc/>
    public override string? Hint { get; }
}
