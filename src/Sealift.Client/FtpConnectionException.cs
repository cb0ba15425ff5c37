using Sealift.Core;
using Sealift.Core.Wire;

namespace Sealift.Client;

/// <summary>There is no connection, or no longer one. The session is dead; a new one may succeed.</summary>
public sealed class FtpConnectionException : FtpException
{
    /// <summary>Makes the exception.</summary>
    public FtpConnectionException(
        FtpConnectionFailure failure, string message, string? hint = null, Exception? innerException = null)
        : base(message, innerException)
    {
        Failure = failure;
        Hint = hint;
    }

    /// <summary>Why.</summary>
    public FtpConnectionFailure Failure { get; }

    /// <summary>What the server said before it closed; null if it said nothing.</summary>
    public FtpReply? Reply { get; init; }

    /// <summary>Whether the same may well succeed later, whatever the failure's kind says of it.</summary>
    internal bool IsForNow { get; init; }

    /// <inheritdoc/>
    public override string Code => Failure switch
    {
        FtpConnectionFailure.UnknownHost => "SL-NET-01",
        FtpConnectionFailure.Refused => "SL-NET-02",
        FtpConnectionFailure.Unreachable => "SL-NET-03",
        FtpConnectionFailure.Timeout => "SL-NET-04",
        FtpConnectionFailure.NotFtp => "SL-NET-06",
        FtpConnectionFailure.Proxy => "SL-NET-07",
        _ => "SL-NET-05",
    };

    /// <inheritdoc/>
    public override string? Hint { get; }

    /// <inheritdoc/>
    public override bool IsTransient => IsForNow || Failure is FtpConnectionFailure.Timeout or FtpConnectionFailure.Closed
        or FtpConnectionFailure.Unreachable or FtpConnectionFailure.Refused;
}
