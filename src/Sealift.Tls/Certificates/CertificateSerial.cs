using System.Security.Cryptography;

namespace Sealift.Tls.Certificates;

/// <summary>Serial numbers: 16 random bytes that are a positive number (RFC 5280 section 4.1.2.2).</summary>
internal static class CertificateSerial
{
    public static byte[] Next()
    {
        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] = (byte)((serial[0] & 0x7F) | 0x40);
        return serial;
    }
}
