using Sealift.Client;
using Sealift.Core;

namespace Sealift.Interop.Tests.Features;

/// <summary>How directories are listed, and the names in them.</summary>
internal static class ListingFeatures
{
    private const string Area = "Listings and names";

    public static IReadOnlyList<Feature> All { get; } =
    [
        new(Area, "MLSD", async run =>
        {
            await using var client = await run.ConnectAsync();
            await run.WorkAsync(client);
            return run.Verbs.Contains("MLSD", StringComparer.Ordinal) ? FeatureOutcome.Works : FeatureOutcome.NotOffered;
        }),
        new(Area, "MLST", run => run.WithFileAsync(static async (client, file) =>
        {
            if (!client.Features.Mlst) return FeatureOutcome.NotOffered;
            var entry = await client.FindAsync(file, FeatureRun.Stop);
            Assert.Equal((FtpEntryKind.File, FeatureRun.Content.Length), (entry!.Kind, entry.Size));
            return FeatureOutcome.Works;
        })),
        new(Area, "LIST with type, size and time", run => run.WithFileAsync(
            static async (client, file) =>
            {
                var entry = Assert.Single(await client.EntriesAsync(file.Parent!));
                Assert.Equal(("file", FtpEntryKind.File, FeatureRun.Content.Length), (entry.Name, entry.Kind, entry.Size));
                Assert.NotNull(entry.Modified);
                return FeatureOutcome.Works;
            },
            static options => options with { ListingFormat = Core.Listings.ListingFormat.List })),
        new(Area, "STAT of a directory", run => run.WithFileAsync(static async (client, file) =>
        {
            var reply = await client.GetStatusAsync(file.Parent!, FeatureRun.Stop);
            return FeatureRun.Judge(reply) is var outcome && outcome == FeatureOutcome.Works
                && reply.Lines.Any(static line => line.EndsWith("file", StringComparison.Ordinal)) ? FeatureOutcome.Works : outcome;
        })),
        new(Area, "names in UTF-8", run => NameAsync(run, "Grüße 日本語.txt")),
        new(Area, "names that are no UTF-8, byte for byte", run => NameAsync(run, "caf\uEFE9")),
        new(Area, "names with blanks, quotes and leading dashes", run => NameAsync(run, "-a \"b\"  'c'")),
        new(Area, "names that end in a blank", run => NameAsync(run, "blank ")),
    ];

    private static async Task<FeatureOutcome> NameAsync(FeatureRun run, string name)
    {
        await using var client = await run.ConnectAsync();
        var directory = await client.MakeDirectoryAsync();
        var file = directory.Append(name);
        try
        {
            await client.PutAsync(file, FeatureRun.Content);
        }
        catch (FtpReplyException e)
        {
            return FeatureRun.Judge(e.Reply);
        }

        // A server that keeps another name than it was given does not have such names.
        if (Assert.Single(await client.EntriesAsync(directory)).Name != name) return FeatureOutcome.NotOffered;
        Assert.Equal(FeatureRun.Content, await client.GetAsync(file));
        var other = directory.Append("other");
        await client.RenameAsync(file, other, FeatureRun.Stop);
        Assert.True(await client.DeleteFileAsync(other, FeatureRun.Stop));
        return FeatureOutcome.Works;
    }
}
