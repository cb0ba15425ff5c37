using Sealift.Core.Timeline;
using Sealift.Core.Wire;
using Sealift.Tls;
using Sealift.Tls.Trust;

namespace Sealift.Doctor.Examining;

/// <summary>One whole handshake as any client makes it, and what was seen of it.</summary>
/// <param name="Tls">What was negotiated.</param>
/// <param name="Identity">The certificate and those that were sent with it.</param>
/// <param name="Judgement">Whether this server is trusted, and why.</param>
/// <param name="Greeting">The greeting, in clear text or inside TLS.</param>
/// <param name="Features">The answer to FEAT inside TLS, before any login.</param>
/// <param name="Messages">The handshake's messages, in order, with what came after it.</param>
internal sealed record TlsLook(
    TlsInfo Tls, ServerIdentity Identity, TrustDecision Judgement, FtpReply Greeting, FtpReply Features, IReadOnlyList<HandshakeMessage> Messages);
