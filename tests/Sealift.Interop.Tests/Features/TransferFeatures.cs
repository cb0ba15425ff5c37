using System.Text;
using Sealift.Client;
using Sealift.Core;

namespace Sealift.Interop.Tests.Features;

/// <summary>What can be done with the content of files.</summary>
internal static class TransferFeatures
{
    private const string Area = "Transfers";
    private const string Text = "first\nsecond\n\nlast without an end";

    public static IReadOnlyList<Feature> All { get; } =
    [
        new(Area, "empty files", async run =>
        {
            await using var client = await run.ConnectAsync();
            var file = (await client.MakeDirectoryAsync()).Append("empty");
            await client.PutAsync(file, []);
            Assert.Empty(await client.GetAsync(file));
            Assert.Equal(0, new FileInfo(run.Peer.OnDisk(file)).Length);
            return FeatureOutcome.Works;
        }),
        new(Area, "resumed download (REST, RETR)", run => run.WithFileAsync(static async (client, file) =>
        {
            Assert.Equal(FeatureRun.Content[40_001..], await client.GetAsync(file, offset: 40_001));
            return FeatureOutcome.Works;
        })),
        new(Area, "resumed upload (REST, STOR)", run => ContinueAsync(run, FtpWriteMode.Resume)),
        new(Area, "APPE", run => ContinueAsync(run, FtpWriteMode.Append)),
        new(Area, "STOU", StoreUniqueAsync),
        new(Area, "TYPE A with line ends converted", AsciiAsync, "open"),
        new(Area, "ABOR leaves the session usable", run => run.WithFileAsync(static async (client, file) =>
        {
            var large = file.Parent!.Append("large");
            await client.PutAsync(large, new byte[8_000_000]);
            var stream = await client.OpenReadAsync(large, cancellationToken: FeatureRun.Stop);
            Assert.NotEqual(0, await stream.ReadAsync(new byte[1000], FeatureRun.Stop));
            await stream.DisposeAsync();
            if (!client.IsUsable) return FeatureOutcome.NotOffered;
            Assert.Equal(FeatureRun.Content, await client.GetAsync(file));
            return FeatureOutcome.Works;
        })),
        new(Area, "MODE Z (deflate), both ways and listings", run => CompressedAsync(run), "open"),
        new(Area, "checksum of a file", run => run.WithFileAsync(static async (client, file) =>
        {
            if (await client.HashAsync(file, cancellationToken: FeatureRun.Stop) is not { } checksum) return FeatureOutcome.NotOffered;
            Assert.Equal(await FtpChecksum.ComputeAsync(new MemoryStream(FeatureRun.Content), checksum.Algorithm, cancellationToken: FeatureRun.Stop), checksum);
            return FeatureOutcome.Works;
        })),
        new(Area, "checksum of a part (RANG)", run => run.WithFileAsync(static async (client, file) =>
        {
            var range = new FtpByteRange(1000, 20_000);
            if (await client.HashAsync(file, range, cancellationToken: FeatureRun.Stop) is not { } checksum) return FeatureOutcome.NotOffered;
            Assert.Equal(
                await FtpChecksum.ComputeAsync(new MemoryStream(FeatureRun.Content), checksum.Algorithm, range, cancellationToken: FeatureRun.Stop), checksum);
            return FeatureOutcome.Works;
        })),
        new(Area, "site to site, direct (SSCN)", SiteToSiteAsync, "open"),
    ];

    private static Task<FeatureOutcome> ContinueAsync(FeatureRun run, FtpWriteMode mode) => run.WithFileAsync(async (client, file) =>
    {
        try
        {
            var offset = mode == FtpWriteMode.Resume ? FeatureRun.Content.Length : 0;
            await client.UploadAsync(new MemoryStream([1, 2, 3]), file, mode, offset, cancellationToken: FeatureRun.Stop);
        }
        catch (FtpReplyException e)
        {
            return FeatureRun.Judge(e.Reply);
        }

        Assert.Equal([.. FeatureRun.Content, 1, 2, 3], await File.ReadAllBytesAsync(run.Peer.OnDisk(file), FeatureRun.Stop));
        return FeatureOutcome.Works;
    });

    private static async Task<FeatureOutcome> StoreUniqueAsync(FeatureRun run)
    {
        await using var client = await run.ConnectAsync();
        try
        {
            var result = await client.UploadUniqueAsync(new MemoryStream(FeatureRun.Content), cancellationToken: FeatureRun.Stop);
            Assert.NotNull(result.StoredAs);
            Assert.Equal(FeatureRun.Content, await client.GetAsync(FtpPath.Parse(result.StoredAs)));
            return FeatureOutcome.Works;
        }
        catch (FtpReplyException e)
        {
            return FeatureRun.Judge(e.Reply);
        }
    }

    private static async Task<FeatureOutcome> AsciiAsync(FeatureRun run)
    {
        await using var client = await run.ConnectAsync();
        var file = (await client.MakeDirectoryAsync()).Append("text");
        var options = new FtpTransferOptions { Type = FtpTransferType.Ascii };
        await client.UploadAsync(new MemoryStream(Encoding.ASCII.GetBytes(Text)), file, options, FeatureRun.Stop);
        var stored = await File.ReadAllTextAsync(run.Peer.OnDisk(file), FeatureRun.Stop);
        using var received = new MemoryStream();
        await client.DownloadAsync(file, received, options, FeatureRun.Stop);
        Assert.Equal(Text, Encoding.ASCII.GetString(received.ToArray()));
        return stored == Text ? FeatureOutcome.Works : FeatureOutcome.NotOffered;
    }

    private static Task<FeatureOutcome> CompressedAsync(FeatureRun run) => run.WithFileAsync(
        async (client, file) =>
        {
            if (client.IsCompressionRefused || !run.Verbs.Contains("MODE", StringComparer.Ordinal)) return FeatureOutcome.NotOffered;
            using var received = new MemoryStream();
            var result = await client.DownloadAsync(file, received, cancellationToken: FeatureRun.Stop);
            Assert.Equal(FeatureRun.Content, received.ToArray());
            Assert.NotNull(result.CompressedBytes);
            Assert.Equal(FeatureRun.Content, await File.ReadAllBytesAsync(run.Peer.OnDisk(file), FeatureRun.Stop));
            Assert.Single(await client.EntriesAsync(file.Parent!));
            return FeatureOutcome.Works;
        },
        static options => options with { Compression = FtpCompression.Always });

    private static async Task<FeatureOutcome> SiteToSiteAsync(FeatureRun run)
    {
        if (run.Find(run.Peer.Name + "2") is not { } other) return FeatureOutcome.NotOffered;
        await using var source = new FtpClientPool(run.Options());
        await using var target = new FtpClientPool(new FeatureRun(other, run.Find).Options());
        FtpPath file;
        await using (var lease = await source.RentAsync(FeatureRun.Stop))
        {
            file = (await lease.Client.MakeDirectoryAsync()).Append("file");
            await lease.Client.PutAsync(file, FeatureRun.Content);
        }

        var copy = new FtpSiteCopy(source, target, new FtpSiteCopyOptions { Route = FtpSiteRouteChoice.DirectOnly });
        var name = FtpPath.Home.Append(Path.GetRandomFileName());
        var result = await copy.CopyAsync(file, name, cancellationToken: FeatureRun.Stop);
        Assert.Equal(FtpSiteRoute.Direct, result.Route);
        Assert.Equal(FeatureRun.Content, await File.ReadAllBytesAsync(other.OnDisk(name), FeatureRun.Stop));
        return FeatureOutcome.Works;
    }
}
