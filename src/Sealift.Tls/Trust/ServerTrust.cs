namespace Sealift.Tls.Trust;

/// <summary>Decides whether a server's certificate is trusted. One instance may serve many connections at once.</summary>
public abstract class ServerTrust
{
    /// <summary>Judges a server, during its handshake.</summary>
    /// <param name="identity">Who the server should be and what it presented.</param>
    /// <param name="cancellationToken">Ends the question, for example when the user goes away.</param>
    /// <returns>The decision with its reason. It never throws for a certificate it dislikes.</returns>
    /// <exception cref="TlsException">The known hosts cannot be read (<see cref="TlsFailure.TrustStoreUnusable"/>).</exception>
    public abstract ValueTask<TrustDecision> DecideAsync(ServerIdentity identity, CancellationToken cancellationToken);
}
