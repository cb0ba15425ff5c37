namespace Sealift.TestKit;

/// <summary>The kind of key a test certificate carries.</summary>
public enum TestKeyKind
{
    /// <summary>ECDSA on P-256: quick to make, the default.</summary>
    Ecdsa,

    /// <summary>RSA with 2048 bits.</summary>
    Rsa,
}
