using Sealift.Core;

namespace Sealift.Client;

/// <summary>The bytes of a transfer are provably not what they ought to be, whatever the server says. The session lives on.</summary>
public sealed class FtpDataException : FtpException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="failure">What is wrong.</param>
    /// <param name="message">The same in plain words.</param>
    /// <param name="hint">What the user can do; null if nothing is known to help.</param>
    /// <param name="innerException">What found it, if anything.</param>
    public FtpDataException(FtpDataFailure failure, string message, string? hint = null, Exception? innerException = null)
        : base(message, innerException)
    {
        Failure = failure;
        Hint = hint;
    }

    /// <summary>What is wrong.</summary>
    public FtpDataFailure Failure { get; }

    /// <inheritdoc/>
    public override string Code => Failure switch
    {
        FtpDataFailure.Damaged => "SL-DATA-06",
        FtpDataFailure.TooLarge => "SL-DATA-07",
        _ => "SL-DATA-08",
    };

    /// <inheritdoc/>
    public override string? Hint { get; }
}
