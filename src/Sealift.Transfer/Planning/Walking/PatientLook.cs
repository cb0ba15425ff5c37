using Sealift.Client;
using Sealift.Core;
using Sealift.Core.Stores;

namespace Sealift.Transfer.Planning.Walking;

/// <summary>
/// Asks a side something before anything is done, and asks again where the server was there and is gone, or refused for the moment. A look changes
/// nothing, so that it may be repeated without knowing what became of the first one.
/// </summary>
/// <remarks>A server that never let this login in is an error at once: it may be the wrong one, and a login is not repeated.</remarks>
internal sealed class PatientLook(TransferSide side, TimeProvider time)
{
    private const int MaxTries = 3;

    // A server that has answered and is gone may be restarting: with these pauses about five minutes pass until it is given up.
    private const int MaxTriesOfTheGone = 9;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private bool _hasAnswered;

    /// <summary>Asks, at most as often as it makes sense; the last failure is thrown.</summary>
    /// <param name="ask">What only looks, or looks before it does anything.</param>
    /// <param name="cancellationToken">Ends it, pauses too.</param>
    public async ValueTask<T> AskAsync<T>(Func<CancellationToken, ValueTask<T>> ask, CancellationToken cancellationToken)
    {
        for (var trial = 1; ; trial++)
        {
            try
            {
                var answer = await ask(cancellationToken).ConfigureAwait(false);
                _hasAnswered = true;
                return answer;
            }
            catch (Exception e) when (trial < TriesFor(e))
            {
                var pause = FirstPause * Math.Pow(4, trial - 1);
                await Task.Delay(pause < LongestPause ? pause : LongestPause, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private int TriesFor(Exception e)
    {
        if (!IsWorthRetrying(e) || side.Pool is { HasLoggedIn: false }) return 1;
        return _hasAnswered && e is FtpConnectionException ? MaxTriesOfTheGone : MaxTries;
    }

    // RFC 4217 section 10: 522 says that the server did not find the TLS session, or that its handshake broke; the next one may do, as with files.
    private static bool IsWorthRetrying(Exception e) => e switch
    {
        FtpException { IsTransient: true } or FtpReplyException { Reply.Code: 522 } => true,
        FileStoreException { InnerException: FtpException cause } => IsWorthRetrying(cause), // a server's refusal in the words of a store
        _ => false,
    };
}
