using System.Net;
using Sealift.Client.SiteToSite;

namespace Sealift.Client.Tests.SiteToSite;

[Trait("Threat", "T17")]
public sealed class AddressScopeTests
{
    [Theory]
    [InlineData("203.0.113.1", "198.51.100.1", true)]
    [InlineData("10.0.0.1", "198.51.100.1", true)]
    [InlineData("203.0.113.1", "10.0.0.1", false)]
    [InlineData("203.0.113.1", "172.16.0.1", false)]
    [InlineData("203.0.113.1", "172.32.0.1", true)]
    [InlineData("203.0.113.1", "192.168.1.1", false)]
    [InlineData("203.0.113.1", "100.64.0.1", false)]
    [InlineData("203.0.113.1", "169.254.169.254", false)]
    [InlineData("203.0.113.1", "127.0.0.1", false)]
    [InlineData("10.0.0.1", "127.0.0.1", false)]
    [InlineData("127.0.0.1", "127.0.0.2", true)]
    [InlineData("2001:db8::1", "::1", false)]
    [InlineData("2001:db8::1", "fd00::1", false)]
    [InlineData("2001:db8::1", "2001:db8::2", true)]
    public void Server_is_sent_only_where_it_can_be_expected_to_arrive(string from, string to, bool isReached) =>
        Assert.Equal(isReached, AddressScope.Reaches(IPAddress.Parse(from), IPAddress.Parse(to)));
}
