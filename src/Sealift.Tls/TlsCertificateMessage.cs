using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sealift.Tls.Certificates;

namespace Sealift.Tls;

/// <summary>A Certificate message: the sender's certificate and those that lead to its root, as far as it sent them.</summary>
/// <param name="Sent">True if this side sent it.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Chain">The certificates (DER) in the order they were sent; the sender's own comes first. Empty where it has none.</param>
public sealed record TlsCertificateMessage(bool Sent, int Length, IReadOnlyList<ReadOnlyMemory<byte>> Chain)
    : TlsMessage(Sent, "Certificate", Length)
{
    /// <inheritdoc/>
    public override string? Detail => Chain.Count switch
    {
        0 => "none",
        1 => null,
        var count => $"a chain of {count}",
    };

    /// <summary>What one of the certificates says; null if it cannot be read.</summary>
    /// <param name="index">Its position in <see cref="Chain"/>.</param>
    public CertificateFacts? FindFacts(int index)
    {
        try
        {
            using var certificate = X509CertificateLoader.LoadCertificate(Chain[index].Span);
            return CertificateFacts.Of(certificate);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
