namespace Sealift.Core.Timeline;

/// <summary>One certificate of a TLS handshake's Certificate message. Its texts are its issuer's: escape them before showing them.</summary>
/// <param name="Subject">Who it is about, as a distinguished name.</param>
/// <param name="Issuer">Who signed it.</param>
/// <param name="NotBefore">The start of its validity, in UTC.</param>
/// <param name="NotAfter">The end of its validity, in UTC.</param>
/// <param name="Key">Kind and size of its key, such as "ECDSA P-256".</param>
/// <param name="Fingerprint">SHA-256 of all of it, as hex pairs with colons.</param>
/// <param name="Encoded">The certificate as it was sent (DER), in base64; <see langword="null"/> where it was taken out.</param>
public sealed record PresentedCertificate(
    string Subject, string Issuer, DateTimeOffset NotBefore, DateTimeOffset NotAfter, string Key, string Fingerprint, string? Encoded)
{
    /// <summary>A certificate that is none, or that cannot be understood.</summary>
    /// <param name="encoded">What was sent in its place, in base64.</param>
    public static PresentedCertificate Unreadable(string? encoded) => new("", "", default, default, "", "", encoded);

    /// <summary>Whether it could be understood.</summary>
    public bool IsReadable => Fingerprint.Length > 0;
}
