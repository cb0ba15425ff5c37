using Sealift.TestKit;
using Sealift.Tls.Trust;

namespace Sealift.Tls.Tests.Trust;

[Trait("Threat", "T5")]
public sealed class CertificateNamesTests : IDisposable
{
    private readonly TestCertificates _ca = new();

    [Theory]
    [InlineData("ftp.example.org", "ftp.example.org", true)]
    [InlineData("ftp.example.org", "FTP.Example.ORG", true)]
    [InlineData("ftp.example.org", "ftp.example.org.", true)]
    [InlineData("ftp.example.org", "example.org", false)]
    [InlineData("ftp.example.org", "www.ftp.example.org", false)]
    [InlineData("*.example.org", "ftp.example.org", true)]
    [InlineData("*.example.org", "a.b.example.org", false)]
    [InlineData("*.example.org", "example.org", false)]
    [InlineData("127.0.0.1", "127.0.0.1", true)]
    [InlineData("127.0.0.1", "127.0.0.2", false)]
    [InlineData("127.0.0.1", "localhost", false)]
    [InlineData("::1", "::1", true)]
    [InlineData("::1", "0:0:0:0:0:0:0:1", true)]
    [InlineData("::1", "127.0.0.1", false)]
    [InlineData("*.0.0.1", "127.0.0.1", false)]
    [InlineData("*", "127.0.0.1", false)]
    [InlineData("localhost", "not a host name", false)]
    public void A_host_matches_the_names_it_should(string held, string typed, bool matches)
    {
        var issued = _ca.IssueServer(held);

        Assert.Equal(matches, CertificateNames.Match(issued.Certificate, typed));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("ftp.example.org")]
    public void An_address_is_never_matched_by_a_common_name(string common)
    {
        var issued = _ca.Issue(new TestCertificateOptions { Names = [], CommonName = common });

        Assert.Equal(common != "127.0.0.1", CertificateNames.Match(issued.Certificate, common));
    }

    [Fact]
    public void An_address_written_as_a_dns_name_does_not_match()
    {
        var issued = _ca.IssueServer("localhost");

        Assert.False(CertificateNames.Match(issued.Certificate, "127.0.0.1"));
    }

    [Fact]
    public void The_names_are_told_and_bounded()
    {
        var few = _ca.IssueServer("a.example", "192.0.2.1");
        var many = _ca.IssueServer([.. Enumerable.Range(0, 25).Select(i => $"host{i}.example")]);

        Assert.Equal("a.example, 192.0.2.1", CertificateNames.Describe(few.Certificate));
        Assert.EndsWith("host9.example and 15 more", CertificateNames.Describe(many.Certificate), StringComparison.Ordinal);
    }

    public void Dispose() => _ca.Dispose();
}
