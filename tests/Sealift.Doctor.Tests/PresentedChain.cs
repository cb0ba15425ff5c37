using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sealift.TestKit;

namespace Sealift.Doctor.Tests;

/// <summary>
/// Certificates that no server would be set up with on purpose, below an authority that is trusted or not; and a server that presents them. The
/// client judges them before the handshake goes on, so that the server needs no key.
/// </summary>
internal sealed class PresentedChain : IDisposable
{
    private static readonly TimeProvider Time = TimeProvider.System;

    private readonly TempDirectory _directory = new();
    private readonly List<X509Certificate2> _made = [];
    private readonly ECDsa _rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public PresentedChain() => Root = Keep(Authority("Root", _rootKey, _rootKey, "Root"));

    public X509Certificate2 Root { get; }

    /// <summary>An authority with a key of its own, which the root has signed.</summary>
    public (X509Certificate2 Certificate, ECDsa Key) Intermediate(string name, string? issuer = null, ECDsa? signer = null)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return (Keep(Authority(name, key, signer ?? _rootKey, issuer ?? "Root")), key);
    }

    /// <summary>A server's certificate for this machine.</summary>
    /// <param name="issuer">The name of who signs it; the root by default.</param>
    /// <param name="signer">The key that signs it; the root's by default.</param>
    /// <param name="key">Its key; a new one on P-256 by default.</param>
    /// <param name="algorithm">The algorithm that it names for its signature; ECDSA with SHA-256 by default.</param>
    /// <param name="names">Whether it says where its issuer's certificate is to be had.</param>
    public X509Certificate2 Server(string issuer = "Root", ECDsa? signer = null, PublicKey? key = null, string? algorithm = null, bool names = false)
    {
        using var own = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(new X500DistinguishedName("CN=localhost"), key ?? new PublicKey(own), HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        if (names) request.CertificateExtensions.Add(new X509AuthorityInformationAccessExtension(null, ["http://authority.invalid/issuer.cer"]));
        var alternatives = new SubjectAlternativeNameBuilder();
        alternatives.AddDnsName("localhost");
        alternatives.AddIpAddress(System.Net.IPAddress.Loopback);
        request.CertificateExtensions.Add(alternatives.Build());
        var now = Time.GetUtcNow();
        return Keep(request.Create(new X500DistinguishedName($"CN={issuer}"), new Signer(signer ?? _rootKey, algorithm), now.AddDays(-1), now.AddDays(90), [1, 2, 3, 4]));
    }

    /// <summary>Presents these to whoever begins TLS 1.2, and goes no further; the root is trusted.</summary>
    /// <param name="check">The check to make.</param>
    /// <param name="certificates">What is presented, the server's own first.</param>
    public async Task<Finding> ExamineAsync(string check, params X509Certificate2[] certificates)
    {
        await using var server = HelloServer.Presenting([.. certificates.Select(certificate => certificate.RawData)]);
        return await Examine.OneAsync(Examine.Local(server.Port, _directory.Write("root.pem", System.Text.Encoding.ASCII.GetBytes(Root.ExportCertificatePem()))), check);
    }

    public void Dispose()
    {
        foreach (var certificate in _made) certificate.Dispose();
        _rootKey.Dispose();
        _directory.Dispose();
    }

    private static X509Certificate2 Authority(string name, ECDsa key, ECDsa signer, string issuer)
    {
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        var now = Time.GetUtcNow();
        return request.Create(new X500DistinguishedName($"CN={issuer}"), X509SignatureGenerator.CreateForECDsa(signer), now.AddYears(-1), now.AddYears(1), [5, 6, 7, 8]);
    }

    private X509Certificate2 Keep(X509Certificate2 certificate)
    {
        _made.Add(certificate);
        return certificate;
    }

    // Signs with SHA-256 in any case: who reads the algorithm's name does not look at the signature.
    private sealed class Signer(ECDsa key, string? algorithm) : X509SignatureGenerator
    {
        private readonly X509SignatureGenerator _usual = CreateForECDsa(key);

        public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm)
        {
            if (algorithm is null) return _usual.GetSignatureAlgorithmIdentifier(hashAlgorithm);
            var writer = new AsnWriter(AsnEncodingRules.DER);
            using (writer.PushSequence()) writer.WriteObjectIdentifier(algorithm);
            return writer.Encode();
        }

        public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm) => _usual.SignData(data, hashAlgorithm);

        protected override PublicKey BuildPublicKey() => _usual.PublicKey;
    }
}
