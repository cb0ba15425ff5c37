using Sealift.Core.Errors;
using Sealift.TestKit;

namespace Sealift.Cli.Tests.Runs;

/// <summary>A server, a home directory, and runs of the command that know the password and the server's CA.</summary>
public abstract class CommandTests : IAsyncLifetime
{
    private const string More = "more: sealift explain ";

    private FtpsServer? _server;

    private protected FtpsServer Server => _server!;

    private protected TempDirectory Home { get; } = new();

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await FtpsServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        Home.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>A run that trusts the server and knows alice's password.</summary>
    private protected Task<SealiftResult> RunAsync(params string[] arguments) => RunWithInputAsync(null, arguments);

    private protected Task<SealiftResult> RunWithInputAsync(byte[]? input, params string[] arguments) => SealiftRun.RunAsync(
        Home, [.. arguments, "--ca", Server.AuthorityFile], new Dictionary<string, string?> { ["SEALIFT_PASSWORD"] = FtpsServer.Password }, input);

    /// <summary>A run with nothing but what the arguments say.</summary>
    private protected Task<SealiftResult> RunBareAsync(params string[] arguments) => SealiftRun.RunAsync(Home, arguments);

    /// <summary>Checks the exit code and shows stderr when it is another.</summary>
    private protected static void AssertExit(int expected, SealiftResult result) =>
        Assert.True(expected == result.ExitCode, $"exit code {result.ExitCode} instead of {expected}\n{result.Error}\n{result.Output}");

    /// <summary>Checks an error: its exit code, a line that says what happened, a hint, and its entry in the catalogue.</summary>
    private protected static void AssertError(int expected, SealiftResult result)
    {
        AssertExit(expected, result);
        Assert.Single(LinesOf(result.Error), line => line.StartsWith("sealift: ", StringComparison.Ordinal));
        Assert.Contains(LinesOf(result.Error), line => line.StartsWith("hint: ", StringComparison.Ordinal));
        var more = Assert.Single(LinesOf(result.Error), line => line.StartsWith(More, StringComparison.Ordinal));
        var entry = ErrorCatalogue.Find(more[More.Length..]);
        Assert.Equal(expected, entry?.ExitCode);
        Assert.Contains($" [{entry!.Code}]\n", result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    private static string[] LinesOf(string text) => text.Split('\n');
}
