using System.Security.Cryptography;
using System.Text;
using Sealift.Client;
using Sealift.Core;
using Sealift.TestKit;
using Sealift.Tls;

namespace Sealift.Interop.Tests;

/// <summary>Compressed and text transfers with real servers, and names, offsets and times as they treat them.</summary>
public sealed class ClientFormTests(PeerServers peers)
{
    private static readonly FtpTransferOptions Ascii = new() { Type = FtpTransferType.Ascii };
    private static readonly FtpTransferOptions Compressed = new() { Compression = FtpCompression.Always };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>
    /// Not larger: ProFTPD 1.3.8 stops reading a compressed upload over TLS after some hundred KB, with any client; mod_deflate
    /// waits for the socket while mod_tls holds the bytes.
    /// </summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(70_000)]
    public async Task ProFTPD_carries_compressed_files_both_ways_over_resumed_tls(int size)
    {
        var peer = peers.Require(PeerNames.ProftpdOpen);
        await using var client = await ClientWork.ConnectAsync(peer);
        var path = (await client.MakeDirectoryAsync()).Append("file");
        var content = Words(size);

        using var source = new MemoryStream(content, writable: false);
        var up = await client.UploadAsync(source, path, Compressed, Stop);
        Assert.Equal(content, await File.ReadAllBytesAsync(peer.OnDisk(path), Stop));
        Assert.Equal(size, await client.GetSizeAsync(path, Stop));
        using var target = new MemoryStream();
        var down = await client.DownloadAsync(path, target, Compressed, Stop);

        Assert.Equal(content, target.ToArray());
        foreach (var result in new[] { up, down })
        {
            Assert.Equal(size, result.Bytes);
            Assert.InRange(result.CompressedBytes!.Value, 8, Math.Max(20, size / 2));
            Assert.True(result.Tls!.Resumed);
        }

        await client.QuitAsync(Stop);
    }

    [Fact]
    public async Task ProFTPD_sends_fifty_megabytes_compressed()
    {
        var peer = peers.Require(PeerNames.ProftpdOpen);
        await using var client = await ClientWork.ConnectAsync(peer);
        var path = (await client.MakeDirectoryAsync()).Append("file");
        var content = Words(50 << 20);
        await File.WriteAllBytesAsync(peer.OnDisk(path), content, Stop);

        using var target = new MemoryStream(content.Length);
        var result = await client.DownloadAsync(path, target, Compressed, Stop);

        Assert.True(content.AsSpan().SequenceEqual(target.ToArray()));
        Assert.InRange(result.CompressedBytes!.Value, 1 << 20, content.Length / 2);
        await client.QuitAsync(Stop);
    }

    [Fact]
    public async Task ProFTPD_compresses_listings_and_resumes_at_offsets_of_the_file()
    {
        var peer = peers.Require(PeerNames.ProftpdOpen);
        var options = ClientWork.Options(peer, "127.0.0.1", TlsVersion.Tls13, TlsBackend.OpenSsl) with
        {
            Compression = FtpCompression.WhenUseful,
            CompressionLevel = 9,
        };
        await using var client = await FtpClient.ConnectAsync(options, Stop);
        var directory = await client.MakeDirectoryAsync();
        var path = directory.Append("file");
        var content = Words(300_000);

        Assert.Empty(await client.EntriesAsync(directory));
        await client.PutAsync(path, content[..100_000]);
        using var rest = new MemoryStream(content[100_000..], writable: false);
        var resumed = await client.UploadAsync(rest, path, FtpWriteMode.Resume, 100_000, cancellationToken: Stop);
        await client.PutAsync(directory.Append("photo.jpg"), [1, 2, 3]); // MODE S in between
        using var tail = new MemoryStream();
        var down = await client.DownloadAsync(path, tail, 250_000, cancellationToken: Stop);

        Assert.True(resumed.IsOffsetProven);
        Assert.True(down.IsOffsetProven);
        Assert.Equal(content, await client.GetAsync(path));
        Assert.Equal(content[250_000..], tail.ToArray());
        Assert.Equal(["file", "photo.jpg"], (await client.EntriesAsync(directory)).Select(entry => entry.Name).Order(StringComparer.Ordinal));
        Assert.Equal([1, 2, 3], await client.GetAsync(directory.Append("photo.jpg")));
        await client.QuitAsync(Stop);
    }

