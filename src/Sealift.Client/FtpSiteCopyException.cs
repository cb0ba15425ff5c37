using Sealift.Core;

namespace Sealift.Client;

/// <summary>A copy between servers was not made. What the target's name held before is untouched.</summary>
public sealed class FtpSiteCopyException : FtpException
{
    /// <summary>Makes the exception.</summary>
    public FtpSiteCopyException(FtpSiteCopyFailure failure, string message, string? hint = null, Exception? innerException = null)
        : base(message, innerException)
    {
        Failure = failure;
        Hint = hint;
    }

    /// <summary>Why.</summary>
    public FtpSiteCopyFailure Failure { get; }

    /// <inheritdoc/>
    public override string Code => Failure == FtpSiteCopyFailure.NotProven ? "SL-DATA-10" : "SL-DATA-09";

    /// <inheritdoc/>
    public override string? Hint { get; }

    /// <inheritdoc/>
    public override bool IsTransient => Failure == FtpSiteCopyFailure.NotProven;
}
