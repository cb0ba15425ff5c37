using System.Diagnostics;
using Sealift.Cli.Tests.Runs;

namespace Sealift.Cli.Tests;

/// <summary>The programs in samples/ do what they say.</summary>
public sealed class SampleTests : CommandTests
{
    [Fact]
    public async Task The_nightly_upload_uploads_a_directory_and_finds_it_done_the_next_time()
    {
        Directory.CreateDirectory(Home.Combine("out/a"));
        Home.Write("out/a/one", "1"u8);
        Home.Write("out/two", "22"u8);

        var (exitCode, output, error) = await RunSampleAsync("out", Server.Url(), Server.Pin);

        Assert.True(exitCode == 0, error);
        Assert.Equal("1", await File.ReadAllTextAsync(Server.Files.Combine("a/one"), Cancellation));
        Assert.Equal("22", await File.ReadAllTextAsync(Server.Files.Combine("two"), Cancellation));
        Assert.Contains("a/one: 1 bytes, ", output, StringComparison.Ordinal);

        (exitCode, output, error) = await RunSampleAsync("out", Server.Url(), Server.Pin);
        Assert.True(exitCode == 0, error);
        Assert.Empty(output);
    }

    private async Task<(int ExitCode, string Output, string Error)> RunSampleAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(SealiftRun.Command[0])
        {
            UseShellExecute = false,
            WorkingDirectory = Home.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Sealift.Samples.NightlyUpload.dll"));
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["SEALIFT_PASSWORD"] = FtpsServer.Password;
        start.Environment["SEALIFT_STATE"] = Home.Combine("state");
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(Cancellation);
        var error = process.StandardError.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        return (process.ExitCode, await output, await error);
    }
}
