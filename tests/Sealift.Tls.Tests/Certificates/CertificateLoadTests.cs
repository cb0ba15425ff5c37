using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Sealift.TestKit;
using Sealift.Tls.Certificates;
using Sealift.Tls.Trust;

namespace Sealift.Tls.Tests.Certificates;

/// <summary>Bad input: each file that cannot be used is named, and told what is wrong with it and what to do.</summary>
public sealed class CertificateLoadTests : IDisposable
{
    private const string Passphrase = "sesame open";

    private readonly TestCertificates _ca = new();
    private readonly TempDirectory _folder = new();
    private readonly TestCertificate _own;

    public CertificateLoadTests() => _own = _ca.IssueClient("anna");

    [Fact]
    public void A_key_may_be_encrypted_and_the_chain_in_any_order()
    {
        var key = Write("a.key", EncryptedKey());
        var chain = Write("chain.pem", _ca.Authority.ExportCertificatePem() + "\n" + _own.Certificate.ExportCertificatePem());

        using var loaded = TlsCertificate.Load(chain, key, Passphrase);

        Assert.Equal(_own.Certificate.Thumbprint, loaded.Leaf.Thumbprint);
        Assert.True(loaded.Leaf.HasPrivateKey);
        Assert.Equal(_ca.Authority.Thumbprint, Assert.Single(loaded.Intermediates).Thumbprint);
    }

    [Fact]
    public void Everything_may_be_der_and_a_pfx_may_have_any_name()
    {
        var certificate = _folder.Write("a.der", _own.Certificate.RawData);
        var key = _folder.Write("a.key", _own.Certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKey());
        var encrypted = _folder.Write("b.key", _own.Certificate.GetECDsaPrivateKey()!.ExportEncryptedPkcs8PrivateKey(
            Passphrase, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000)));
        var pfx = _folder.Write("noname", File.ReadAllBytes(_own.PfxFile));

