using System.Security.Cryptography;
using Sealift.Core;
using Sealift.TestKit;

namespace Sealift.Interop.Tests;

/// <summary>Checksums that real servers compute: ProFTPD's mod_digest has every command, vsftpd and Pure-FTPd have none.</summary>
public sealed class ClientChecksumTests(PeerServers peers)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(FtpHashAlgorithm.Crc32)]
    [InlineData(FtpHashAlgorithm.Md5)]
    [InlineData(FtpHashAlgorithm.Sha1)]
    [InlineData(FtpHashAlgorithm.Sha256)]
    [InlineData(FtpHashAlgorithm.Sha512)]
    public async Task ProFTPD_hashes_whole_files_and_parts_as_they_are_hashed_here(FtpHashAlgorithm algorithm)
    {
        var peer = peers.Require(PeerNames.Proftpd);
        await using var client = await ClientWork.ConnectAsync(peer);
        var directory = await client.MakeDirectoryAsync();
        var content = RandomNumberGenerator.GetBytes(300_000);

        foreach (var name in new[] { "plain", "two words", "quo\"te", "deadbeef" })
        {
            var path = directory.Append(name);
            await client.PutAsync(path, content);

            Assert.Equal(await LocalAsync(content, algorithm), await client.HashAsync(path, null, algorithm, Stop));
            foreach (var range in new[] { new FtpByteRange(0, 300_000), new FtpByteRange(1, 1), new FtpByteRange(299_999, 1), new FtpByteRange(100_000, 65_536) })
                Assert.Equal(await LocalAsync(content, algorithm, range), await client.HashAsync(path, range, algorithm, Stop));

            // Nothing of the ranges is left: the whole file still arrives.
            Assert.Equal(content, await client.GetAsync(path));
        }

        await client.QuitAsync(Stop);
    }

    [Fact]
    public async Task ProFTPD_uses_its_strongest_algorithm_by_default_also_for_an_empty_file()
    {
        var peer = peers.Require(PeerNames.Proftpd);
        await using var client = await ClientWork.ConnectAsync(peer);
        var path = (await client.MakeDirectoryAsync()).Append("empty");
        await client.PutAsync(path, []);

        Assert.Equal(await LocalAsync([], FtpHashAlgorithm.Sha512), await client.HashAsync(path, cancellationToken: Stop));
    }

    [Fact]
    public async Task ProFTPD_refuses_to_hash_what_is_not_there()
    {
        var peer = peers.Require(PeerNames.Proftpd);
        await using var client = await ClientWork.ConnectAsync(peer);

        var error = await Assert.ThrowsAsync<Client.FtpReplyException>(
            () => client.HashAsync(FtpPath.Parse("absent"), cancellationToken: Stop));

        Assert.Equal(550, error.Reply.Code);
        await client.PingAsync(Stop);
    }

    [Theory]
    [InlineData(PeerNames.Vsftpd)]
    [InlineData(PeerNames.Pureftpd)]
    public async Task Server_without_checksums_says_so_by_its_features(string name)
    {
        var peer = peers.Require(name);
        await using var client = await ClientWork.ConnectAsync(peer);
        var path = (await client.MakeDirectoryAsync()).Append("file");
        await client.PutAsync(path, [1, 2, 3]);

        Assert.Null(await client.HashAsync(path, cancellationToken: Stop));
        Assert.Empty(client.Features.HashAlgorithms);
        await client.PingAsync(Stop);
    }

    private static async Task<FtpChecksum> LocalAsync(byte[] content, FtpHashAlgorithm algorithm, FtpByteRange? range = null)
    {
        using var stream = new MemoryStream(content, writable: false);
        return await FtpChecksum.ComputeAsync(stream, algorithm, range, Stop);
    }
}
