using System.Security.Cryptography;
using Sealift.Core;
using Sealift.TestKit;
using Sealift.Tls;

namespace Sealift.Interop.Tests;

/// <summary>List, get and put with every server, mode, way to name the host, TLS version and backend.</summary>
public sealed class ClientBasicTests(PeerServers peers)
{
    // Nothing, one byte, and around the size of a block: where off-by-one errors live.
    private static readonly int[] Sizes = [0, 1, 65_535, 65_536, 65_537];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(ClientRows.Everywhere), MemberType = typeof(ClientRows))]
    public async Task Files_of_awkward_sizes_go_there_and_come_back_over_resumed_data_connections(
        string name, string host, TlsVersion version, TlsBackend backend)
    {
        var peer = peers.Require(name);
        Assert.SkipUnless(peer.Hosts.Contains(host, StringComparer.Ordinal), $"{name} does not listen on {host} here");
        await using var client = await ClientWork.ConnectAsync(peer, host, version, backend);
        var directory = await client.MakeDirectoryAsync();
        var files = Sizes.ToDictionary(size => directory.Append($"file-{size}"), RandomNumberGenerator.GetBytes);

        foreach (var (path, content) in files) await client.PutAsync(path, content);
        var entries = await client.EntriesAsync(directory);

        Assert.Equal(version, client.Tls!.Version);
        Assert.Equal(
            files.Select(file => (file.Key.Name, Size: (long?)file.Value.Length)).Order(),
            entries.Select(entry => (entry.Name, entry.Size)).Order());
        Assert.All(entries, entry => Assert.Equal(FtpEntryKind.File, entry.Kind));
        foreach (var (path, content) in files)
        {
            Assert.Equal(content, await File.ReadAllBytesAsync(peer.OnDisk(path), Stop));
            Assert.Equal(content, await client.GetAsync(path));
            Assert.Equal(content.Length, await client.GetSizeAsync(path, Stop));
        }

        client.AssertResumed(peer, atLeast: (2 * Sizes.Length) + 1);
        await client.QuitAsync(Stop);
    }
}
