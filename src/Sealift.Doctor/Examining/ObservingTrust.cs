using Sealift.Tls;
using Sealift.Tls.Trust;

namespace Sealift.Doctor.Examining;

/// <summary>
/// Lets the handshake go on with any server and keeps what a real judgement would have been. For connections on which nothing secret is
/// said. The judge is asked once a certificate.
/// </summary>
internal sealed class ObservingTrust(JudgedOnce judge) : ServerTrust
{
    public ServerIdentity? Identity { get; private set; }

    public TrustDecision? Judgement { get; private set; }

    public override async ValueTask<TrustDecision> DecideAsync(ServerIdentity identity, CancellationToken cancellationToken)
    {
        Identity = identity;
        try
        {
            Judgement = await judge.DecideAsync(identity, cancellationToken).ConfigureAwait(false);
        }
        catch (TlsException e)
        {
            Judgement = TrustDecision.Refused(e.Message, e.Hint) with { Failure = e.Failure };
        }

        return TrustDecision.Trusted("is only looked at");
    }
}
