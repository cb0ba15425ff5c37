using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sealift.Tls;

namespace Sealift.Cli.Serving;

/// <summary>Makes a certificate for a server that has none: trusted by nobody, to be pinned.</summary>
internal static class SelfSignedCertificate
{
    private const int DaysValid = 365;
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    /// <summary>A certificate for localhost, this machine's name, the loopback addresses and the given ones.</summary>
    public static TlsCertificate Create(IEnumerable<IPAddress> addresses, TimeProvider time)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Sealift", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(Names(addresses));
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ServerAuthentication)], critical: false));

        // An hour of grace for a client whose clock is behind.
        var now = time.GetUtcNow();
        return TlsCertificate.From(request.CreateSelfSigned(now.AddHours(-1), now.AddDays(DaysValid)));
    }

    private static X509Extension Names(IEnumerable<IPAddress> addresses)
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        var machine = Environment.MachineName;
        if (!machine.Equals("localhost", StringComparison.OrdinalIgnoreCase) && Uri.CheckHostName(machine) == UriHostNameType.Dns)
            names.AddDnsName(machine);
        var own = addresses.Where(address => !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any));
        foreach (var address in own.Append(IPAddress.Loopback).Append(IPAddress.IPv6Loopback).Distinct()) names.AddIpAddress(address);
        return names.Build();
    }
}
