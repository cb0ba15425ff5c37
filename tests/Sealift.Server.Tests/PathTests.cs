using System.Globalization;

namespace Sealift.Server.Tests;

[Trait("Threat", "T37")]
public sealed class PathTests
{
    private static readonly string[] Verbs =
    [
        "CWD", "RETR", "STOR", "APPE", "DELE", "MKD", "RMD", "RNFR", "SIZE", "MDTM", "MFMT 20200101000000", "MLST", "MLSD", "LIST", "NLST",
        "STAT", "HASH", "XMD5", "MD5", "MFF modify=20200101000000;", "SITE CHMOD 600", "SITE UTIME 20200101000000", "AVBL", "STOU", "COMB copy",
    ];

    private static readonly string[] Escapes =
    [
        "../canary", "/../canary", "..", "/..", "../../etc/passwd", "a/../../canary", "./../canary", "//../canary", "/./../canary",
        "link-out", "link-out/canary", "link-dir/canary", "a/../../root_secret/canary", "../root_secret/canary", "link-up/canary",
        "link-absolute", "/link-dir/../link-dir/canary", "link-dir//canary", "a/link-deep/canary",
    ];

    [Fact]
    public async Task T37_no_path_leads_out_of_the_root()
    {
        await using var server = await TestServer.StartAsync();
        var outside = server.Directory.FullName;
        await File.WriteAllTextAsync(Path.Combine(outside, "canary"), "canary", TestContext.Current.CancellationToken);
        server.Directory.CreateSubdirectory("root_secret");
        await File.WriteAllTextAsync(Path.Combine(outside, "root_secret", "canary"), "canary", TestContext.Current.CancellationToken);
        Directory.CreateDirectory(Path.Combine(server.Root, "a"));
        File.CreateSymbolicLink(Path.Combine(server.Root, "link-out"), "../canary");
        File.CreateSymbolicLink(Path.Combine(server.Root, "link-absolute"), Path.Combine(outside, "canary"));
        Directory.CreateSymbolicLink(Path.Combine(server.Root, "link-up"), "..");
        Directory.CreateSymbolicLink(Path.Combine(server.Root, "link-dir"), "../root_secret");
        Directory.CreateSymbolicLink(Path.Combine(server.Root, "a", "link-deep"), outside);
        var before = Snapshot(outside);
        await using var client = await Conversation.LogInAsync(server);

        foreach (var escape in Escapes)
        {
            // A link itself lies inside: it may be described, deleted or renamed. What it leads to may not be touched.
            var isLinkItself = escape.StartsWith("link-", StringComparison.Ordinal) && !escape.Contains('/', StringComparison.Ordinal);
            foreach (var verb in Verbs)
            {
                if (isLinkItself && verb is not ("CWD" or "RETR" or "STOR" or "APPE" or "MLSD" or "MKD" or "MFMT 20200101000000"
                    or "HASH" or "XMD5" or "SITE CHMOD 600" or "SITE UTIME 20200101000000" or "AVBL" or "COMB copy")) continue;
                using var socket = verb is "RETR" or "STOR" or "APPE" or "MLSD" or "LIST" or "NLST" or "STOU" ? await client.OpenDataAsync() : null;
                await client.SendAsync($"{verb} {escape}\r\n");
                var reply = await client.ReadAsync();
                Assert.True(reply.IsNegative, $"{verb} {escape}: {reply}");
            }
        }

        Assert.Equal(before, Snapshot(outside));
    }

