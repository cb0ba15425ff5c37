namespace Sealift.Tls.Trust;

/// <summary>What a server's certificate is worth by its chain, dates, usage and name.</summary>
/// <param name="Faults">The reasons to refuse it, empty if there are none.</param>
/// <param name="Root">The root it chains to.</param>
/// <param name="Kind">What the server is told about the faults.</param>
/// <param name="Revoked">Why it is refused though its chain is good: it was taken back, or nothing proves that it was not.</param>
internal sealed record ServerJudgement(IReadOnlyList<string> Faults, string Root, CertificateFault Kind, RevocationFault? Revoked);
