using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sealift.TestKit;
using Sealift.Tls.Certificates;
using Sealift.Tls.Trust;

namespace Sealift.Tls.Tests.Trust;

public sealed class RevocationTests : IDisposable
{
    private readonly TestCertificates _ca = new();
    private readonly TempDirectory _folder = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_certificate_on_the_list_is_refused_and_one_that_is_not_passes(bool isPem)
    {
        var (taken, good) = (_ca.IssueServer(), _ca.IssueServer());
        var path = WriteList(isPem, Entry(taken));

        var refused = await Policy(path).DecideAsync(Identity(taken), default);
        var accepted = await Policy(path).DecideAsync(Identity(good), default);

        Assert.False(refused.IsTrusted);
        Assert.Equal(TlsFailure.Revoked, refused.Failure);
        Assert.Contains("it was revoked on 2026-01-02 (its key was stolen) by its issuer \"CN=Sealift test CA\"", refused.Reason, StringComparison.Ordinal);
        Assert.True(accepted.IsTrusted, accepted.Reason);
    }

    [Fact]
    public async Task Nobody_is_asked_about_a_certificate_that_was_taken_back_and_neither_pin_nor_known_host_helps()
    {
        var taken = _ca.IssueServer();
        var path = WriteList(isPem: true, Entry(taken));
        var store = new TrustStore(_folder.Combine("known_hosts"));
        await store.AddAsync(KnownHost.From("localhost", 21, taken.Certificate, DateTimeOffset.UnixEpoch));
        var lists = new RevocationCheck(RevocationList.Load(path));
        TrustPolicy[] policies =
        [
            new() { Revocation = lists, Roots = [], Ask = (_, _, _) => throw new InvalidOperationException("asked") },
            new() { Revocation = lists, Pins = [SpkiPin.Of(taken.Certificate)] },
            new() { Revocation = lists, Store = store },
        ];

        foreach (var policy in policies) Assert.Equal(TlsFailure.Revoked, (await policy.DecideAsync(Identity(taken), default)).Failure);
    }