    [Fact]
    public async Task Odd_names_are_names()
    {
        string[] names = [" leading", "trailing ", "-rf", "~root", "*", "$(id)", "|id", "a\\b", "\"quoted\"", ";type=a", "%2e%2e%2f", "漢字", "\u202Ertl"];
        await using var server = await TestServer.StartAsync();
        await using var client = await Conversation.LogInAsync(server);

        foreach (var name in names)
        {
            Assert.Equal(226, (await client.UploadAsync("STOR " + name, "x"u8.ToArray())).Code);
            await client.ExpectAsync(213, "SIZE " + name);
            var made = await client.ExpectAsync(257, "MKD dir" + name);
            Assert.Contains($"dir{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"", made.Message, StringComparison.Ordinal);
            await client.ExpectAsync(250, "CWD dir" + name);
            await client.ExpectAsync(250, "CDUP");
            await client.ExpectAsync(250, "RMD dir" + name);
        }

        Assert.Equal(
            names.Order(StringComparer.Ordinal),
            Directory.GetFileSystemEntries(server.Root).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Control_characters_in_names_are_refused()
    {
        await using var server = await TestServer.StartAsync();
        await using var client = await Conversation.LogInAsync(server);

        await client.ExpectAsync(500, "MKD a\0b");
        await client.ExpectAsync(500, "MKD a\u001Bb");
        await client.ExpectAsync(500, "MKD a\rb");

        Assert.Empty(Directory.GetFileSystemEntries(server.Root));
    }

    [Fact]
    public async Task Tree_is_walked_and_changed()
    {
        await using var server = await TestServer.StartAsync();
        await using var client = await Conversation.LogInAsync(server);

        Assert.Equal("\"/\" is the current directory.", (await client.ExpectAsync(257, "PWD")).Message);
        await client.ExpectAsync(257, "MKD a");
        await client.ExpectAsync(550, "MKD a");
        await client.ExpectAsync(250, "CWD a");
        await client.ExpectAsync(257, "MKD b");
        await client.UploadAsync("STOR b/file", "content"u8.ToArray());
        await client.ExpectAsync(550, "RMD b");
        await client.ExpectAsync(550, "DELE b");
        await client.ExpectAsync(550, "RMD b/file");
        await client.ExpectAsync(350, "RNFR b/file");
        await client.ExpectAsync(250, "RNTO /moved");
        await client.ExpectAsync(250, "RMD b");
        await client.ExpectAsync(550, "RMD b");
        await client.ExpectAsync(550, "DELE nothing");
        await client.ExpectAsync(550, "RMD /");
        await client.ExpectAsync(550, "RNFR /");
        await client.ExpectAsync(250, "CDUP");
        await client.ExpectAsync(250, "CDUP");

        Assert.Equal("content", server.Read("moved"));
        await client.ExpectAsync(250, "DELE moved");
        await client.ExpectAsync(550, "SIZE moved");
    }

    [Fact]
    public async Task Times_are_utc_and_can_be_set()
    {
        await using var server = await TestServer.StartAsync();
        var path = server.Write("file", "content");
        await using var client = await Conversation.LogInAsync(server);

        var set = await client.ExpectAsync(213, "MFMT 20240229123456 file");
        var got = await client.ExpectAsync(213, "MDTM file");
        var facts = await client.ExpectAsync(250, "MLST file");

        Assert.Equal("Modify=20240229123456; /file", set.Message);
        Assert.Equal("20240229123456", got.Message);
        Assert.Contains("modify=20240229123456;", facts.Lines[1], StringComparison.Ordinal);
        Assert.EndsWith("; /file", facts.Lines[1], StringComparison.Ordinal);
        Assert.Equal(
            DateTime.Parse("2024-02-29T12:34:56Z", CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal),
            File.GetLastWriteTimeUtc(path));
        await client.ExpectAsync(501, "MFMT 20240230123456 file");
        await client.ExpectAsync(501, "MFMT file");
    }

    private static string[] Snapshot(string directory) =>
        [.. Directory.EnumerateFiles(directory).Concat(Directory.EnumerateFiles(Path.Combine(directory, "root_secret")))
            .Select(path => $"{path} {File.ReadAllText(path)} {File.GetLastWriteTimeUtc(path):O}").Order(StringComparer.Ordinal)];
}
