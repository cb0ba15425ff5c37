using Sealift.TestKit;

namespace Sealift.Tls.Tests;

public sealed class FailureCodeTests
{
    [Fact]
    public void Every_failure_has_a_code_of_its_own_that_the_page_of_errors_explains()
    {
        var page = File.ReadAllText(Path.Join(Repository.Root, "docs/errors.md"));

        var codes = Enum.GetValues<TlsFailure>().Select(failure => new TlsException(failure, "why").Code).ToList();

        Assert.Equal(codes.Count, codes.Distinct().Count());
        Assert.All(codes, code => Assert.Contains($"| [{code}](", page, StringComparison.Ordinal));
    }
}
