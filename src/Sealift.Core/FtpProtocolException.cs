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

    /// <summary>How the protocol was broken; <see cref="FtpProtocolFailure.Grammar"/> by default.</summary>
    public FtpProtocolFailure Failure { get; init; }

    /// <inheritdoc/>
    public override string Code => Failure switch
    {
        FtpProtocolFailure.TooLong => "SL-FTP-02",
        FtpProtocolFailure.OutOfStep => "SL-FTP-03",
        _ => "SL-FTP-01",
    };

    /// <inheritdoc/>
    public override string? Hint { get; }
}
