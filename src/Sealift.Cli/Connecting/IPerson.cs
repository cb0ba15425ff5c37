using Sealift.Tls.Trust;

namespace Sealift.Cli.Connecting;

/// <summary>Who answers what cannot be decided without a person: somebody at a terminal, or at the dialogs of the app.</summary>
internal interface IPerson
{
    /// <summary>Whether a question is answered with yes.</summary>
    ValueTask<bool> ConfirmAsync(string question, CancellationToken cancellationToken);

    /// <summary>A secret, which nobody sees; <see langword="null"/> where the person gives none.</summary>
    ValueTask<string?> TellSecretAsync(SecretQuestion question, CancellationToken cancellationToken);

    /// <summary>Whether a certificate that nobody vouches for is trusted from now on.</summary>
    /// <param name="server">The server and its certificate.</param>
    /// <param name="refusal">Why it is not trusted.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<bool> TrustAsync(ServerIdentity server, TrustDecision refusal, CancellationToken cancellationToken);
}
