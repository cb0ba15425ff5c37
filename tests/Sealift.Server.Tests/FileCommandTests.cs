using System.Globalization;
using Sealift.Core.Stores;

namespace Sealift.Server.Tests;

[Trait("Threat", "T32")]
public sealed class FileCommandTests
{
    [Fact]
    public async Task Permissions_are_set_and_listed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no such permissions.");
        await using var server = await TestServer.StartAsync();
        var file = server.Write("a file", "x");
        await using var client = await Conversation.LogInAsync(server);

        await client.ExpectAsync(200, "SITE CHMOD 0640 a file");

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, Mode(file));
        var listing = System.Text.Encoding.UTF8.GetString(await client.DownloadAsync("LIST"));
        Assert.StartsWith("-rw-r-----", listing, StringComparison.Ordinal);
        await client.ExpectAsync(213, "MFF UNIX.mode=0600;modify=20200131123456; a file");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, Mode(file));
        Assert.Equal(new DateTime(2020, 1, 31, 12, 34, 56, DateTimeKind.Utc), File.GetLastWriteTimeUtc(file));
    }

    [Theory]
    [InlineData("SITE CHMOD 4755 file", 501)]
    [InlineData("SITE CHMOD 888 file", 501)]
    [InlineData("SITE CHMOD 777", 501)]
    [InlineData("SITE CHMOD 777 ../secret", 550)]
    [InlineData("SITE CHMOD 777 link", 550)]
    [InlineData("SITE CHMOD 777 missing", 550)]
    [InlineData("SITE UTIME 20200131123456 ../secret", 550)]
    [InlineData("SITE UTIME now file", 501)]
    [InlineData("SITE SYMLINK file other", 550)]
    [InlineData("SITE EXEC id", 504)]
    [InlineData("SITE", 501)]
    [InlineData("MFF modify=20200131123456; ../secret", 550)]
    [InlineData("MFF modify=yesterday; file", 501)]
    [InlineData("MFF owner=root; file", 504)]
    [InlineData("MFF file", 501)]
    [InlineData("MFMT 20200131123456 ../secret", 550)]
    public async Task What_cannot_be_set_is_refused_and_nothing_changes(string command, int code)
    {
        await using var server = await TestServer.StartAsync();
        var file = server.Write("file", "x");
        var secret = Path.Combine(server.Directory.FullName, "secret");
        await File.WriteAllTextAsync(secret, "x", TestContext.Current.CancellationToken);
        File.CreateSymbolicLink(Path.Combine(server.Root, "link"), secret);
        (UnixFileMode, DateTime) Facts(string path) => (Mode(path), File.GetLastWriteTimeUtc(path));
        var before = (Facts(file), Facts(secret));
        await using var client = await Conversation.LogInAsync(server);

        await client.ExpectAsync(code, command);

        Assert.Equal(before, (Facts(file), Facts(secret)));
        Assert.Equal(2, Directory.GetFileSystemEntries(server.Root).Length);
    }

    [Theory]
    [InlineData("SITE UTIME 202001311234 a file", "20200131123400")]
    [InlineData("SITE UTIME 20200131123456 a file", "20200131123456")]
    [InlineData("SITE UTIME a file 20200131123400 20200131123456 20200131123400 UTC", "20200131123456")]
    [InlineData("MFMT 20200131123456 a file", "20200131123456")]
    [InlineData("MFF Modify=20200131123456; a file", "20200131123456")]
    [InlineData("MFF Modify=20200131123456 a file", "20200131123456")]
    public async Task Time_is_set_in_every_way_that_clients_know(string command, string expected)
    {
        await using var server = await TestServer.StartAsync();
        server.Write("a file", "x");
        await using var client = await Conversation.LogInAsync(server);

        await client.SendAsync(command + "\r\n");
        Assert.True((await client.ReadAsync()).IsCompleted);

        Assert.Equal(expected, (await client.ExpectAsync(213, "MDTM a file")).Message);
    }

    [Fact]
    public async Task Reader_sets_nothing_and_may_be_told_everything()
    {
        await using var server = await TestServer.StartAsync();
        server.Write("file", "x");
        await using var client = await Conversation.LogInAsync(server, TestServer.Reader);

        foreach (var command in (string[])["SITE CHMOD 777 file", "SITE UTIME 20200131123456 file", "MFF modify=20200131123456; file", "STOU", "ALLO 1"])
            await client.ExpectAsync(550, command);
        await client.ExpectAsync(213, "HASH file");
        await client.ExpectAsync(213, "AVBL");
        var facts = (await client.ExpectAsync(250, "MLST file")).Lines[1];
        Assert.Contains("perm=r;", facts, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Creation_time_is_set_where_the_store_keeps_it()
    {
        await using var server = await TestServer.StartAsync(options => options with
        {
            Users = [options.Users[0] with { Store = new MemoryFileStore() }],
        });
        await using var client = await Conversation.LogInAsync(server);
        Assert.Equal(226, (await client.UploadAsync("STOR file", "x"u8.ToArray())).Code);

        await client.ExpectAsync(213, "MFCT 20200131123456 file");

        Assert.Contains("create=20200131123456;", (await client.ExpectAsync(250, "MLST file")).Lines[1], StringComparison.Ordinal);
        Assert.Contains(" MFCT", (await client.ExpectAsync(211, "FEAT")).Lines);
    }

    [Fact]
    public async Task Creation_time_is_refused_where_the_system_keeps_it_to_itself()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Linux does.");
        await using var server = await TestServer.StartAsync();
        var file = server.Write("file", "x");
        var before = File.GetLastWriteTimeUtc(file);
        await using var client = await Conversation.LogInAsync(server);

        await client.ExpectAsync(504, "MFCT 20200131123456 file");
        await client.ExpectAsync(504, "MFF create=20200131123456;modify=20200131123456; file");

        Assert.Equal(before, File.GetLastWriteTimeUtc(file));
        Assert.DoesNotContain(" MFCT", (await client.ExpectAsync(211, "FEAT")).Lines);
    }

    [Fact]
    public async Task Unique_names_never_replace_a_file()
    {
        await using var server = await TestServer.StartAsync();
        server.Write("report", "old");
        await using var client = await Conversation.LogInAsync(server);
        var names = new List<string>();
        foreach (var command in (string[])["STOU report", "STOU report", "STOU", "STOU fresh"])
        {
            var socket = await client.OpenDataAsync();
            var opening = await client.ExpectAsync(150, command);
            Assert.StartsWith("FILE: ", opening.Message, StringComparison.Ordinal);
            names.Add(opening.Message["FILE: ".Length..]);
            await using var data = await client.SecureDataAsync(socket);
            await data.WriteAsync("new"u8.ToArray(), TestContext.Current.CancellationToken);
            await data.ShutdownAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
            await client.ExpectAsync(226);
        }

        Assert.Equal("old", server.Read("report"));
        Assert.Equal(4, names.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal("fresh", names[3]);
        Assert.All(names, name => Assert.Equal("new", server.Read(name)));
    }

    [Fact]
    public async Task Two_uploads_at_once_get_two_names()
    {
        await using var server = await TestServer.StartAsync();
        await using var first = await Conversation.LogInAsync(server);
        await using var second = await Conversation.LogInAsync(server);

        await first.OpenDataAsync();
        await second.OpenDataAsync();
        var one = await first.ExpectAsync(150, "STOU same");
        var two = await second.ExpectAsync(150, "STOU same");

        Assert.NotEqual(one.Message, two.Message);
    }

    [Fact]
    public async Task Room_is_told_and_asked_for()
    {
        await using var server = await TestServer.StartAsync();
        await using var client = await Conversation.LogInAsync(server);

        var free = long.Parse((await client.ExpectAsync(213, "AVBL")).Message, CultureInfo.InvariantCulture);
        Assert.InRange(free, 1, long.MaxValue);
        await client.ExpectAsync(200, "ALLO 1");
        await client.ExpectAsync(200, "ALLO 1000 R 80");
        await client.ExpectAsync(452, "ALLO 9223372036854775807");
        await client.ExpectAsync(501, "ALLO much");
        await client.ExpectAsync(501, "ALLO 1 R");
        await client.ExpectAsync(550, "AVBL missing");
    }

    [Fact]
    public async Task Status_tells_the_protection_of_both_channels()
    {
        await using var server = await TestServer.StartAsync();
        await using var client = await Conversation.LogInAsync(server);
        await client.DownloadAsync("LIST");

        var lines = (await client.ExpectAsync(211, "STAT")).Lines;

        Assert.Contains(lines, line => line.StartsWith(" Control connection: private, TLS 1.3, TLS_", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith(" Data connections: private; the last one TLS 1.3, TLS_", StringComparison.Ordinal)
            && line.EndsWith(", resumed session", StringComparison.Ordinal));
        Assert.Contains(" No transfer is running.", lines);
    }

    [Fact]
    public async Task Status_lists_a_path_up_to_a_limit()
    {
        await using var server = await TestServer.StartAsync(options => options with { Limits = options.Limits with { MaxStatLines = 3 } });
        foreach (var name in (string[])["b", "c", "a"]) server.Write("few/" + name, "x");
        foreach (var name in (string[])["1", "2", "3", "4"]) server.Write("many/" + name, "x");
        await using var client = await Conversation.LogInAsync(server);

        var few = (await client.ExpectAsync(212, "STAT few")).Lines;
        var file = (await client.ExpectAsync(213, "STAT -la few/a")).Lines;

        Assert.Equal(["a", "b", "c"], few.Skip(1).SkipLast(1).Select(line => line[^1..]));
        Assert.EndsWith(" a", file[1], StringComparison.Ordinal);
        await client.ExpectAsync(550, "STAT many");
        await client.ExpectAsync(550, "STAT *");
    }

    [Fact]
    public async Task Listings_are_sorted()
    {
        string[] names = ["b", "a", "C", "ä", "10", "9"];
        await using var server = await TestServer.StartAsync();
        foreach (var name in names) server.Write(name, "x");
        await using var client = await Conversation.LogInAsync(server);

        var listed = System.Text.Encoding.UTF8.GetString(await client.DownloadAsync("NLST -la")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(names.Order(StringComparer.Ordinal), listed);
    }

    [Fact]
    public async Task Help_describes_every_command_that_it_names()
    {
        await using var server = await TestServer.StartAsync(options => options with
        {
            Policy = new FtpServerPolicy { AllowActive = true, AllowClearCommands = true, AllowClearData = true, AllowCompression = true },
        });
        await using var client = await Conversation.LogInAsync(server);

        var named = (await client.ExpectAsync(214, "HELP")).Lines.Skip(1).SkipLast(1).SelectMany(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToList();

        Assert.Contains("PORT", named);
        Assert.Contains("HASH", named);
        foreach (var verb in named)
        {
            var help = await client.ExpectAsync(214, "HELP " + verb.ToLowerInvariant());
            Assert.Contains(verb, help.Text, StringComparison.Ordinal);
        }

        await client.ExpectAsync(504, "HELP XYZZY");
        Assert.Contains((await client.ExpectAsync(214, "HELP SITE")).Lines, line => line.Contains("CHMOD", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Small_talk_is_answered()
    {
        await using var server = await TestServer.StartAsync();
        await using var client = await Conversation.SecureAsync(server);

        await client.ExpectAsync(200, "CLNT test");
        await client.ExpectAsync(200, "LANG");
        await client.ExpectAsync(200, "LANG en-GB");
        await client.ExpectAsync(504, "LANG fr");
        await client.ExpectAsync(215, "SYST");
        await client.ExpectAsync(202, "ACCT 12");
        await client.ExpectAsync(331, "USER " + TestServer.User);
        await client.ExpectAsync(230, "PASS " + TestServer.Password);
        await client.ExpectAsync(502, "SMNT x");
        await client.ExpectAsync(200, "OPTS UTF8 ON");
        await client.ExpectAsync(504, "OPTS UTF8 OFF");
        await client.ExpectAsync(501, "OPTS NOTHING");
    }

    [Fact]
    public async Task Status_and_noop_are_answered_while_data_flows()
    {
        await using var server = await TestServer.StartAsync();
        await using var client = await Conversation.LogInAsync(server);
        var socket = await client.OpenDataAsync();
        await client.ExpectAsync(150, "STOR file");
        await using var data = await client.SecureDataAsync(socket);
        await data.WriteAsync(new byte[100_000], TestContext.Current.CancellationToken);
        await data.FlushAsync(TestContext.Current.CancellationToken);

        await client.ExpectAsync(200, "NOOP");
        Assert.Contains(" A transfer is running.", (await client.ExpectAsync(211, "STAT")).Lines);
        await client.ExpectAsync(200, "NOOP");

        await data.WriteAsync(new byte[100_000], TestContext.Current.CancellationToken);
        await data.ShutdownAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        await client.ExpectAsync(226);
        Assert.Equal(200_000, new FileInfo(Path.Combine(server.Root, "file")).Length);
    }

    private static UnixFileMode Mode(string path) => OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(path);
}
