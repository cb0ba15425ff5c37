namespace Sealift.Tls.Trust;

/// <summary>Why a certificate does not pass the check for revocation.</summary>
/// <param name="Text">In words, as the end of a sentence.</param>
/// <param name="IsListed">Whether it was taken back; otherwise no list proves that it was not.</param>
internal sealed record RevocationFault(string Text, bool IsListed);
