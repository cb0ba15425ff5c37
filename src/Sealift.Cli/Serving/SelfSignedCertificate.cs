using System.Net;
using Sealift.Tls;
using Sealift.Tls.Certificates;

namespace Sealift.Cli.Serving;

/// <summary>The certificate of a server that has none: trusted by nobody, to be pinned.</summary>
internal static class SelfSignedCertificate
{
    /// <summary>A certificate for localhost, this machine's name, the loopback addresses and the given ones.</summary>
    public static TlsCertificate Create(IEnumerable<IPAddress> addresses, TimeProvider time)
    {
        using var key = CertificateKey.Create(CertificateKeyKind.EcdsaP256);
        var template = new CertificateTemplate
        {
            Subject = CertificateTemplate.CommonName("Sealift"),
            Names = [.. Names(addresses)],
            Purposes = CertificatePurposes.Server,
        };
        return CertificateMaker.SelfSigned(template, key, time);
    }

    private static IEnumerable<CertificateName> Names(IEnumerable<IPAddress> addresses)
    {
        var own = addresses.Where(address => !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any));
        string[] texts =
        [
            "localhost",
            Environment.MachineName.ToLowerInvariant(),
            .. own.Append(IPAddress.Loopback).Append(IPAddress.IPv6Loopback).Select(address => address.ToString()),
        ];

        // A machine may have a name that no certificate can hold.
        foreach (var text in texts.Distinct(StringComparer.Ordinal))
            if (CertificateName.TryParse(text, out var name)) yield return name;
    }
}
