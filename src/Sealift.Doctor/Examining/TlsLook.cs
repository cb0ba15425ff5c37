using Sealift.Core.Timeline;
using Sealift.Core.Wire;
using Sealift.Tls;
using Sealift.Tls.Trust;

namespace Sealift.Doctor.Examining;

/// <summary>One whole handshake as any client makes it, and what was seen of it.</summary>
/// <param name="Tls">What was negotiated; null where the handshake failed after the certificate.</param>
/// <param name="Identity">The certificate and those that were sent with it.</param>
/// <param name="Judgement">Whether this server is trusted, and why.</param>
/// <param name="Greeting">The greeting, in clear text or inside TLS; null where it was not heard.</param>
/// <param name="Features">The answer to FEAT inside TLS, before any login; null where there was none.</param>
/// <param name="Messages">The handshake's messages, in order, with what came after it.</param>
/// <param name="Failure">What ended it early; null for nothing.</param>
internal sealed record TlsLook(
    TlsInfo? Tls,
    ServerIdentity Identity,
    TrustDecision Judgement,
    FtpReply? Greeting,
    FtpReply? Features,
    IReadOnlyList<HandshakeMessage> Messages,
    Exception? Failure)
{
    /// <summary>What was negotiated.</summary>
    /// <exception cref="CannotTellException">The handshake failed.</exception>
    public TlsInfo RequireTls() => Tls ?? throw new CannotTellException($"The handshake does not succeed: {Reason.Of(Failure!)}");
}
