using Sealift.Tls.Platform;

namespace Sealift.Tls.Tests.Platform;

public sealed class HostPartitionTests
{
    [Fact]
    public void Every_spelling_is_the_host_and_no_two_are_the_same()
    {
        var taken = Enumerable.Range(0, 200).Select(_ => HostPartition.Take("ftp.example.org")).ToList();

        Assert.All(taken, partition => Assert.Equal("ftp.example.org", partition.Name, ignoreCase: true));
        Assert.All(taken, partition => Assert.True(partition.CanResume));
        Assert.Equal(200, taken.Select(partition => partition.Name).Distinct(StringComparer.Ordinal).Count());
        Assert.DoesNotContain("ftp.example.org", taken.Select(partition => partition.Name));
        foreach (var partition in taken) partition.Dispose();
    }

    [Fact]
    public void A_short_name_runs_out_of_spellings_and_gets_them_back()
    {
        // Two letters have three spellings besides the one in lower case.
        var taken = Enumerable.Range(0, 3).Select(_ => HostPartition.Take("1q9z")).ToList();

        using var none = HostPartition.Take("1q9z");
        Assert.False(none.CanResume);
        Assert.Equal("1q9z", none.Name);

        foreach (var partition in taken) partition.Dispose();
        using var again = HostPartition.Take("1q9z");
        Assert.True(again.CanResume);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    [InlineData("10-0-0-1")]
    public void A_host_without_letters_cannot_resume(string host)
    {
        using var partition = HostPartition.Take(host);

        Assert.False(partition.CanResume);
        Assert.Equal(host, partition.Name);
    }
}
