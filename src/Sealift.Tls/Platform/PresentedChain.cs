using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Sealift.Tls.Platform;

/// <summary>
/// The certificates a peer presented, taken in SslStream's callback, which may not wait. It disposes its own objects, so these
/// are copies.
/// </summary>
internal sealed class PresentedChain
{
    public X509Certificate2? Leaf { get; private set; }

    public IReadOnlyList<X509Certificate2> Intermediates { get; private set; } = [];

    /// <summary>A policy that builds no more than it must: who is trusted is decided elsewhere.</summary>
    public static X509ChainPolicy CollectOnly() => new()
    {
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        RevocationMode = X509RevocationMode.NoCheck,
        DisableCertificateDownloads = true,
    };

    /// <summary>Takes the certificates and accepts them for now.</summary>
    public bool Collect(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is null) return true;
        var leaf = X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
        Leaf = leaf;
        Intermediates =
        [
            .. (chain?.ChainPolicy.ExtraStore ?? [])
                .Where(other => !other.RawDataMemory.Span.SequenceEqual(leaf.RawDataMemory.Span))
                .Select(other => X509CertificateLoader.LoadCertificate(other.RawDataMemory.Span)),
        ];
        return true;
    }
}