        foreach (var (path, keyPath, password) in new[] { (certificate, key, null), (certificate, encrypted, Passphrase), (pfx, (string?)null, TestCertificate.PfxPassword) })
        {
            using var loaded = TlsCertificate.Load(path, keyPath, password);
            Assert.Equal(_own.Certificate.Thumbprint, loaded.Leaf.Thumbprint);
        }
    }

    [Fact]
    public void Keys_in_the_older_forms_of_openssl_are_read()
    {
        using var rsa = RSA.Create(2048);
        var rsaRequest = new CertificateRequest("CN=old", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var old = rsaRequest.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        var certificate = Write("old.pem", old.ExportCertificatePem());
        var ec = "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n" + _own.Certificate.GetECDsaPrivateKey()!.ExportECPrivateKeyPem();

        using var fromRsa = TlsCertificate.Load(certificate, Write("rsa.key", rsa.ExportRSAPrivateKeyPem()));
        using var fromEc = TlsCertificate.Load(_own.CertificateFile, Write("ec.key", ec));

        Assert.True(fromRsa.Leaf.HasPrivateKey && fromEc.Leaf.HasPrivateKey);
    }

    [Fact]
    public void A_damaged_pfx_is_not_a_wrong_passphrase()
    {
        var bytes = File.ReadAllBytes(_own.PfxFile);
        var cut = _folder.Write("cut.pfx", bytes.AsSpan(0, bytes.Length / 2));

        AssertUnusable(() => TlsCertificate.Load(cut, null, TestCertificate.PfxPassword), "cut.pfx");
        AssertUnusable(() => TlsCertificate.Load(_own.PfxFile, null, "wrong"), "The passphrase does not open");
        AssertUnusable(() => TlsCertificate.Load(_own.PfxFile), "is locked, and no passphrase was given");
    }

    [Fact]
    public void An_encrypted_key_needs_its_passphrase()
    {
        var key = Write("a.key", EncryptedKey());

        AssertUnusable(() => TlsCertificate.Load(_own.CertificateFile, key), "is encrypted, and no passphrase was given");
        AssertUnusable(() => TlsCertificate.Load(_own.CertificateFile, key, "wrong"), "The passphrase does not open the private key");
        Assert.True(TlsCertificate.IsEncrypted(_own.CertificateFile, key));
        Assert.False(TlsCertificate.IsEncrypted(_own.CertificateFile, _own.KeyFile));
        Assert.True(TlsCertificate.IsEncrypted(_own.PfxFile));
    }

    [Fact]
    public void A_key_of_another_certificate_is_told_as_such()
    {
        var other = _ca.IssueClient("other");

        AssertUnusable(() => TlsCertificate.Load(_own.CertificateFile, other.KeyFile), "does not belong to the certificate");
    }

    [Fact]
    public void A_file_that_is_something_else_says_what_it_is()
    {
        using var key = CertificateKey.Create(CertificateKeyKind.EcdsaP256);
        var request = Write("a.csr", CertificateMaker.Request(new CertificateTemplate { Subject = new("CN=a"), Purposes = CertificatePurposes.Client }, key));

        AssertUnusable(() => TlsCertificate.Load(_own.CertificateFile), "holds no private key, but a certificate");
        AssertUnusable(() => TlsCertificate.Load(request, _own.KeyFile), "holds no certificate, but a signing request (CSR)");
        AssertUnusable(() => TlsCertificate.Load(_own.KeyFile), "holds no certificate, but a private key");
        AssertUnusable(() => TlsCertificate.Load(_own.CertificateFile, request), "holds no private key, but a signing request (CSR)");
        AssertUnusable(() => TlsCertificate.Load(_own.CertificateFile, Write("ssh", "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n")), "OPENSSH PRIVATE KEY");
        AssertUnusable(() => TlsCertificate.Load(_own.PfxFile, _own.KeyFile), "is a PFX, which holds its own key");
    }

    [Fact]
    public void Text_that_is_nothing_and_files_that_are_not_there_are_told()
    {
        var cut = Write("cut.pem", _own.Certificate.ExportCertificatePem()[..100]);
        const string legacy = "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nAAAA\n-----END RSA PRIVATE KEY-----\n";

        AssertUnusable(() => TlsCertificate.Load(Write("a.txt", "hello")), "neither PEM nor DER nor PFX");
        AssertUnusable(() => TlsCertificate.Load(Write("e.txt", "")), "is empty");
        AssertUnusable(() => TlsCertificate.Load(cut), "is damaged");
        AssertUnusable(() => TlsCertificate.Load(_folder.Combine("absent.pem")), "no such file");
        AssertUnusable(() => TlsCertificate.Load(_folder.Path), "cannot be read");
        AssertUnusable(() => TlsCertificate.Load(_own.CertificateFile, Write("legacy.key", legacy)), "openssl pkcs8 -topk8");
    }

    [Fact]
    public void A_key_that_is_neither_rsa_nor_ecdsa_is_told()
    {
        // RFC 8410 section 10.3: an Ed25519 key.
        const string ed25519 = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n-----END PRIVATE KEY-----\n";

        AssertUnusable(() => TlsCertificate.Load(_own.CertificateFile, Write("ed.key", ed25519)), "neither RSA nor ECDSA");
    }

    [Fact]
    public void A_key_is_taken_out_of_a_pfx_too()
    {
        var file = CertificateFile.Read(_own.PfxFile);
        using var rsa = RSA.Create(2048);
        var request = new CertificateRequest("CN=rsa", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var other = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        var ofRsa = CertificateFile.Read(_folder.Write("rsa.pfx", other.Export(X509ContentType.Pkcs12, Passphrase)));

        using var key = file.OpenKey(TestCertificate.PfxPassword);
        using var rsaKey = ofRsa.OpenKey(Passphrase);

        Assert.Equal(SpkiPin.Of(_own.Certificate), key.Pin);
        Assert.Equal(SpkiPin.Of(other), rsaKey.Pin);
        AssertUnusable(() => file.OpenKey("wrong"), "The passphrase does not open");
    }

    [Fact]
    public void A_file_without_a_key_or_with_two_of_them_has_none_to_open()
    {
        var two = CertificateFile.Read(Write("two.pem", File.ReadAllText(_own.KeyFile) + "\n" + File.ReadAllText(_ca.IssueClient("other").KeyFile)));
        using var bare = X509CertificateLoader.LoadCertificate(_own.Certificate.RawData);
        var keyless = _folder.Write("keyless.pfx", bare.Export(X509ContentType.Pkcs12, Passphrase));

        AssertUnusable(() => two.OpenKey(null), "more than one private key");
        AssertUnusable(() => CertificateFile.Read(_own.CertificateFile).OpenKey(null), "holds no private key, but a certificate");
        AssertUnusable(() => CertificateFile.Read(keyless).OpenKey(Passphrase), "holds no private key");
        AssertUnusable(() => TlsCertificate.Load(keyless, password: Passphrase), "holds no private key");
        AssertUnusable(() => TlsCertificate.Load(_own.CertificateFile, Write("twice.key", File.ReadAllText(two.Path))), "more than one private key");
    }

    [Fact]
    public void A_pfx_whose_inside_is_damaged_is_told_as_damaged()
    {
        var bytes = File.ReadAllBytes(_own.PfxFile);
        var failures = new List<TlsException>();
        for (var at = 40; at < bytes.Length; at += 97)
        {
            var damaged = (byte[])bytes.Clone();
            damaged[at] ^= 0xFF;
            failures.Add(Assert.Throws<TlsException>(() => CertificateFile.Read(_folder.Write("damaged.pfx", damaged)).Open(TestCertificate.PfxPassword)));
        }

        Assert.All(failures, failure => Assert.Equal(TlsFailure.OwnCertificate, failure.Failure));
        Assert.All(failures, failure => Assert.DoesNotContain(TestCertificate.PfxPassword, failure.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_damaged_key_is_told_as_damaged()
    {
        var key = _own.Certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKey();
        key[^60] ^= 0xFF; // inside the inner key, whose frame stays whole
        key[30] ^= 0xFF;

        AssertUnusable(() => TlsCertificate.Load(_own.CertificateFile, Write("bad.key", PemEncoding.WriteString("PRIVATE KEY", key))), "The private key in");
    }

    public void Dispose()
    {
        _ca.Dispose();
        _folder.Dispose();
    }

    private static void AssertUnusable(Func<object> load, string what)
    {
        var failure = Assert.Throws<TlsException>(load);
        Assert.Equal(TlsFailure.OwnCertificate, failure.Failure);
        Assert.Contains(what, failure.Message, StringComparison.Ordinal);
        Assert.False(string.IsNullOrEmpty(failure.Hint));
        Assert.DoesNotContain(Passphrase, failure.Message, StringComparison.Ordinal);
    }

    private string EncryptedKey() => _own.Certificate.GetECDsaPrivateKey()!.ExportEncryptedPkcs8PrivateKeyPem(
        Passphrase, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000));

    private string Write(string name, string text) => _folder.Write(name, Encoding.ASCII.GetBytes(text));
}
