using System.Collections.Concurrent;
using Sealift.Cli.Output;
using Sealift.Sites;
using Sealift.Tls.Certificates;
using Sealift.Tls.Trust;

namespace Sealift.Cli.Connecting;

/// <summary>Keeps when the certificate of a trusted server ends, so that the list of sites can say it without connecting.</summary>
internal sealed class CertificateMemory(Terminal terminal, ServerTrust judge) : ServerTrust
{
    private readonly ConcurrentDictionary<(string Host, int Port), bool> _kept = new();

    public override async ValueTask<TrustDecision> DecideAsync(ServerIdentity identity, CancellationToken cancellationToken)
    {
        var decision = await judge.DecideAsync(identity, cancellationToken);
        if (decision.IsTrusted && identity.Port > 0 && _kept.TryAdd((identity.Host, identity.Port), true)) await KeepAsync(identity, cancellationToken);
        return decision;
    }

    // Where it cannot be kept the session is worth as much.
    private async Task KeepAsync(ServerIdentity identity, CancellationToken cancellationToken)
    {
        if (SeenCertificates.FindDefaultPath() is not { } path) return;
        var facts = CertificateFacts.Of(identity.Certificate);
        try
        {
            await new SeenCertificates(path).KeepAsync(
                new SeenCertificate(identity.Host, identity.Port, TimeProvider.System.GetUtcNow(), facts.NotBefore, facts.NotAfter), cancellationToken);
        }
        catch (SiteException e)
        {
            terminal.WriteWarning($"when the certificate of {identity.Host} ends is not kept: {e.Message}");
        }
    }
}
