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
}
