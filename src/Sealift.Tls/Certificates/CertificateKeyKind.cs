namespace Sealift.Tls.Certificates;

/// <summary>The kinds of keys that are made here.</summary>
public enum CertificateKeyKind
{
    /// <summary>ECDSA on P-256: small and fast, read by every TLS library of the last ten years.</summary>
    EcdsaP256,

    /// <summary>ECDSA on P-384.</summary>
    EcdsaP384,

    /// <summary>RSA with 2048 bits: for partners with old software.</summary>
    Rsa2048,

    /// <summary>RSA with 3072 bits.</summary>
    Rsa3072,

    /// <summary>RSA with 4096 bits.</summary>
    Rsa4096,
}