    [Fact]
    public async Task An_outdated_list_proves_nothing_and_a_list_of_tomorrow_neither()
    {
        var issued = _ca.IssueServer();
        var old = WriteList(isPem: true, from: -20, until: -10);
        var early = WriteList(isPem: true, from: 1, until: 10);

        var outdated = await Policy(old).DecideAsync(Identity(issued), default);
        var tooEarly = await Policy(early).DecideAsync(Identity(issued), default);

        Assert.Equal(TlsFailure.Revoked, outdated.Failure);
        Assert.Contains("is outdated since", outdated.Reason, StringComparison.Ordinal);
        Assert.Contains("--crl", outdated.Hint, StringComparison.Ordinal);
        Assert.Contains("begins only on", tooEarly.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_outdated_list_beside_a_newer_one_does_no_harm()
    {
        var issued = _ca.IssueServer();
        var lists = RevocationList.Load(WriteList(isPem: true, from: -20, until: -10)).Concat(RevocationList.Load(WriteList(isPem: false)));
        var policy = new TrustPolicy { Roots = TlsPair.RootsOf(_ca), Revocation = new RevocationCheck([.. lists]) };

        Assert.True((await policy.DecideAsync(Identity(issued), default)).IsTrusted);
    }

    [Fact]
    public async Task Without_a_list_of_its_authority_a_certificate_passes_only_where_that_was_allowed()
    {
        var issued = _ca.IssueServer();
        var path = Write(isPem: true, Build(Named("CN=Another CA"), [], -1, 10));

        var refused = await Policy(path).DecideAsync(Identity(issued), default);
        var allowed = await Policy(path, acceptsMissing: true).DecideAsync(Identity(issued), default);

        Assert.Equal(TlsFailure.Revoked, refused.Failure);
        Assert.Contains("no revocation list of \"CN=Sealift test CA\" was given", refused.Reason, StringComparison.Ordinal);
        Assert.True(allowed.IsTrusted, allowed.Reason);
    }

    [Fact]
    public async Task A_list_that_another_key_signed_proves_nothing()
    {
        var issued = _ca.IssueServer();
        var forged = Write(isPem: true, Build(Named("CN=Sealift test CA"), [], -1, 10));

        var decision = await Policy(forged, acceptsMissing: true).DecideAsync(Identity(issued), default);

        Assert.Equal(TlsFailure.Revoked, decision.Failure);
        Assert.Contains("is not signed by it", decision.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_link_of_the_chain_is_checked_with_rsa_and_pss_signatures()
    {
        using var rootKey = RSA.Create(2048);
        using var middleKey = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var leafKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var root = Authority("CN=Root", rootKey, null);
        using var middle = Authority("CN=Middle", middleKey, root);
        using var leaf = Leaf(leafKey, middle);
        var middleList = Build(middle, [], -1, 10);
        var rootGood = Build(root, [], -1, 10, RSASignaturePadding.Pss);
        var rootBad = Build(root, [(middle.SerialNumberBytes.ToArray(), null)], -1, 10);
        var identity = new ServerIdentity("localhost", 21, leaf, [middle]);

        var complete = await PolicyOf([root], middleList, rootGood).DecideAsync(identity, default);
        var partial = await PolicyOf([root], middleList).DecideAsync(identity, default);
        var taken = await PolicyOf([root], middleList, rootBad).DecideAsync(identity, default);

        Assert.True(complete.IsTrusted, complete.Reason);
        Assert.Contains("no revocation list of \"CN=Root\"", partial.Reason, StringComparison.Ordinal);
        Assert.Contains("\"CN=Middle\" in its chain was revoked", taken.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Backends.PairsAndVersions), MemberType = typeof(Backends))]
    public async Task The_handshake_ends_for_a_certificate_that_was_taken_back(TlsBackend client, TlsBackend server, TlsVersion version)
    {
        var taken = _ca.IssueServer();
        using var pair = TlsPair.Create(
            _ca,
            client,
            server,
            o => o with { MinVersion = version, MaxVersion = version, Trust = Policy(WriteList(isPem: true, Entry(taken))) },
            o => o with { MinVersion = version, MaxVersion = version, Certificate = TlsCertificate.From(taken.Certificate) });

        var (atClient, _) = await pair.FailAsync();

        Assert.Equal(TlsFailure.Revoked, atClient?.Failure);
    }

    /// <summary>RFC 5280 section 6.3.3 (b) (2) (i).</summary>
    [Fact]
    public async Task A_list_of_one_part_proves_nothing_about_the_certificates_of_another()
    {
        const string One = "http://ca.example/1.crl";
        const string Two = "http://ca.example/2.crl";
        using var authorityKey = RSA.Create(2048);
        using var authority = Authority("CN=CA of parts", authorityKey, null);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var named = Leaf(key, authority, CertificateRevocationListBuilder.BuildCrlDistributionPointExtension([One]));
        using var nameless = Leaf(key, authority);
        X509Certificate2Collection roots = [authority];

        async Task<TrustDecision> DecideAsync(X509Certificate2 leaf, params string[] parts) =>
            await PolicyOf(roots, [.. parts.Select(part => BuildPart(authority, part))]).DecideAsync(new ServerIdentity("localhost", 21, leaf, []), default);

        var own = await DecideAsync(named, One);
        Assert.True(own.IsTrusted, own.Reason);
        Assert.True((await DecideAsync(named, Two, One)).IsTrusted);
        Assert.Equal(TlsFailure.Revoked, (await DecideAsync(named, Two)).Failure);
        Assert.Equal(TlsFailure.Revoked, (await DecideAsync(nameless, One)).Failure);
    }

    /// <summary>RFC 5280 section 5.2.5: onlyContainsUserCerts and onlyContainsCACerts.</summary>
    [Theory]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public async Task A_list_of_leaves_speaks_about_leaves_and_one_of_authorities_about_authorities(int tag, bool speaksAboutLeaf)
    {
        using var authorityKey = RSA.Create(2048);
        using var authority = Authority("CN=CA of kinds", authorityKey, null);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var leaf = Leaf(key, authority);

        var decision = await PolicyOf([authority], BuildScoped(authority, tag)).DecideAsync(new ServerIdentity("localhost", 21, leaf, []), default);

        Assert.Equal(speaksAboutLeaf, decision.IsTrusted);
        if (!speaksAboutLeaf) Assert.Equal(TlsFailure.Revoked, decision.Failure);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void A_list_that_is_partial_or_of_several_authorities_is_not_used(int tag)
    {
        using var key = RSA.Create(2048);
        using var authority = Authority("CN=CA", key, null);

        AssertUnusable(Write(isPem: true, BuildScoped(authority, tag)), "partial or indirect");
    }

    [Theory]
    [InlineData(X509RevocationReason.CACompromise, "(the key of its authority was stolen)")]
    [InlineData(X509RevocationReason.AffiliationChanged, "(its owner's affiliation changed)")]
    [InlineData(X509RevocationReason.Superseded, "(it was superseded)")]
    [InlineData(X509RevocationReason.CessationOfOperation, "(it is no longer used)")]
    [InlineData(X509RevocationReason.CertificateHold, "(it is on hold)")]
    [InlineData(X509RevocationReason.PrivilegeWithdrawn, "(its rights were withdrawn)")]
    [InlineData(X509RevocationReason.WeakAlgorithmOrKey, "was revoked on 2026-01-02 by")]
    [InlineData(null, "was revoked on 2026-01-02 by")]
    public async Task The_reason_is_told_in_words(X509RevocationReason? reason, string words)
    {
        var taken = _ca.IssueServer();

        var refused = await Policy(WriteList(isPem: true, (taken.Certificate.SerialNumberBytes.ToArray(), reason))).DecideAsync(Identity(taken), default);

        Assert.Equal(TlsFailure.Revoked, refused.Failure);
        Assert.Contains(words, refused.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_signature_in_use_is_checked_and_the_weak_ones_prove_nothing()
    {
        using var rsa = RSA.Create(2048);
        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP521);
        using var ofRsa = Authority("CN=RSA", rsa, null);
        using var ofEcdsa = Authority("CN=ECDSA", ecdsa, null);
        using var stranger = Named("CN=RSA");

        foreach (var hash in new[] { HashAlgorithmName.SHA256, HashAlgorithmName.SHA384, HashAlgorithmName.SHA512 })
        {
            foreach (var (issuer, padding) in new[] { (ofRsa, RSASignaturePadding.Pkcs1), (ofRsa, RSASignaturePadding.Pss), (ofEcdsa, null) })
            {
                var list = RevocationList.Parse(BuildHashed(issuer, hash, padding));
                Assert.True(list.IsSignedBy(issuer), $"{issuer.Subject} {hash} {padding}");
                Assert.False(list.IsSignedBy(stranger));
            }
        }

        byte[] data = [1, 2, 3];
        var sha1 = rsa.SignData(data, HashAlgorithmName.SHA1, RSASignaturePadding.Pkcs1);
        var sha256 = rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        Assert.True(SignatureCheck.Verify(Algorithm("1.2.840.113549.1.1.11"), data, sha256, ofRsa.PublicKey));
        Assert.False(SignatureCheck.Verify(Algorithm("1.2.840.113549.1.1.5"), data, sha1, ofRsa.PublicKey));
        Assert.False(SignatureCheck.Verify([1, 2, 3], data, sha256, ofRsa.PublicKey));
    }

    [Fact]
    public void A_list_tells_its_issuer_its_times_and_its_length()
    {
        var list = Assert.Single(RevocationList.Load(WriteList(isPem: false, Entry(_ca.IssueServer()), Entry(_ca.IssueServer()))));

        Assert.Equal("CN=Sealift test CA", list.Issuer.Name);
        Assert.Equal(2, list.Count());
        Assert.InRange(list.NextUpdate!.Value - list.ThisUpdate, TimeSpan.FromDays(10.9), TimeSpan.FromDays(11.1));
    }

    [Fact]
    public void A_file_that_is_no_list_says_what_it_is()
    {
        var cut = WriteList(isPem: true);
        File.WriteAllText(cut, File.ReadAllText(cut)[..200]);
        var damaged = WriteList(isPem: false);
        File.WriteAllBytes(damaged, [.. File.ReadAllBytes(damaged)[..^20], .. new byte[19]]);

        AssertUnusable(_ca.AuthorityFile, "holds no revocation list, but a certificate");
        AssertUnusable(cut, "is damaged");
        AssertUnusable(damaged, "neither PEM nor DER");
        AssertUnusable(_folder.Combine("absent"), "no such file");
        AssertUnusable(_folder.Write("empty", []), "is empty");
    }

    [Fact]
    public void A_list_of_openssl_is_read_and_its_signature_is_good()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/openssl"), "There is no openssl program here.");
        using var key = CertificateKey.Create(CertificateKeyKind.Rsa2048);
        using var authority = CertificateMaker.SelfSigned(
            new CertificateTemplate { Subject = new("CN=OpenSSL CA"), Purposes = CertificatePurposes.Authority }, key, TimeProvider.System);
        _folder.Write("ca.pem", System.Text.Encoding.ASCII.GetBytes(authority.Leaf.ExportCertificatePem()));
        _folder.Write("ca.key", System.Text.Encoding.ASCII.GetBytes(key.ToPem()));
        _folder.Write("index.txt", "R\t301231235959Z\t260102030405Z,keyCompromise\t0ABC\tunknown\t/CN=taken\n"u8);
        _folder.Write("crlnumber", "01\n"u8);
        var config = _folder.Write("ca.cnf", System.Text.Encoding.ASCII.GetBytes(
            $"[ca]\ndefault_ca=d\n[d]\ndatabase={_folder.Combine("index.txt")}\ncrlnumber={_folder.Combine("crlnumber")}\ndefault_md=sha256\ndefault_crl_days=5\n"));
        using var run = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(
            "/usr/bin/openssl",
            ["ca", "-gencrl", "-config", config, "-keyfile", _folder.Combine("ca.key"), "-cert", _folder.Combine("ca.pem"), "-out", _folder.Combine("crl.pem")])
        { UseShellExecute = false, RedirectStandardError = true })!;
        var said = run.StandardError.ReadToEnd();
        run.WaitForExit();
        Assert.True(run.ExitCode == 0, said);

        var list = Assert.Single(RevocationList.Load(_folder.Combine("crl.pem")));

        Assert.True(list.IsSignedBy(authority.Leaf));
        Assert.False(list.IsSignedBy(_ca.Authority));
        Assert.Equal(1, list.Count());
    }

    [Fact]
    public void No_mutilated_list_does_harm()
    {
        var good = File.ReadAllBytes(WriteList(isPem: false, Entry(_ca.IssueServer())));
        for (var i = 0; i < good.Length; i++)
        {
            var bad = (byte[])good.Clone();
            bad[i] ^= 0x41;
            try
            {
                // What can still be read must not be taken for signed.
                Assert.False(RevocationList.Parse(bad).IsSignedBy(_ca.Authority));
            }
            catch (CryptographicException)
            {
                Assert.NotEqual(good[i], bad[i]);
            }
        }
    }

    public void Dispose()
    {
        _ca.Dispose();
        _folder.Dispose();
    }

    private static ServerIdentity Identity(TestCertificate issued) => new("localhost", 21, issued.Certificate, []);

    private static (byte[] Serial, X509RevocationReason? Reason) Entry(TestCertificate issued) =>
        (issued.Certificate.SerialNumberBytes.ToArray(), X509RevocationReason.KeyCompromise);

    private static void AssertUnusable(string path, string what)
    {
        var failure = Assert.Throws<TlsException>(() => RevocationList.Load(path));
        Assert.Equal(TlsFailure.RevocationListUnusable, failure.Failure);
        Assert.Contains(path, failure.Message, StringComparison.Ordinal);
        Assert.Contains(what, failure.Message, StringComparison.Ordinal);
    }

    private static byte[] Build(
        X509Certificate2 issuer, IEnumerable<(byte[] Serial, X509RevocationReason? Reason)> entries, int from, int until, RSASignaturePadding? padding = null)
    {
        var builder = new CertificateRevocationListBuilder();
        foreach (var (serial, reason) in entries) builder.AddEntry(serial, DateTimeOffset.Parse("2026-01-02T03:04:05Z"), reason);
        var now = TimeProvider.System.GetUtcNow();
        return builder.Build(
            issuer, BigInteger.One, now.AddDays(until), HashAlgorithmName.SHA256, padding ?? RSASignaturePadding.Pkcs1, now.AddDays(from));
    }

    private static byte[] BuildHashed(X509Certificate2 issuer, HashAlgorithmName hash, RSASignaturePadding? padding)
    {
        var now = TimeProvider.System.GetUtcNow();
        return new CertificateRevocationListBuilder().Build(issuer, BigInteger.One, now.AddDays(10), hash, padding, now.AddDays(-1));
    }

    private static byte[] BuildPart(X509Certificate2 issuer, string uri)
    {
        var context = new Asn1Tag(TagClass.ContextSpecific, 0, isConstructed: true);
        var point = new AsnWriter(AsnEncodingRules.DER);
        using (point.PushSequence())
        using (point.PushSequence(context))
        using (point.PushSequence(context))
            point.WriteCharacterString(UniversalTagNumber.IA5String, uri, new Asn1Tag(TagClass.ContextSpecific, 6));
        return BuildWithPoint(issuer, point);
    }

    // Tag 3 holds bits, the others say yes.
    private static byte[] BuildScoped(X509Certificate2 issuer, int tag)
    {
        var point = new AsnWriter(AsnEncodingRules.DER);
        using (point.PushSequence())
        {
            if (tag == 3) point.WriteBitString([0b1000_0000], 7, new Asn1Tag(TagClass.ContextSpecific, tag));
            else point.WriteBoolean(true, new Asn1Tag(TagClass.ContextSpecific, tag));
        }

        return BuildWithPoint(issuer, point);
    }

    // RFC 5280 section 5.1, with an issuing distribution point (section 5.2.5), which the platform's builder does not write.
    private static byte[] BuildWithPoint(X509Certificate2 issuer, AsnWriter point)
    {
        var now = TimeProvider.System.GetUtcNow();
        var context = new Asn1Tag(TagClass.ContextSpecific, 0, isConstructed: true);
        var body = new AsnWriter(AsnEncodingRules.DER);
        using (body.PushSequence())
        {
            body.WriteInteger(1);
            WriteAlgorithm(body);
            body.WriteEncodedValue(issuer.SubjectName.RawData);
            body.WriteUtcTime(now.AddDays(-1));
            body.WriteUtcTime(now.AddDays(10));
            using (body.PushSequence(context))
            using (body.PushSequence())
            using (body.PushSequence())
            {
                body.WriteObjectIdentifier("2.5.29.28");
                body.WriteBoolean(true);
                body.WriteOctetString(point.Encode());
            }
        }

        using var key = issuer.GetRSAPrivateKey()!;
        var list = new AsnWriter(AsnEncodingRules.DER);
        using (list.PushSequence())
        {
            list.WriteEncodedValue(body.Encode());
            WriteAlgorithm(list);
            list.WriteBitString(key.SignData(body.Encode(), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        }

        return list.Encode();
    }

    private static void WriteAlgorithm(AsnWriter writer) => writer.WriteEncodedValue(Algorithm("1.2.840.113549.1.1.11")); // sha256WithRSAEncryption

    private static byte[] Algorithm(string oid)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(oid);
            writer.WriteNull();
        }

        return writer.Encode();
    }

    private static X509Certificate2 Named(string subject)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Authority(subject, key, null);
    }

    private static X509Certificate2 Authority(string subject, AsymmetricAlgorithm key, X509Certificate2? issuer)
    {
        var request = Request(subject, key);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        var now = TimeProvider.System.GetUtcNow();
        if (issuer is null) return request.CreateSelfSigned(now.AddDays(-30), now.AddDays(30));
        using var bare = Sign(request, issuer);
        return key is RSA rsa ? bare.CopyWithPrivateKey(rsa) : bare.CopyWithPrivateKey((ECDsa)key);
    }

    private static X509Certificate2 Leaf(ECDsa key, X509Certificate2 issuer, X509Extension? extension = null)
    {
        var request = Request("CN=localhost", key);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        if (extension is not null) request.CertificateExtensions.Add(extension);
        return Sign(request, issuer);
    }

    private static X509Certificate2 Sign(CertificateRequest request, X509Certificate2 issuer)
    {
        using var rsa = issuer.GetRSAPrivateKey();
        using var ecdsa = issuer.GetECDsaPrivateKey();
        var signer = rsa is null ? X509SignatureGenerator.CreateForECDsa(ecdsa!) : X509SignatureGenerator.CreateForRSA(rsa, RSASignaturePadding.Pkcs1);
        var now = TimeProvider.System.GetUtcNow();
        return request.Create(issuer.SubjectName, signer, now.AddDays(-20), now.AddDays(20), CertificateSerial.Next());
    }

    private static CertificateRequest Request(string subject, AsymmetricAlgorithm key) => key is RSA rsa
        ? new CertificateRequest(subject, rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
        : new CertificateRequest(subject, (ECDsa)key, HashAlgorithmName.SHA256);

    private TrustPolicy Policy(string list, bool acceptsMissing = false) => new()
    {
        Roots = TlsPair.RootsOf(_ca),
        Revocation = new RevocationCheck(RevocationList.Load(list)) { AcceptsMissingLists = acceptsMissing },
    };

    private TrustPolicy PolicyOf(X509Certificate2Collection roots, params byte[][] lists) => new()
    {
        Roots = [.. roots.Select(root => X509CertificateLoader.LoadCertificate(root.RawData))],
        Revocation = new RevocationCheck([.. lists.SelectMany(list => RevocationList.Load(Write(isPem: false, list)))]),
    };

    private string WriteList(bool isPem, params (byte[] Serial, X509RevocationReason? Reason)[] entries) => WriteList(isPem, -1, 10, entries);

    private string WriteList(bool isPem, int from, int until, params (byte[] Serial, X509RevocationReason? Reason)[] entries) =>
        Write(isPem, Build(_ca.Authority, entries, from, until));

    private string Write(bool isPem, byte[] list) => _folder.Write(
        $"{Guid.NewGuid():N}.crl", isPem ? System.Text.Encoding.ASCII.GetBytes(PemEncoding.WriteString("X509 CRL", list)) : list);
}
