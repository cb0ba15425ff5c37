using Sealift.Tls.Trust;

namespace Sealift.App.Asking;

/// <summary>Whether a certificate that nobody vouches for is trusted from now on. Yes is any answer but null.</summary>
/// <param name="server">The server and what it presented.</param>
/// <param name="refusal">Why it is not trusted.</param>
public sealed class TrustAsk(ServerIdentity server, TrustDecision refusal) : Ask
{
    public ServerIdentity Server { get; } = server;

    public TrustDecision Refusal { get; } = refusal;
}
