using Sealift.Client;

namespace Sealift.Interop.Tests.Features;

/// <summary>How data connections are made.</summary>
internal static class DataFeatures
{
    private const string Area = "Data connections";

    public static IReadOnlyList<Feature> All { get; } =
    [
        new(Area, "EPSV, IPv4", async run =>
        {
            await using var client = await run.ConnectAsync();
            await run.WorkAsync(client);
            return run.Verbs.Contains("PASV", StringComparer.Ordinal) ? FeatureOutcome.NotOffered : FeatureOutcome.Works;
        }),
        new(Area, "EPSV, IPv6", async run =>
        {
            if (!run.Peer.Hosts.Contains("::1", StringComparer.Ordinal)) return FeatureOutcome.NotOffered;
            await using var client = await run.ConnectAsync(options => options with { Host = "::1" });
            return await run.WorkAsync(client);
        }),
        new(Area, "EPSV ALL", async run =>
        {
            try
            {
                await using var client = await run.ConnectAsync(static options => options with { EpsvAll = true });
                return await run.WorkAsync(client);
            }
            catch (FtpReplyException e)
            {
                return FeatureRun.Judge(e.Reply);
            }
        }),
        new(Area, "PASV", async run =>
        {
            await using var client = await run.ConnectAsync(static options =>
            {
                options.Hosts.RememberNoEpsv(options);
                return options;
            });
            await run.WorkAsync(client);
            Assert.Contains("PASV", run.Verbs);
            return FeatureOutcome.Works;
        }),
        new(Area, "active mode, IPv4", run => ActiveAsync(run, "127.0.0.1")),
        new(Area, "active mode, IPv6", run => ActiveAsync(run, "::1")),
    ];

    private static async Task<FeatureOutcome> ActiveAsync(FeatureRun run, string host)
    {
        if (!run.Peer.Hosts.Contains(host, StringComparer.Ordinal)) return FeatureOutcome.NotOffered;
        try
        {
            await using var client = await run.ConnectAsync(options => options with { Host = host, DataMode = FtpDataMode.Active });
            return await run.WorkAsync(client);
        }
        catch (FtpReplyException e)
        {
            return FeatureRun.Judge(e.Reply);
        }
    }
}
