using Sealift.Client;

namespace Sealift.Interop.Tests.Features;

/// <summary>What can be asked and set about files and directories.</summary>
internal static class FactFeatures
{
    private const string Area = "Files, directories and facts";

    private static readonly DateTimeOffset Then = new(2021, 3, 4, 5, 6, 7, TimeSpan.Zero);

    public static IReadOnlyList<Feature> All { get; } =
    [
        new(Area, "MKD, RMD, DELE, RNFR and RNTO", run => run.WithFileAsync(static async (client, file) =>
        {
            var inner = file.Parent!.Append("inner");
            Assert.True(await client.CreateDirectoryAsync(inner, FeatureRun.Stop));
            await client.RenameAsync(file, inner.Append("moved"), FeatureRun.Stop);
            Assert.True(await client.DeleteFileAsync(inner.Append("moved"), FeatureRun.Stop));
            Assert.True(await client.DeleteDirectoryAsync(inner, FeatureRun.Stop));
            return FeatureOutcome.Works;
        })),
        new(Area, "SIZE", run => run.WithFileAsync(static async (client, file) =>
        {
            if (await client.GetSizeAsync(file, FeatureRun.Stop) is not { } size) return FeatureOutcome.NotOffered;
            Assert.Equal(FeatureRun.Content.Length, size);
            return FeatureOutcome.Works;
        })),
        new(Area, "MDTM, in UTC", run => run.WithFileAsync(async (client, file) =>
        {
            File.SetLastWriteTimeUtc(run.Peer.OnDisk(file), Then.UtcDateTime);
            if (await client.GetModifiedAsync(file, FeatureRun.Stop) is not { } time) return FeatureOutcome.NotOffered;
            Assert.Equal(Then, time.ToUtc());
            return FeatureOutcome.Works;
        })),
        new(Area, "the time of a file can be set (MFMT, MDTM or SITE UTIME)", run => run.WithFileAsync(async (client, file) =>
        {
            if (!await client.SetModifiedAsync(file, Then, FeatureRun.Stop)) return FeatureOutcome.NotOffered;
            Assert.Equal(Then.UtcDateTime, File.GetLastWriteTimeUtc(run.Peer.OnDisk(file)));
            return FeatureOutcome.Works;
        })),
        new(Area, "MFF", run => run.WithFileAsync(async (client, file) =>
        {
            var facts = new Dictionary<string, string>(StringComparer.Ordinal) { ["modify"] = "20210304050607" };
            if (!await client.SetFactsAsync(file, facts, FeatureRun.Stop)) return FeatureOutcome.NotOffered;
            Assert.Equal(Then.UtcDateTime, File.GetLastWriteTimeUtc(run.Peer.OnDisk(file)));
            return FeatureOutcome.Works;
        })),
        new(Area, "SITE CHMOD", run => run.WithFileAsync(async (client, file) =>
        {
            try
            {
                await client.SetPermissionsAsync(file, UnixFileMode.UserRead | UnixFileMode.UserWrite, FeatureRun.Stop);
            }
            catch (FtpReplyException e)
            {
                return FeatureRun.Judge(e.Reply);
            }

            if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(run.Peer.OnDisk(file)));
            return FeatureOutcome.Works;
        })),
        new(Area, "SITE SYMLINK", run => run.WithFileAsync(async (client, file) =>
        {
            var link = file.Parent!.Append("link");
            try
            {
                await client.CreateLinkAsync(link, file, FeatureRun.Stop);
            }
            catch (FtpReplyException e)
            {
                return FeatureRun.Judge(e.Reply);
            }

            Assert.NotNull(new FileInfo(run.Peer.OnDisk(link)).LinkTarget);
            return FeatureOutcome.Works;
        })),
        new(Area, "AVBL", async run =>
        {
            await using var client = await run.ConnectAsync();
            return await client.GetAvailableBytesAsync(cancellationToken: FeatureRun.Stop) is > 0 ? FeatureOutcome.Works : FeatureOutcome.NotOffered;
        }),
        new(Area, "OPTS MLST (facts chosen)", async run =>
        {
            await using var client = await run.ConnectAsync();
            if (!client.Features.Mlst) return FeatureOutcome.NotOffered;
            var chosen = await client.SelectFactsAsync(["type", "size"], FeatureRun.Stop);
            await run.WorkAsync(client);
            return chosen.Order(StringComparer.OrdinalIgnoreCase).SequenceEqual(["size", "type"], StringComparer.OrdinalIgnoreCase)
                ? FeatureOutcome.Works
                : FeatureOutcome.NotOffered;
        }),
    ];
}
