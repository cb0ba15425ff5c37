using System.Runtime.InteropServices;
using Sealift.Cli.Tests.Runs;
using Sealift.Core.Stores;
using Sealift.TestKit;

namespace Sealift.Cli.Tests;

[Trait("Fault", "F33")]
public sealed class CancelTests : IDisposable
{
    private static readonly Dictionary<string, string?> Password = new() { ["SEALIFT_PASSWORD"] = FtpsServer.Password };

    private readonly TempDirectory _home = new();
    private readonly TempDirectory _files = new();

    public void Dispose()
    {
        _home.Dispose();
        _files.Dispose();
    }

    [Theory]
    [InlineData(PosixSignal.SIGINT)]
    [InlineData(PosixSignal.SIGTERM)]
    public async Task An_interrupted_download_is_exit_code_130_and_leaves_the_old_file_alone(PosixSignal signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Needs signals.");
        _files.Write("a", []);
        _home.Write("a", "old"u8);
        var store = new GatedStore(new LocalFileStore(_files.Path));
        await using var server = await FtpsServer.StartAsync(store);
        await using var run = SealiftRun.Start(_home, ["get", server.Url("a"), "--ca", server.AuthorityFile], Password);

        await store.Reading.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        run.Signal(signal);
        var result = await run.EndAsync();

        Assert.Equal(130, result.ExitCode);
        Assert.Equal("sealift: cancelled\n", result.Error);
        Assert.Equal("old", await File.ReadAllTextAsync(_home.Combine("a"), TestContext.Current.CancellationToken));
        Assert.Equal(["a"], Directory.EnumerateFileSystemEntries(_home.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task An_interrupted_upload_is_exit_code_130_and_leaves_the_old_remote_file_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Needs signals.");
        _files.Write("a", "old"u8);
        var store = new GatedStore(new LocalFileStore(_files.Path));
        await using var server = await FtpsServer.StartAsync(store);
        await using var run = SealiftRun.Start(_home, ["put", "-", server.Url("a"), "--ca", server.AuthorityFile], Password);

        // Stdin stays open: the upload has begun and waits for more.
        await run.Input.WriteAsync(new byte[100_000], TestContext.Current.CancellationToken);
        await run.Input.FlushAsync(TestContext.Current.CancellationToken);
        await store.Writing.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        run.Signal(PosixSignal.SIGINT);
        var result = await run.EndAsync();

        Assert.Equal(130, result.ExitCode);
        Assert.Equal("sealift: cancelled\n", result.Error);

        // The command waits a moment for the server, and no longer: a slow one still has its unfinished file when it has gone.
        await server.AwaitNoSessionAsync();
        Assert.Equal("old", await File.ReadAllTextAsync(_files.Combine("a"), TestContext.Current.CancellationToken));
        Assert.Equal(["a"], Directory.EnumerateFileSystemEntries(_files.Path).Select(Path.GetFileName));
    }
}
