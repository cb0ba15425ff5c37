namespace Sealift.AotCheck;

/// <summary>The packaged service may do what an FTP server needs and little else.</summary>
public sealed class ServiceUnitTests
{
    private const string Analyzer = "/usr/bin/systemd-analyze";

    private static readonly string Unit = Path.Combine(Repository.Root, "eng", "sealift.service");

    [Fact]
    public async Task Systemd_rates_its_exposure_at_most_2_of_10()
    {
        Assert.SkipUnless(File.Exists(Analyzer), "systemd-analyze is not on this machine.");

        var (exitCode, output) = await NativeBinary.RunAsync(Analyzer, "security", "--offline=yes", "--threshold=20", "--no-pager", Unit);

        Assert.True(exitCode == 0, output);
    }

    [Theory]
    [InlineData("DynamicUser=yes")]
    [InlineData("NoNewPrivileges=yes")]
    [InlineData("ProtectSystem=strict")]
    [InlineData("CapabilityBoundingSet=CAP_NET_BIND_SERVICE")]
    [InlineData("MemoryDenyWriteExecute=yes")]
    [InlineData("ReadWritePaths=/srv/sealift")]
    public void It_gives_up_what_it_does_not_need(string line) => Assert.Contains(line, File.ReadAllLines(Unit));
}
