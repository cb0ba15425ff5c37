using Sealift.Cli.Tests.Runs;
using Sealift.TestKit;

namespace Sealift.Cli.Tests;

public sealed class DemoTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("platform")]
    public async Task The_demo_shows_both_sessions_and_every_claim_holds(string? backend)
    {
        using var home = new TempDirectory();

        var result = await SealiftRun.RunAsync(home, ["demo"], new Dictionary<string, string?> { ["TMPDIR"] = home.Path, ["SEALIFT_TLS"] = backend });

        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        Assert.Empty(result.Error);
        Assert.Contains("== explicit TLS", result.Output, StringComparison.Ordinal);
        Assert.Contains("== implicit TLS", result.Output, StringComparison.Ordinal);
        Assert.Contains("│── AUTH TLS ──", result.Output, StringComparison.Ordinal);
        Assert.Contains("║── PASS *** ──", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("WRONG", result.Output, StringComparison.Ordinal);
        Assert.Equal(22, result.Lines.Count(line => line.StartsWith("  ok ", StringComparison.Ordinal)));
        Assert.Empty(Directory.EnumerateFileSystemEntries(home.Path));
    }
}
