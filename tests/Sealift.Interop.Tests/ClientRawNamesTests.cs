using System.Text;
using Sealift.Client;
using Sealift.Core.Wire;
using Sealift.TestKit;
using Sealift.Tls;

namespace Sealift.Interop.Tests;

/// <summary>
/// Names whose bytes are no UTF-8: what a listing shows can be got, renamed and deleted, byte for byte. Of the three servers only
/// ProFTPD takes a doubled 0xFF for one.
/// </summary>
public sealed class ClientRawNamesTests(PeerServers peers)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Server, the bytes of the name as Latin-1 text.</summary>
    public static TheoryData<string, string> Rows
    {
        get
        {
            TheoryData<string, string> rows = [];
            foreach (var server in new[] { PeerNames.Vsftpd, PeerNames.Proftpd, PeerNames.Pureftpd })
            {
                foreach (var name in new[] { "caf\u00E9", "\u00E9t\u00E9 \u00C3\u00A9", "\u00EE\u00BE\u0080", "\u00FF", "a\u00FF\u00FFb", "\u0083\u005B\u0080x" })
                    rows.Add(server, name);
            }

            return rows;
        }
    }

    private static Task<FtpClient> ConnectAsync(Peer peer, string latin1) => FtpClient.ConnectAsync(
        ClientWork.Options(peer, "127.0.0.1", TlsVersion.Tls13, TlsBackend.OpenSsl) with
        {
            TelnetDoubling = !latin1.Contains("\u00FF\u00FF", StringComparison.Ordinal) ? TelnetDoubling.WhereNeeded
                : peer.Server == "proftpd" ? TelnetDoubling.Always : TelnetDoubling.Never,
        },
        Stop);

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task File_that_is_there_is_listed_got_renamed_and_deleted(string server, string latin1)
    {
        var peer = peers.Require(server);
        await using var client = await ConnectAsync(peer, latin1);
        var directory = await client.MakeDirectoryAsync();
        await RawFile.WriteAsync(peer.OnDisk(directory), Encoding.Latin1.GetBytes(latin1), "content");

        var entry = Assert.Single(await client.EntriesAsync(directory));
        Assert.True(entry.IsSafeName);
        Assert.Equal(Encoding.Latin1.GetBytes(latin1), FtpTextEncoding.Utf8.Encode(entry.Name));
        var path = directory.Append(entry.Name);
        Assert.Equal("content"u8.ToArray(), await client.GetAsync(path));
        Assert.Equal((entry.Name, 7), ((await client.FindAsync(path, Stop))!.Name, await client.GetSizeAsync(path, Stop)));
        await client.RenameAsync(path, directory.Append("plain"), Stop);
        Assert.Equal(["plain"], Directory.GetFileSystemEntries(peer.OnDisk(directory)).Select(Path.GetFileName));
        await client.RenameAsync(directory.Append("plain"), path, Stop);
        Assert.True(await client.DeleteFileAsync(path, Stop));
        Assert.Empty(await client.EntriesAsync(directory));
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task File_that_is_put_and_directory_that_is_made_have_these_bytes_on_the_servers_disk(string server, string latin1)
    {
        var peer = peers.Require(server);
        await using var client = await ConnectAsync(peer, latin1);
        var parent = await client.MakeDirectoryAsync();
        var name = FtpTextEncoding.Utf8.Decode(Encoding.Latin1.GetBytes(latin1));
        var directory = parent.Append(name);

        Assert.True(await client.CreateDirectoryAsync(directory, Stop));
        Assert.False(await client.CreateDirectoryAsync(directory, Stop));
        await client.PutAsync(directory.Append(name), "content"u8.ToArray());

        Assert.Equal([Encoding.Latin1.GetBytes(latin1)], await RawFile.NamesAsync(peer.OnDisk(parent)));
        Assert.Equal([name], (await client.EntriesAsync(directory)).Select(entry => entry.Name));
        Assert.True(await client.DeleteFileAsync(directory.Append(name), Stop));
        Assert.True(await client.DeleteDirectoryAsync(directory, Stop));
    }

    [Theory]
    [MemberData(nameof(ClientRows.Servers), MemberType = typeof(ClientRows))]
    public async Task Session_in_another_encoding_reads_and_writes_names_in_it(string server)
    {
        var peer = peers.Require(server);
        foreach (var (encoding, name) in new[] { ("windows-1252", "caf\u00E9 \u20AC"), ("shift_jis", "\u65E5\u672C.txt"), ("koi8-r", "\u042A \u043F\u0440\u0438\u0432\u0435\u0442") })
        {
            var text = FtpTextEncoding.Find(encoding)!;
            await using var client = await FtpClient.ConnectAsync(
                ClientWork.Options(peer, "127.0.0.1", TlsVersion.Tls13, TlsBackend.OpenSsl) with { TextEncoding = text }, Stop);
            var directory = await client.MakeDirectoryAsync();

            await client.PutAsync(directory.Append(name), "content"u8.ToArray());

            Assert.Equal([text.Encode(name)], await RawFile.NamesAsync(peer.OnDisk(directory)));
            Assert.Equal([name], (await client.EntriesAsync(directory)).Select(entry => entry.Name));
            Assert.Equal("content"u8.ToArray(), await client.GetAsync(directory.Append(name)));
            Assert.True(await client.DeleteFileAsync(directory.Append(name), Stop));
            await client.QuitAsync(Stop);
        }
    }
}
