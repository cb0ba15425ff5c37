using System.Collections.Concurrent;
using Sealift.Cli.Output;
using Sealift.Tls.Certificates;
using Sealift.Tls.Trust;

namespace Sealift.Cli.Connecting;

/// <summary>Warns, once a server, when a certificate that is trusted ends within 30 days, or has ended and is trusted by its key alone.</summary>
internal sealed class ExpiryWatch(Terminal terminal, ServerTrust judge) : ServerTrust
{
    private readonly ConcurrentDictionary<(string Host, int Port), bool> _told = new();

    public override async ValueTask<TrustDecision> DecideAsync(ServerIdentity identity, CancellationToken cancellationToken)
    {
        var decision = await judge.DecideAsync(identity, cancellationToken);
        if (decision.IsTrusted && Notice(identity) is { } notice && _told.TryAdd((identity.Host, identity.Port), true))
            terminal.WriteWarning($"the certificate of {identity.Host} {notice}; ask the server's operator for a new one.");
        return decision;
    }

    private static string? Notice(ServerIdentity identity)
    {
        var facts = CertificateFacts.Of(identity.Certificate);
        return CertificateDates.FindNotice(facts.NotBefore, facts.NotAfter, TimeProvider.System.GetUtcNow());
    }
}
