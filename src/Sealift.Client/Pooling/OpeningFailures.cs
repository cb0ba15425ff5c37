using Sealift.Core;

namespace Sealift.Client.Pooling;

/// <summary>
/// Reads the meaning of a failed login from its stage, its code and the sessions that live meanwhile. The text of replies is not
/// looked at: no two servers say "too many" in the same words.
/// </summary>
internal static class OpeningFailures
{
    /// <summary>Judges a failure.</summary>
    /// <param name="failure">What happened.</param>
    /// <param name="isProven">Whether a session of the same login lives now, or did a moment ago.</param>
    /// <param name="isRepeated">Whether the attempt before this one failed too.</param>
    public static OpeningFailure Judge(FtpException failure, bool isProven, bool isRepeated) => failure switch
    {
        // A password that opened the sessions of this moment is right: the server wants no more of them (ProFTPD: 530 to PASS).
        FtpAuthenticationException { Reply.IsNegative: true } when isProven => OpeningFailure.TooMany,

        // 430 is what some servers say for a wrong user or password; every other 4xx is about this moment.
        FtpAuthenticationException { Reply: { IsTransientNegative: true, Code: not 430 } } => OpeningFailure.Lasting,
        FtpAuthenticationException => OpeningFailure.LoginRefused,

        // RFC 959 section 5.4: 421 in place of the greeting, or of any reply (vsftpd and Pure-FTPd greet with it; Pure-FTPd also
        // answers PASS with it). ProFTPD's MaxConnectionsPerHost greets with 530.
        FtpConnectionException { Reply.IsNegative: true } when isProven => OpeningFailure.TooMany,
        FtpConnectionException { Reply.IsTransientNegative: true } => OpeningFailure.Busy,

        // ProFTPD's MaxInstances hangs up without a word. So does a bad network: once is not enough to tell.
        FtpConnectionException { Failure: FtpConnectionFailure.Closed } when isProven =>
            isRepeated ? OpeningFailure.TooMany : OpeningFailure.Busy,
        _ => OpeningFailure.Lasting,
    };
}
