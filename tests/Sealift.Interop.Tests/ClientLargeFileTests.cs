using System.Security.Cryptography;
using Sealift.Client;
using Sealift.TestKit;

namespace Sealift.Interop.Tests;

/// <summary>A file of more than 4 GiB that nobody transfers: its size, and the offsets near its end.</summary>
public sealed class ClientLargeFileTests(PeerServers peers)
{
    private const long FiveGiB = 5L << 30;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(ClientRows.Servers), MemberType = typeof(ClientRows))]
    public async Task Size_and_end_of_a_5_GiB_file_are_right(string name)
    {
        var peer = peers.Require(name);
        await using var client = await ClientWork.ConnectAsync(peer);
        var path = (await client.MakeDirectoryAsync()).Append("sparse");
        var tail = RandomNumberGenerator.GetBytes(10_000);
        await MakeSparseAsync(peer.OnDisk(path), tail);

        var size = await client.GetSizeAsync(path, Stop);
        var entry = await client.FindAsync(path, Stop);
        var read = await client.GetAsync(path, FiveGiB - 4_000);

        Assert.Equal(FiveGiB, size);
        Assert.Equal(FiveGiB, entry!.Size);
        Assert.Equal(tail[^4_000..], read);
        Assert.Empty(await client.GetAsync(path, FiveGiB));
    }

    [Theory]
    [MemberData(nameof(ClientRows.Servers), MemberType = typeof(ClientRows))]
    public async Task Upload_resumes_beyond_4_GiB(string name)
    {
        var peer = peers.Require(name);
        await using var client = await ClientWork.ConnectAsync(peer);
        var path = (await client.MakeDirectoryAsync()).Append("sparse");
        var tail = RandomNumberGenerator.GetBytes(10_000);
        await MakeSparseAsync(peer.OnDisk(path), tail);
        using var rest = new MemoryStream(RandomNumberGenerator.GetBytes(7_000), writable: false);

        await client.UploadAsync(rest, path, FtpWriteMode.Resume, FiveGiB - 4_000, cancellationToken: Stop);

        Assert.Equal(FiveGiB + 3_000, await client.GetSizeAsync(path, Stop));
        byte[] expected = [.. tail[..6_000], .. rest.ToArray()];
        Assert.Equal(expected, await client.GetAsync(path, FiveGiB - 10_000));
    }

    [Theory]
    [MemberData(nameof(ClientRows.Servers), MemberType = typeof(ClientRows))]
    public async Task Append_and_resume_continue_a_file(string name)
    {
        var peer = peers.Require(name);
        await using var client = await ClientWork.ConnectAsync(peer);
        var path = (await client.MakeDirectoryAsync()).Append("grows");
        await client.PutAsync(path, "one "u8.ToArray());

        await client.UploadAsync(new MemoryStream("two "u8.ToArray()), path, FtpWriteMode.Append, cancellationToken: Stop);
        await client.UploadAsync(new MemoryStream("TWO three"u8.ToArray()), path, FtpWriteMode.Resume, 4, cancellationToken: Stop);

        Assert.Equal("one TWO three"u8.ToArray(), await client.GetAsync(path));
        Assert.Equal("three"u8.ToArray(), await client.GetAsync(path, 8));
    }

    // A hole of 5 GiB takes no space; its owner is the directory's, so that the server may write to it.
    private static async Task MakeSparseAsync(string file, byte[] tail)
    {
        await using var stream = new FileStream(file, FileMode.CreateNew, FileAccess.Write);
        stream.SetLength(FiveGiB - tail.Length);
        stream.Seek(0, SeekOrigin.End);
        await stream.WriteAsync(tail, Stop);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, (UnixFileMode)0b110_110_110);
        }
    }
}
