using System.Security.Cryptography;
using Sealift.Client;
using Sealift.Core;
using Sealift.TestKit;
using Sealift.Tls;

namespace Sealift.Interop.Tests;

/// <summary>Many transfers: session tickets run out, get mixed up or are spent only after a while.</summary>
[Trait("Fault", "F23")]
public sealed class ClientManyTransfersTests(PeerServers peers)
{
    [Theory]
    [MemberData(nameof(ClientRows.Everywhere), MemberType = typeof(ClientRows))]
    public async Task Two_hundred_uploads_and_downloads_in_turn_on_one_session(
        string name, string host, TlsVersion version, TlsBackend backend)
    {
        var peer = peers.Require(name);
        await using var client = await ClientWork.ConnectAsync(peer, host, version, backend);
        var directory = await client.MakeDirectoryAsync();

        for (var i = 0; i < 100; i++) await PutAndGetAsync(client, directory.Append($"{i % 10}"), 5_000 + i);

        client.AssertResumed(peer, atLeast: 200);
    }

    [Theory]
    [MemberData(nameof(ClientRows.Everywhere), MemberType = typeof(ClientRows))]
    public async Task Forty_uploads_in_a_row_on_one_session(string name, string host, TlsVersion version, TlsBackend backend)
    {
        var peer = peers.Require(name);
        await using var client = await ClientWork.ConnectAsync(peer, host, version, backend);
        var directory = await client.MakeDirectoryAsync();
        var files = Enumerable.Range(0, 40).ToDictionary(i => directory.Append($"{i}"), i => RandomNumberGenerator.GetBytes(5_000 + i));

        foreach (var (path, content) in files) await client.PutAsync(path, content);

        foreach (var (path, content) in files)
            Assert.Equal(content, await File.ReadAllBytesAsync(peer.OnDisk(path), TestContext.Current.CancellationToken));
        client.AssertResumed(peer, atLeast: 40);
    }

    [Theory]
    [MemberData(nameof(ClientRows.Everywhere), MemberType = typeof(ClientRows))]
    public async Task Eight_sessions_in_parallel_do_four_hundred_transfers(
        string name, string host, TlsVersion version, TlsBackend backend)
    {
        var peer = peers.Require(name);

        var counts = await Task.WhenAll(Enumerable.Range(0, 8).Select(async session =>
        {
            await using var client = await ClientWork.ConnectAsync(peer, host, version, backend);
            var directory = await client.MakeDirectoryAsync();
            for (var i = 0; i < 25; i++) await PutAndGetAsync(client, directory.Append($"{i}"), 2_000 + session);
            client.AssertResumed(peer, atLeast: 50);
            return client.DataConnections;
        }));

        Assert.Equal(400, counts.Sum());
    }

    private static async Task PutAndGetAsync(FtpClient client, FtpPath path, int size)
    {
        var content = RandomNumberGenerator.GetBytes(size);
        await client.PutAsync(path, content);
        Assert.Equal(content, await client.GetAsync(path));
    }
}