    [Theory]
    [MemberData(nameof(ClientRows.Servers), MemberType = typeof(ClientRows))]
    public async Task Server_without_compression_carries_everything_as_it_is(string name)
    {
        var peer = peers.Require(name);
        await using var client = await ClientWork.ConnectAsync(peer);
        var path = (await client.MakeDirectoryAsync()).Append("file");
        var content = Words(10_000);

        using var source = new MemoryStream(content, writable: false);
        var up = await client.UploadAsync(source, path, Compressed, Stop);

        Assert.Null(up.CompressedBytes);
        Assert.True(client.IsCompressionRefused);
        Assert.Equal(content, await client.GetAsync(path));
    }

    /// <summary>ProFTPD and Pure-FTPd store the lines of this system. vsftpd says 200 to TYPE A and, by default, ignores it.</summary>
    [Theory]
    [MemberData(nameof(ClientRows.Servers), MemberType = typeof(ClientRows))]
    public async Task Text_keeps_its_lines_and_what_follows_is_binary_again(string name)
    {
        var peer = peers.Require(name);
        await using var client = await ClientWork.ConnectAsync(peer);
        var path = (await client.MakeDirectoryAsync()).Append("text");
        var text = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 20_000).Select(i => $"line {i}\n")));

        using var source = new MemoryStream(text, writable: false);
        var up = await client.UploadAsync(source, path, Ascii, Stop);
        var stored = await File.ReadAllBytesAsync(peer.OnDisk(path), Stop);
        using var target = new MemoryStream();
        var down = await client.DownloadAsync(path, target, Ascii, Stop);

        var wire = Encoding.ASCII.GetBytes(Encoding.ASCII.GetString(text).Replace("\n", "\r\n"));
        Assert.Equal(peer.Server == "vsftpd" ? wire : text, stored);
        Assert.Equal(text, target.ToArray());
        Assert.Equal((text.Length, FtpTransferType.Ascii), (up.Bytes, up.Type));
        Assert.Equal((text.Length, FtpTransferType.Ascii), (down.Bytes, down.Type));
        Assert.Equal(stored.Length, await client.GetSizeAsync(path, Stop));
        Assert.Equal(stored, await client.GetAsync(path));
    }

    [Theory]
    [MemberData(nameof(ClientRows.Servers), MemberType = typeof(ClientRows))]
    public async Task Server_chooses_a_name_and_tells_it(string name)
    {
        var peer = peers.Require(name);
        await using var client = await ClientWork.ConnectAsync(peer);
        var directory = await client.MakeDirectoryAsync();
        var content = RandomNumberGenerator.GetBytes(1000);
        List<string> names = [];

        for (var i = 0; i < 3; i++)
        {
            using var source = new MemoryStream(content, writable: false);
            var result = await client.UploadUniqueAsync(source, directory, cancellationToken: Stop);
            names.Add(result.StoredAs!);
        }

        Assert.Equal(3, names.Distinct(StringComparer.Ordinal).Count());
        foreach (var stored in names) Assert.Equal(content, await client.GetAsync(directory.Append(stored)));
    }

    [Theory]
    [MemberData(nameof(ClientRows.Servers), MemberType = typeof(ClientRows))]
    public async Task Time_of_a_file_can_be_set_everywhere(string name)
    {
        var peer = peers.Require(name);
        await using var client = await ClientWork.ConnectAsync(peer);
        var path = (await client.MakeDirectoryAsync()).Append("two words");
        await client.PutAsync(path, [1]);
        var time = new DateTimeOffset(2020, 2, 29, 12, 34, 56, TimeSpan.Zero);

        Assert.True(await client.SetModifiedAsync(path, time, Stop));

        Assert.Equal(time, (await client.GetModifiedAsync(path, Stop))!.Value.ToUtc());
    }

    [Theory]
    [MemberData(nameof(ClientRows.Servers), MemberType = typeof(ClientRows))]
    public async Task Permissions_can_be_set_everywhere_and_the_server_tells_its_status(string name)
    {
        var peer = peers.Require(name);
        await using var client = await ClientWork.ConnectAsync(peer);
        var path = (await client.MakeDirectoryAsync()).Append("two words");
        await client.PutAsync(path, [1]);

        await client.SetPermissionsAsync(path, (UnixFileMode)0b110_000_000, Stop);

        if (!OperatingSystem.IsWindows()) Assert.Equal((UnixFileMode)0b110_000_000, File.GetUnixFileMode(peer.OnDisk(path)));
        Assert.Equal(211, (await client.GetStatusAsync(cancellationToken: Stop)).Code);
        Assert.Contains((await client.GetStatusAsync(path.Parent, Stop)).Lines, line => line.Contains("two words", StringComparison.Ordinal));
        Assert.InRange((await client.GetHelpAsync(cancellationToken: Stop)).Code, 211, 214);
        Assert.Null(await client.GetAvailableBytesAsync(cancellationToken: Stop)); // none of the three has AVBL
    }

    [Fact]
    public async Task ProFTPD_makes_links_sets_facts_and_states_only_the_chosen_ones()
    {
        var peer = peers.Require(PeerNames.Proftpd);
        await using var client = await ClientWork.ConnectAsync(peer);
        var directory = await client.MakeDirectoryAsync();
        var (file, link) = (directory.Append("file"), directory.Append("link"));
        await client.PutAsync(file, [1, 2, 3]);

        await client.CreateLinkAsync(link, FtpPath.Root.Combine(file), Stop);
        Assert.True(await client.SetFactsAsync(
            file, new Dictionary<string, string> { ["modify"] = "20200229123456", ["UNIX.mode"] = "0640" }, Stop));
        var facts = await client.SelectFactsAsync(["size"], Stop);

        Assert.Equal([1, 2, 3], await client.GetAsync(link));
        Assert.Equal(["size", "type"], facts.Order(StringComparer.Ordinal));
        var entry = (await client.EntriesAsync(directory)).Single(one => one.Name == "file");
        Assert.Equal((FtpEntryKind.File, 3L, null, null), (entry.Kind, entry.Size, entry.Modified, entry.Permissions));
    }

    /// <summary>vsftpd 3.0.3 answers 350 to an offset of 17 digits and begins at 0.</summary>
    [Fact]
    public async Task Offset_that_vsftpd_ignores_is_noticed()
    {
        var peer = peers.Require(PeerNames.Vsftpd);
        await using var client = await ClientWork.ConnectAsync(peer);
        var path = (await client.MakeDirectoryAsync()).Append("file");
        await client.PutAsync(path, [1, 2, 3]);

        using var target = new MemoryStream();
        var error = await Assert.ThrowsAsync<FtpDataException>(
            () => client.DownloadAsync(path, target, 99_999_999_999_999_999, cancellationToken: Stop));

        Assert.Equal(FtpDataFailure.OffsetIgnored, error.Failure);
        await client.PingAsync(Stop);
    }

    // Text that a compressor finds something in, and not everything.
    private static byte[] Words(int size)
    {
        var content = new byte[size];
        var seed = 1u;
        for (var i = 0; i < size; i++)
        {
            seed = (seed * 1_664_525) + 1_013_904_223;
            content[i] = "etaoin s"u8[(int)(seed >> 29)];
        }

        return content;
    }
}
