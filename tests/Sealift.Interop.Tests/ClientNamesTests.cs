using System.Text;
using Sealift.Client;
using Sealift.Core;
using Sealift.TestKit;

namespace Sealift.Interop.Tests;

/// <summary>Names that shells, listings and option parsers trip over.</summary>
public sealed class ClientNamesTests(PeerServers peers)
{
    private static readonly string[] Names =
    [
        "two words", "three  blanks  twice", "quo\"te", "\"quoted\"", "apos'trophe", "Ünïcödé", "日本語", "🚢 sealift",
        "-rf", "--help", "-", "a&b;c", "~home", "50%25", "#hash", "a=b", "$(x)", "|id",
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Rows
    {
        get
        {
            TheoryData<string, string> rows = [];
            foreach (var server in new[] { PeerNames.Vsftpd, PeerNames.Proftpd, PeerNames.Pureftpd })
            {
                foreach (var name in Names) rows.Add(server, name);

                // Pure-FTPd allows no backslash in a name.
                if (server != PeerNames.Pureftpd) rows.Add(server, "back\\slash");
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task File_with_this_name_can_be_put_listed_found_got_renamed_and_deleted(string server, string name)
    {
        var peer = peers.Require(server);
        await using var client = await ClientWork.ConnectAsync(peer);
        var directory = await client.MakeDirectoryAsync();
        var path = directory.Append(name);
        var content = Encoding.UTF8.GetBytes("This is " + name);

        await client.PutAsync(path, content);

        Assert.Equal([name], Directory.GetFileSystemEntries(peer.OnDisk(directory)).Select(Path.GetFileName));
        Assert.Equal([name], (await client.EntriesAsync(directory)).Select(entry => entry.Name));
        var found = await client.FindAsync(path, Stop);
        Assert.Equal((name, FtpEntryKind.File, content.Length), (found!.Name, found.Kind, found.Size));
        Assert.Equal(content.Length, await client.GetSizeAsync(path, Stop));
        Assert.Equal(content, await client.GetAsync(path));

        await RenameBackAndForthAsync(client, path, directory.Append("plain"));
        Assert.True(await client.DeleteFileAsync(path, Stop));
        Assert.False(await client.DeleteFileAsync(path, Stop));
        Assert.Empty(await client.EntriesAsync(directory));
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Directory_with_this_name_can_be_made_listed_used_and_deleted(string server, string name)
    {
        var peer = peers.Require(server);
        await using var client = await ClientWork.ConnectAsync(peer);
        var parent = await client.MakeDirectoryAsync();
        var directory = parent.Append(name);
        var path = directory.Append(name);

        Assert.True(await client.CreateDirectoryAsync(directory, Stop));
        Assert.False(await client.CreateDirectoryAsync(directory, Stop));
        await client.PutAsync(path, "content"u8.ToArray());

        var entry = Assert.Single(await client.EntriesAsync(parent));
        Assert.Equal((name, FtpEntryKind.Directory), (entry.Name, entry.Kind));
        Assert.Equal([name], (await client.EntriesAsync(directory)).Select(one => one.Name));
        Assert.Equal("content"u8.ToArray(), await client.GetAsync(path));
        await Assert.ThrowsAsync<FtpReplyException>(() => client.DeleteDirectoryAsync(directory, Stop));
        Assert.True(await client.DeleteFileAsync(path, Stop));
        Assert.True(await client.DeleteDirectoryAsync(directory, Stop));
        Assert.False(await client.DeleteDirectoryAsync(directory, Stop));
        Assert.False(Directory.Exists(peer.OnDisk(directory)));
    }

    /// <summary>vsftpd has no MLST and lists no such names, so that only a question about the name itself finds them.</summary>
    [Theory]
    [MemberData(nameof(ClientRows.Servers), MemberType = typeof(ClientRows))]
    public async Task Names_with_a_leading_dot_are_found_even_where_the_server_does_not_list_them(string server)
    {
        var peer = peers.Require(server);
        await using var client = await ClientWork.ConnectAsync(peer);
        var parent = await client.MakeDirectoryAsync();
        var (directory, file) = (parent.Append(".directory"), parent.Append(".file"));

        await client.PutAsync(file, "four"u8.ToArray());
        await client.CreateDirectoryAsync(directory, Stop);

        var entry = await client.FindAsync(file, Stop);
        Assert.Equal((".file", FtpEntryKind.File, 4), (entry!.Name, entry.Kind, entry.Size));
        Assert.Equal(FtpEntryKind.Directory, (await client.FindAsync(directory, Stop))!.Kind);
        Assert.False(await client.CreateDirectoryAsync(directory, Stop));
        Assert.Equal("four"u8.ToArray(), await client.GetAsync(file));
        await Assert.ThrowsAsync<FtpReplyException>(() => client.DeleteDirectoryAsync(parent, Stop));
        Assert.Null(await client.FindAsync(parent.Append(".absent"), Stop));
        Assert.True(await client.DeleteDirectoryAsync(directory, Stop));
        Assert.True(await client.DeleteFileAsync(file, Stop));
        Assert.Null(await client.FindAsync(file, Stop));
    }

    /// <summary>The login directory itself: there is no directory name in front of the dash.</summary>
    [Theory]
    [MemberData(nameof(ClientRows.Servers), MemberType = typeof(ClientRows))]
    public async Task Directory_with_a_leading_dash_at_the_top_is_listed_and_not_taken_for_an_option(string server)
    {
        var peer = peers.Require(server);
        await using var client = await ClientWork.ConnectAsync(peer);
        var directory = FtpPath.Home.Append("-alR");
        await client.CreateDirectoryAsync(directory, Stop);
        await client.PutAsync(directory.Append("inside"), "x"u8.ToArray());

        var entries = await client.EntriesAsync(directory);

        Assert.Equal(["inside"], entries.Select(entry => entry.Name));
        Assert.Equal(FtpEntryKind.Directory, (await client.FindAsync(directory, Stop))!.Kind);
    }

    private static async Task RenameBackAndForthAsync(FtpClient client, FtpPath path, FtpPath other)
    {
        await client.RenameAsync(path, other, Stop);
        Assert.Null(await client.FindAsync(path, Stop));
        await client.RenameAsync(other, path, Stop);
        Assert.Null(await client.FindAsync(other, Stop));
    }
}
