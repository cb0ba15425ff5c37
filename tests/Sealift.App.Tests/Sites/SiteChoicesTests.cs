using Sealift.App.Sites;
using Sealift.Sites;

namespace Sealift.App.Tests.Sites;

public sealed class SiteChoicesTests
{
    private static readonly IReadOnlyList<Site> Saved = [.. SiteFile.Parse(
        """
        [printer]
        host = "printer.example.org"
        folder = "Work/Printers"
        description = "first floor"
        [bank]
        host = "ftp.bank.example"
        mode = "implicit"
        user = "anna"
        """,
        "sites.toml").Sites];

    [Theory]
    [InlineData("", "printer: bank:")]
    [InlineData("floor work", "printer:")]
    [InlineData("ANNA", "bank:")]
    [InlineData("nothing of this", "")]
    [InlineData("bank:/out", "bank:/out")]
    [InlineData("ftpes://bob@ftp.example.net/in/", "ftpes://bob@ftp.example.net/in/")]
    [InlineData("bob@ftp.example.net", "ftpes://bob@ftp.example.net")]
    [InlineData("ftp.bank.example", "bank: ftpes://ftp.bank.example")]
    [InlineData("localhost", "ftpes://localhost")]
    [InlineData("nosuchsite:x", "")]
    public void What_is_typed_offers_sites_and_addresses(string typed, string offered)
    {
        var found = SiteChoices.Find(typed, Saved).Select(choice => choice.Address.TrimEnd('/'));

        Assert.Equal(offered.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(address => address.TrimEnd('/')), found);
    }

    [Fact]
    public void A_password_in_an_address_is_used_and_not_shown()
    {
        var choice = Assert.Single(SiteChoices.Find("ftpes://bob:S3cr3t@ftp.example.net/", Saved));

        Assert.Equal("ftpes://bob:S3cr3t@ftp.example.net/", choice.Address);
        Assert.DoesNotContain("S3cr3t", choice.Title + choice.Detail, StringComparison.Ordinal);
    }
}
