using System.Text;
using Sealift.Cli.Tests.Runs;
using Sealift.Core.Stores;
using Sealift.TestKit;

namespace Sealift.Cli.Tests;

/// <summary>Trees of which a proof fails: exit code 8 where nothing else failed, and the old files stay.</summary>
public sealed class TreeProofTests(PeerServers servers) : IClassFixture<PeerServers>, IDisposable
{
    private readonly TempDirectory _home = new();
    private readonly TempDirectory _files = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _home.Dispose();
        _files.Dispose();
    }

    [Theory]
    [InlineData(8, false)]
    [InlineData(1, true)]
    public async Task Checksums_that_differ_are_exit_code_8_unless_something_else_failed_too(int exitCode, bool hasOtherFailure)
    {
        Directory.CreateDirectory(_home.Combine("site"));
        foreach (var name in (string[])["good", "hurt"]) _home.Write($"site/{name}", Encoding.ASCII.GetBytes($"{name}, new"));
        _files.Write("hurt", "old"u8);
        if (hasOtherFailure)
        {
            _home.Write("site/taken", "a file here"u8);
            Directory.CreateDirectory(_files.Combine("taken"));
        }

        await using var server = await FtpsServer.StartAsync(new CorruptingStore(new LocalFileStore(_files.Path), content => content.AsSpan().StartsWith("hurt"u8)));

        var result = await RunAsync(server, "sync", "--verify", "--json", "site", server.Url());

        Assert.True(exitCode == result.ExitCode, result.Error);
        Assert.Contains("hurt: The checksums of source and target differ. [SL-TREE-02]", result.Error, StringComparison.Ordinal);
        var failed = result.Json.Where(line => line.GetProperty("event").GetString() == "failed" && line.GetProperty("path").GetString() == "hurt").ToList();
        Assert.All(failed, line => Assert.Equal(("not_proven", "SL-TREE-02"), (line.GetProperty("failure").GetString(), line.GetProperty("code").GetString())));
        Assert.True(failed.Count > 1); // it might have been chance
        Assert.Equal("old", await File.ReadAllTextAsync(_files.Combine("hurt"), Stop));
        Assert.Equal("good, new", await File.ReadAllTextAsync(_files.Combine("good"), Stop));
        Assert.DoesNotContain(Directory.EnumerateFileSystemEntries(_files.Path), path => path.EndsWith(LocalFileStore.PartSuffix, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Server_without_checksums_is_exit_code_8_and_the_hint_names_the_option_that_demands_them()
    {
        var peer = servers.Require(PeerNames.Vsftpd);
        Directory.CreateDirectory(_home.Combine("site"));
        _home.Write("site/a", "a"u8);
        _home.Write("site/b", "b"u8);
        var url = $"ftpes://{peer.User}@localhost:{peer.Port}/{Path.GetRandomFileName()}";

        var result = await SealiftRun.RunAsync(
            _home, ["sync", "--verify", "--trace=session.jsonl", "site", url, "--ca", peer.Ca], new Dictionary<string, string?> { ["SEALIFT_PASSWORD"] = peer.Password });

        Assert.True(result.ExitCode == 8, result.Error);
        Assert.Contains("a: There is no checksum that both sides have, and one is demanded. [SL-DATA-13]", result.Error, StringComparison.Ordinal);
        Assert.Contains("hint: --verify demands", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.GetFiles(_home.Path, "session*.jsonl"), trace => File.ReadAllText(trace).Contains("STOR", StringComparison.Ordinal));
    }

    private Task<SealiftResult> RunAsync(FtpsServer server, params string[] arguments) => SealiftRun.RunAsync(
        _home, [.. arguments, "--ca", server.AuthorityFile], new Dictionary<string, string?> { ["SEALIFT_PASSWORD"] = FtpsServer.Password });
}
