using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sealift.Tls.Certificates;

namespace Sealift.Tls.Trust;

/// <summary>Verifies signatures as they stand in certificates and lists (RFC 3279, RFC 4055, RFC 5758). SHA-1 and MD5 prove nothing any more.</summary>
internal static class SignatureCheck
{
    /// <summary>Whether the key signed these bytes.</summary>
    /// <param name="algorithm">The AlgorithmIdentifier, DER.</param>
    /// <param name="data">What was signed.</param>
    /// <param name="signature">The signature.</param>
    /// <param name="key">The key.</param>
    public static bool Verify(byte[] algorithm, byte[] data, byte[] signature, PublicKey key)
    {
        try
        {
            var identifier = new AsnReader(algorithm, AsnEncodingRules.DER).ReadSequence();
            var oid = identifier.ReadObjectIdentifier();
            if (oid == Oids.RsaPss) return HashOfPss(identifier) is { } pss && Rsa(key, data, signature, pss, RSASignaturePadding.Pss);
            return oid switch
            {
                Oids.RsaSha256 => Rsa(key, data, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
                Oids.RsaSha384 => Rsa(key, data, signature, HashAlgorithmName.SHA384, RSASignaturePadding.Pkcs1),
                Oids.RsaSha512 => Rsa(key, data, signature, HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1),
                Oids.EcdsaSha256 => Ecdsa(key, data, signature, HashAlgorithmName.SHA256),
                Oids.EcdsaSha384 => Ecdsa(key, data, signature, HashAlgorithmName.SHA384),
                Oids.EcdsaSha512 => Ecdsa(key, data, signature, HashAlgorithmName.SHA512),
                _ => false,
            };
        }
        catch (Exception e) when (e is CryptographicException or AsnContentException)
        {
            return false;
        }
    }

    private static bool Rsa(PublicKey key, byte[] data, byte[] signature, HashAlgorithmName hash, RSASignaturePadding padding)
    {
        using var rsa = key.GetRSAPublicKey();
        return rsa?.VerifyData(data, signature, hash, padding) == true;
    }

    private static bool Ecdsa(PublicKey key, byte[] data, byte[] signature, HashAlgorithmName hash)
    {
        using var ecdsa = key.GetECDsaPublicKey();
        return ecdsa?.VerifyData(data, signature, hash, DSASignatureFormat.Rfc3279DerSequence) == true;
    }

    // RFC 4055 section 3.1: hash, mask function, salt length. RSASignaturePadding.Pss means one hash for both and a salt of its length;
    // lists signed in any other way do not exist in practice, and would be refused.
    private static HashAlgorithmName? HashOfPss(AsnReader identifier)
    {
        if (!identifier.HasData) return null;
        var parameters = identifier.ReadSequence();
        var first = new Asn1Tag(TagClass.ContextSpecific, 0, isConstructed: true);
        if (!parameters.HasData || !parameters.PeekTag().HasSameClassAndValue(first)) return null;
        return parameters.ReadSequence(first).ReadSequence().ReadObjectIdentifier() switch
        {
            Oids.Sha256 => HashAlgorithmName.SHA256,
            Oids.Sha384 => HashAlgorithmName.SHA384,
            Oids.Sha512 => HashAlgorithmName.SHA512,
            _ => null,
        };
    }
}
