using Sealift.Client;
using Sealift.Core;
using Sealift.Core.Listings;
using Sealift.TestKit;
using Sealift.Tls;

namespace Sealift.Interop.Tests;

/// <summary>LIST, NLST and MLSD of the real servers say the same about the same files, as far as each says anything.</summary>
public sealed class ClientListingTests(PeerServers peers)
{
    // Young enough to be listed with its time of day, old enough not to be changing.
    private static readonly DateTime Changed = TimeProvider.System.GetUtcNow().UtcDateTime.Date.AddDays(-20).AddHours(8).AddSeconds(15 * 60 + 42);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(ClientRows.Servers), MemberType = typeof(ClientRows))]
    public async Task Every_way_to_list_gives_the_same_entries(string server)
    {
        var peer = peers.Require(server);
        var directory = await FillAsync(peer);

        var list = await ListAsync(peer, directory, ListingFormat.List, listings: 1);
        var names = await ListAsync(peer, directory, ListingFormat.Names, listings: 1);
        var best = await ListAsync(peer, directory, null, listings: 1);

        Assert.Equal(["inner", "link", "two  words"], list.Select(static entry => entry.Name));
        Assert.Equal(["inner", "link", "two  words"], names.Select(static entry => entry.Name));
        Assert.Equal(["inner", "link", "two  words"], best.Select(static entry => entry.Name));
        Assert.Equal([FtpEntryKind.Directory, FtpEntryKind.Link, FtpEntryKind.File], list.Select(static entry => entry.Kind));
        Assert.Equal((5L, "two  words"), (list[2].Size, list[1].LinkTarget));
    }

    [Theory]
    [MemberData(nameof(ClientRows.Servers), MemberType = typeof(ClientRows))]
    public async Task Times_of_list_are_in_utc_from_the_second_listing_on(string server)
    {
        var peer = peers.Require(server);
        var directory = await FillAsync(peer);

        var file = (await ListAsync(peer, directory, ListingFormat.List, listings: 2))[2];

        Assert.Equal(Changed.AddSeconds(-42), file.Modified?.ToUtc()?.UtcDateTime);
    }

    [Fact]
    public async Task Hidden_names_of_vsftpd_are_listed_unless_the_arguments_forbid_it()
    {
        var peer = peers.Require(PeerNames.Vsftpd);
        var directory = await FillAsync(peer);
        await File.WriteAllTextAsync(peer.OnDisk(directory.Append(".hidden")), "x", Stop);
        var options = ClientWork.Options(peer, "127.0.0.1", TlsVersion.Tls13, TlsBackend.OpenSsl);

        await using var usual = await FtpClient.ConnectAsync(options, Stop);
        await using var all = await FtpClient.ConnectAsync(options with { ListArguments = "-a" }, Stop);
        await using var plain = await FtpClient.ConnectAsync(options with { ListArguments = "" }, Stop);

        Assert.Contains(".hidden", (await usual.EntriesAsync(directory)).Select(static entry => entry.Name));
        Assert.Contains(".hidden", (await all.EntriesAsync(directory)).Select(static entry => entry.Name));
        Assert.DoesNotContain(".hidden", (await plain.EntriesAsync(directory)).Select(static entry => entry.Name));
    }

    private static async Task<FtpPath> FillAsync(Peer peer)
    {
        await using var client = await ClientWork.ConnectAsync(peer);
        var directory = await client.MakeDirectoryAsync();
        var file = directory.Append("two  words");
        await client.PutAsync(file, "hello"u8.ToArray());
        await client.CreateDirectoryAsync(directory.Append("inner"), Stop);
        File.CreateSymbolicLink(peer.OnDisk(directory.Append("link")), "two  words");
        File.SetLastWriteTimeUtc(peer.OnDisk(file), Changed);
        await client.QuitAsync(Stop);
        return directory;
    }

    private static async Task<List<FtpEntry>> ListAsync(Peer peer, FtpPath directory, ListingFormat? format, int listings)
    {
        var options = ClientWork.Options(peer, "127.0.0.1", TlsVersion.Tls13, TlsBackend.OpenSsl) with { ListingFormat = format };
        await using var client = await FtpClient.ConnectAsync(options, Stop);
        List<FtpEntry> entries = [];
        for (var i = 0; i < listings; i++) entries = await client.EntriesAsync(directory);
        await client.QuitAsync(Stop);
        return [.. entries.OrderBy(static entry => entry.Name, StringComparer.Ordinal)];
    }
}
