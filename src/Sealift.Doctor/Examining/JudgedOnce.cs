using System.Collections.Concurrent;
using Sealift.Tls.Trust;

namespace Sealift.Doctor.Examining;

/// <summary>A judge who is asked once about each certificate, however many connections show it: some warn each time.</summary>
internal sealed class JudgedOnce(ServerTrust judge) : ServerTrust
{
    private readonly ConcurrentDictionary<string, TrustDecision> _decisions = new(StringComparer.Ordinal);

    public override async ValueTask<TrustDecision> DecideAsync(ServerIdentity identity, CancellationToken cancellationToken)
    {
        var key = $"{identity.Host} {identity.Port} {identity.Certificate.Thumbprint}";
        if (_decisions.TryGetValue(key, out var known)) return known;
        var decision = await judge.DecideAsync(identity, cancellationToken).ConfigureAwait(false);
        return _decisions.GetOrAdd(key, decision);
    }
}
