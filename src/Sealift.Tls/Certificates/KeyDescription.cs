using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Sealift.Tls.Certificates;

/// <summary>Keys in words: kind and size.</summary>
internal static class KeyDescription
{
    public static string Of(AsymmetricAlgorithm key) =>
        $"{(key is RSA ? "RSA " : "ECDSA P-")}{key.KeySize.ToString(CultureInfo.InvariantCulture)}";

    public static string Of(PublicKey key)
    {
        try
        {
            using var rsa = key.GetRSAPublicKey();
            if (rsa is not null) return Of(rsa);
            using var ecdsa = key.GetECDsaPublicKey();
            if (ecdsa is not null) return Of(ecdsa);
        }
        catch (CryptographicException)
        {
            // A curve or an encoding that this machine does not know: its name is all there is to tell.
        }

        return key.Oid.FriendlyName ?? key.Oid.Value ?? "unknown";
    }
}
