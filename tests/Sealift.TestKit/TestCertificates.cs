using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Sealift.TestKit;

/// <summary>A certificate authority for one test or fixture; its files disappear on disposal.</summary>
public sealed class TestCertificates : IDisposable
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    private readonly TempDirectory _directory = new();
    private readonly List<TestCertificate> _issued = [];
    private readonly DateTimeOffset _now;

    /// <summary>Makes the authority: valid from two years ago for four years, so that expired certificates fit inside.</summary>
    /// <param name="time">The clock that validity is relative to; the system's by default.</param>
    public TestCertificates(TimeProvider? time = null)
    {
        _now = (time ?? TimeProvider.System).GetUtcNow();
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=Sealift test CA", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, critical: true));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        Authority = request.CreateSelfSigned(_now.AddYears(-2), _now.AddYears(2));
        AuthorityFile = _directory.Combine("ca.pem");
        File.WriteAllText(AuthorityFile, Authority.ExportCertificatePem());
    }

    /// <summary>The authority's own certificate, private key included.</summary>
    public X509Certificate2 Authority { get; }

    /// <summary>PEM file with the authority's certificate: what a client is told to trust.</summary>
    public string AuthorityFile { get; }

    /// <summary>A server certificate for these DNS names and IP addresses; for localhost, 127.0.0.1 and ::1 without any.</summary>
    public TestCertificate IssueServer(params IReadOnlyList<string> names) =>
        Issue(names.Count == 0 ? new() : new() { Names = names });

    /// <summary>A server certificate that ended yesterday.</summary>
    public TestCertificate IssueExpired(params IReadOnlyList<string> names) =>
        Issue((names.Count == 0 ? new TestCertificateOptions() : new() { Names = names })
            with { ValidFrom = TimeSpan.FromDays(-30), ValidTo = TimeSpan.FromDays(-1) });

    /// <summary>A client certificate with this common name.</summary>
    public TestCertificate IssueClient(string commonName) =>
        Issue(new() { Names = [], CommonName = commonName, ForClient = true });

    /// <summary>Any certificate.</summary>
    public TestCertificate Issue(TestCertificateOptions options)
    {
        using AsymmetricAlgorithm key = options.Key == TestKeyKind.Rsa
            ? RSA.Create(2048)
            : ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = NewRequest(options, key);

        using X509Certificate2 signed = options.SelfSigned
            ? request.CreateSelfSigned(_now + options.ValidFrom, _now + options.ValidTo)
            : Sign(request, options, key);

        // SslStream wants a key that was imported, not one that was only attached: hence the way through PKCS #12.
        byte[] pfx = signed.Export(X509ContentType.Pkcs12, TestCertificate.PfxPassword);
        X509Certificate2 certificate =
            X509CertificateLoader.LoadPkcs12(pfx, TestCertificate.PfxPassword, X509KeyStorageFlags.Exportable);
        string stem = _issued.Count.ToString(CultureInfo.InvariantCulture);
        TestCertificate issued = new(
            certificate,
            options.SelfSigned ? certificate : Authority,
            _directory.Write(stem + ".pem", System.Text.Encoding.ASCII.GetBytes(certificate.ExportCertificatePem())),
            _directory.Write(stem + ".key", System.Text.Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem())),
            _directory.Write(stem + ".pfx", pfx));
        _issued.Add(issued);
        return issued;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (TestCertificate issued in _issued)
            issued.Dispose();
        Authority.Dispose();
        _directory.Dispose();
    }

    private static CertificateRequest NewRequest(TestCertificateOptions options, AsymmetricAlgorithm key)
    {
        X500DistinguishedNameBuilder subject = new();
        subject.AddCommonName(options.CommonName ?? (options.Names.Count > 0 ? options.Names[0] : "nobody"));
        CertificateRequest request = key is RSA rsa
            ? new(subject.Build(), rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : new(subject.Build(), (ECDsa)key, HashAlgorithmName.SHA256);

        X509KeyUsageFlags usage = X509KeyUsageFlags.DigitalSignature;
        if (options.Key == TestKeyKind.Rsa)
            usage |= X509KeyUsageFlags.KeyEncipherment;
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(usage, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(
            [new Oid(options.ForClient ? ClientAuthentication : ServerAuthentication)], critical: false));
        if (options.Names.Count > 0)
            request.CertificateExtensions.Add(SubjectAlternativeNames(options.Names));
        return request;
    }

    private static X509Extension SubjectAlternativeNames(IReadOnlyList<string> names)
    {
        SubjectAlternativeNameBuilder builder = new();
        foreach (string name in names)
        {
            if (IPAddress.TryParse(name, out IPAddress? address))
                builder.AddIpAddress(address);
            else
                builder.AddDnsName(name);
        }

        return builder.Build();
    }

    private X509Certificate2 Sign(CertificateRequest request, TestCertificateOptions options, AsymmetricAlgorithm key)
    {
        byte[] serial = RandomNumberGenerator.GetBytes(16);
        serial[0] &= 0x7F; // positive (RFC 5280 section 4.1.2.2)
        serial[0] |= 0x01;
        using ECDsa authorityKey = Authority.GetECDsaPrivateKey()!;
        using X509Certificate2 bare = request.Create(
            Authority.SubjectName,
            X509SignatureGenerator.CreateForECDsa(authorityKey),
            _now + options.ValidFrom,
            _now + options.ValidTo,
            serial);
        return key is RSA rsa ? bare.CopyWithPrivateKey(rsa) : bare.CopyWithPrivateKey((ECDsa)key);
    }
}
