using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sealift.Tls.Trust;

namespace Sealift.Tls.Tests;

[Trait("Threat", "T5")]
public sealed class MalformedNamesTests
{
    // RFC 5280 section 4.2.1.6: an iPAddress has 4 or 16 bytes. This one has 5.
    private static readonly byte[] FiveByteAddress = [0x30, 0x07, 0x87, 0x05, 127, 0, 0, 1, 1];

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    public void Certificate_whose_names_cannot_be_read_is_for_no_host(string host)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=odd", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509Extension("2.5.29.17", FiveByteAddress, critical: false));
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));

        Assert.False(CertificateNames.Match(certificate, host));
    }
}
