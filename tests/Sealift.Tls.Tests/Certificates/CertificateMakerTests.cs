using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Sealift.TestKit;
using Sealift.Tls.Certificates;

namespace Sealift.Tls.Tests.Certificates;

public sealed class CertificateMakerTests : IDisposable
{
    private readonly TempDirectory _folder = new();

    public static TheoryData<CertificateKeyKind> Kinds => [.. Enum.GetValues<CertificateKeyKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task OpenSsl_accepts_what_an_authority_signed(CertificateKeyKind kind)
    {
        using var authorityKey = CertificateKey.Create(kind == CertificateKeyKind.Rsa4096 ? CertificateKeyKind.EcdsaP256 : kind);
        using var authority = Authority(authorityKey);
        using var key = CertificateKey.Create(kind);
        using var signed = Sign(authority, key, CertificatePurposes.Client | CertificatePurposes.Server);
        var (ca, leaf) = (Write("ca.pem", authority.Leaf), Write("leaf.pem", signed));

        Assert.Contains("OK", await OpenSslAsync("verify", "-x509_strict", "-CAfile", ca, "-purpose", "sslclient", leaf), StringComparison.Ordinal);
        Assert.Contains("OK", await OpenSslAsync("verify", "-x509_strict", "-CAfile", ca, "-purpose", "sslserver", "-verify_hostname", "ftp.example.org", leaf), StringComparison.Ordinal);
        var text = await OpenSslAsync("x509", "-in", leaf, "-noout", "-text");
        Assert.Contains("DNS:ftp.example.org, IP Address:192.0.2.1, email:a@example.org, URI:ftps://ftp.example.org/", text, StringComparison.Ordinal);
        Assert.Contains("sha256", text, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("CA:FALSE", text, StringComparison.Ordinal);
        Assert.Equal(key.Pin, CertificateFacts.Of(signed).Pin);
    }

    [Fact]
    public async Task A_certificate_for_clients_is_none_for_servers()
    {
        using var authorityKey = CertificateKey.Create(CertificateKeyKind.EcdsaP256);
        using var authority = Authority(authorityKey);
        using var key = CertificateKey.Create(CertificateKeyKind.EcdsaP256);
        using var signed = Sign(authority, key, CertificatePurposes.Client);

        var said = await OpenSslAsync("verify", "-CAfile", Write("ca.pem", authority.Leaf), "-purpose", "sslserver", Write("leaf.pem", signed));

        Assert.Contains("unsuitable certificate purpose", said.Replace("unsupported", "unsuitable", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_key_is_written_so_that_openssl_opens_it_with_its_passphrase_and_not_without(CertificateKeyKind kind)
    {
        using var key = CertificateKey.Create(kind);
        var path = _folder.Write("a.key", Encoding.ASCII.GetBytes(key.ToPem("sesame öpen")));

        var structure = await OpenSslAsync("asn1parse", "-in", path);
        var opened = await OpenSslAsync("pkey", "-in", path, "-passin", "pass:sesame öpen", "-noout", "-text");
        var refused = await OpenSslAsync("pkey", "-in", path, "-passin", "pass:wrong", "-noout", "-text");

        Assert.Contains(":PBES2", structure, StringComparison.Ordinal);
        Assert.Contains(":aes-256-cbc", structure, StringComparison.Ordinal);
        Assert.Contains(":hmacWithSHA256", structure, StringComparison.Ordinal);
        Assert.Contains($":{CertificateKey.DerivationRounds:X6}", structure, StringComparison.Ordinal);
        Assert.Contains("Private-Key", opened, StringComparison.Ordinal);
        Assert.DoesNotContain("Private-Key", refused, StringComparison.Ordinal);
        using var again = CertificateFile.Read(path).OpenKey("sesame öpen");
        Assert.Equal(key.Pin, again.Pin);
        Assert.Equal(key.Description, again.Description);
    }

    [Fact]
    public void Serial_numbers_are_random_positive_and_of_128_bits()
    {
        var serials = Enumerable.Range(0, 100).Select(_ => CertificateSerial.Next()).ToList();

        Assert.All(serials, serial => Assert.True(serial.Length == 16 && serial[0] is >= 0x40 and < 0x80));
        Assert.Equal(100, serials.Select(Convert.ToHexString).Distinct().Count());
    }

    [Fact]
    public void A_request_never_gets_the_rights_of_an_authority_and_only_an_authority_signs()
    {
        using var key = CertificateKey.Create(CertificateKeyKind.EcdsaP256);
        using var authority = Authority(key);
        using var leaf = CertificateMaker.SelfSigned(Template(CertificatePurposes.Client), key, TimeProvider.System);
        var request = Request(key, CertificatePurposes.Authority);

        Assert.True(request.Purposes.HasFlag(CertificatePurposes.Authority));
        Assert.Throws<ArgumentException>(() => new CertificateAuthority(authority).Sign(request, Template(CertificatePurposes.Authority), TimeProvider.System));
        var failure = Assert.Throws<TlsException>(() => new CertificateAuthority(leaf));
        Assert.Contains("is not an authority's", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_certificate_ends_with_its_authority_and_an_authority_whose_time_is_over_signs_nothing()
    {
        using var key = CertificateKey.Create(CertificateKeyKind.EcdsaP256);
        using var authority = Authority(key, days: 10);
        var request = Request(key, CertificatePurposes.Client);
        var signer = new CertificateAuthority(authority);

        using var signed = signer.Sign(request, Template(CertificatePurposes.Client), TimeProvider.System);
        var later = new ShiftedTime(TimeSpan.FromDays(11));

        Assert.Equal(authority.Leaf.NotAfter, signed.NotAfter);
        Assert.Contains("expired on", Assert.Throws<TlsException>(() => signer.Sign(request, Template(CertificatePurposes.Client), later)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_request_that_was_changed_is_refused()
    {
        using var key = CertificateKey.Create(CertificateKeyKind.EcdsaP256);
        var text = CertificateMaker.Request(Template(CertificatePurposes.Client), key);
        var bytes = Convert.FromBase64String(string.Concat(text.Split('\n').Where(line => !line.StartsWith('-'))));
        bytes[20] ^= 1;

        var failure = Assert.Throws<TlsException>(() => CertificateFile.Read(_folder.Write("bad.csr", bytes)));

        Assert.Equal(TlsFailure.OwnCertificate, failure.Failure);
        Assert.Contains("bad.csr", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ftp.example.org", "DNS:ftp.example.org")]
    [InlineData("*.example.org", "DNS:*.example.org")]
    [InlineData("bücher.example", "DNS:xn--bcher-kva.example")]
    [InlineData("192.0.2.1", "IP:192.0.2.1")]
    [InlineData("[2001:db8::1]", "IP:2001:db8::1")]
    [InlineData("anna@example.org", "email:anna@example.org")]
    [InlineData("ftps://example.org/a", "URI:ftps://example.org/a")]
    public void Names_are_told_apart(string text, string expected) =>
        Assert.Equal(expected, CertificateName.TryParse(text, out var name) ? name.ToString() : null);

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a b")]
    [InlineData("a\nb")]
    [InlineData("*")]
    [InlineData("a..b")]
    [InlineData("@example.org")]
    [InlineData("anna@")]
    [InlineData("a/b")]
    public void What_is_no_name_is_refused(string text) => Assert.False(CertificateName.TryParse(text, out _));

    public void Dispose() => _folder.Dispose();

    private static CertificateTemplate Template(CertificatePurposes purposes, int days = 365) => new()
    {
        Subject = CertificateTemplate.CommonName("anna"),
        Names = [.. new[] { "ftp.example.org", "192.0.2.1", "a@example.org", "ftps://ftp.example.org/" }.Select(
            text => CertificateName.TryParse(text, out var name) ? name : throw new ArgumentException(text, nameof(purposes)))],
        Purposes = purposes,
        Days = days,
    };

    private static TlsCertificate Authority(CertificateKey key, int days = 100) => CertificateMaker.SelfSigned(
        new CertificateTemplate { Subject = CertificateTemplate.CommonName("Test CA"), Purposes = CertificatePurposes.Authority, Days = days }, key, TimeProvider.System);

    private SigningRequest Request(CertificateKey key, CertificatePurposes purposes) =>
        Assert.Single(CertificateFile.Read(_folder.Write($"{Guid.NewGuid():N}.csr", Encoding.ASCII.GetBytes(CertificateMaker.Request(Template(purposes), key)))).Requests);

    private X509Certificate2 Sign(TlsCertificate authority, CertificateKey key, CertificatePurposes purposes)
    {
        var request = Request(key, purposes);
        Assert.Equal(purposes, request.Purposes);
        Assert.Equal(4, request.Names.Count);
        return new CertificateAuthority(authority).Sign(request, Template(request.Purposes) with { Names = request.Names }, TimeProvider.System);
    }

    private string Write(string name, X509Certificate2 certificate) => _folder.Write(name, Encoding.ASCII.GetBytes(certificate.ExportCertificatePem()));

    private static async Task<string> OpenSslAsync(params string[] arguments)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/openssl"), "There is no openssl program here.");
        using var run = Process.Start(new ProcessStartInfo("/usr/bin/openssl", arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        run.StandardInput.Close();
        var (output, error) = (run.StandardOutput.ReadToEndAsync(), run.StandardError.ReadToEndAsync());
        await run.WaitForExitAsync(TestContext.Current.CancellationToken);
        return await output + await error;
    }

    private sealed class ShiftedTime(TimeSpan shift) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + shift;
    }
}
