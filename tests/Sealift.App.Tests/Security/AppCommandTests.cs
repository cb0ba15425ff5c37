using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Sealift.App.Tests.Browsing;
using Sealift.TestKit;

namespace Sealift.App.Tests.Security;

/// <summary>"sealift app" as it is typed: the command that becomes the program.</summary>
public sealed class AppCommandTests
{
    // The command is beside the program here, as it is where both are installed.
    private static readonly string Command = Path.Combine(AppContext.BaseDirectory, "sealift");

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task The_command_becomes_the_program_and_a_signal_ends_it_well(string signal)
    {
        using var home = new TempDirectory();
        using var process = AppCommandLine.Start(Command, home, ["app", "--no-browser", "--json", "--stay"]);
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        bound.CancelAfter(TimeSpan.FromMinutes(2));
        try
        {
            var line = await process.StandardOutput.ReadLineAsync(bound.Token);
            var url = new Uri(JsonDocument.Parse(line!).RootElement.GetProperty("url").GetString()!);
            Assert.True(url.IsLoopback);
            Assert.Equal(Path.GetFullPath(AppProcess.Program), File.ResolveLinkTarget($"/proc/{process.Id}/exe", returnFinalTarget: false)!.FullName);

            using var kill = Process.Start("kill", [$"-{signal}", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
            await process.WaitForExitAsync(bound.Token);

            Assert.Equal(0, process.ExitCode);
        }
        finally
        {
            if (!process.HasExited) process.Kill();
        }
    }

    [Fact]
    public async Task The_program_ends_with_the_one_that_started_it_where_that_is_wanted()
    {
        using var home = new TempDirectory();
        await using var app = await AppProcess.StartAsync(home);

        Assert.Equal(0, await app.CloseInputAsync());
    }

    [Fact]
    public async Task The_help_of_both_is_the_same_and_names_the_program()
    {
        using var home = new TempDirectory();

        var command = await AppCommandLine.RunAsync(Command, home, ["app", "--help"]);
        var program = await AppCommandLine.RunAsync(AppProcess.Program, home, ["--help"]);

        Assert.Equal(0, command.ExitCode);
        Assert.Equal(0, program.ExitCode);
        Assert.Contains("SEALIFT_APP", command.Output, StringComparison.Ordinal);
        Assert.Equal(command.Output, program.Output);
    }

    [Theory]
    [InlineData("--colour")]
    [InlineData("--port 99999")]
    [InlineData("--grace 0")]
    [InlineData("--key x.pem")]
    [InlineData("--listen nowhere")]
    public async Task Wrong_words_are_refused_before_anything_starts(string words)
    {
        using var home = new TempDirectory();

        var command = await AppCommandLine.RunAsync(Command, home, ["app", .. words.Split(' ')]);

        Assert.Equal(2, command.ExitCode);
        Assert.StartsWith("sealift: ", command.Error, StringComparison.Ordinal);
        Assert.Empty(command.Output);
    }

    [Fact]
    public async Task A_program_that_is_named_and_missing_is_told()
    {
        using var home = new TempDirectory();

        var command = await AppCommandLine.RunAsync(Command, home, ["app", "--no-browser"], ("SEALIFT_APP", home.Combine("no such program")));

        Assert.Equal(2, command.ExitCode);
        Assert.Contains("SEALIFT_APP names", command.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_program_that_is_named_is_the_one_that_runs()
    {
        using var home = new TempDirectory();
        using var moved = new TempDirectory();

        // A copy of the command alone finds nothing beside itself.
        foreach (var file in Directory.EnumerateFiles(AppContext.BaseDirectory).Where(static file => !Path.GetFileName(file).StartsWith("sealift-app", StringComparison.Ordinal)))
            File.Copy(file, moved.Combine(Path.GetFileName(file)));
        var lonely = moved.Combine("sealift");
        var missing = await AppCommandLine.RunAsync(lonely, home, ["app", "--no-browser"]);
        var found = await AppCommandLine.RunAsync(lonely, home, ["app", "--help"], ("SEALIFT_APP", AppProcess.Program));

        Assert.Equal(2, missing.ExitCode);
        Assert.Contains("is not installed beside", missing.Error, StringComparison.Ordinal);
        Assert.Equal(0, found.ExitCode);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_told_with_what_to_do()
    {
        using var home = new TempDirectory();
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();

        var (exitCode, _, error) = await AppCommandLine.RunAsync(Command, home, ["app", "--no-browser", "--port", ((IPEndPoint)taken.LocalEndpoint).Port.ToString(System.Globalization.CultureInfo.InvariantCulture)]);

        Assert.Equal(3, exitCode);
        Assert.Contains("Choose another --port", error, StringComparison.Ordinal);
    }
}
