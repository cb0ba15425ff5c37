using System.Security.Cryptography;

namespace Sealift.Server.Tests.Clients;

/// <summary>
/// What other people's clients do with this server. The outcomes make the table of docs/clients.md (eng/clients-table.sh).
/// </summary>
public sealed class ClientMatrixTests
{
    private const string Utf8Name = "Gr\u00FC\u00DFe \u6F22\u5B57.txt";
    private const long Large = (1L << 32) + 1;
    private const int Tail = 100_000;

    private static readonly ServedClient[] Clients =
    [
        new CurlClient(),
        new LftpClient(),
        new RcloneClient(),
        new ScriptClient("Python ftplib", "python3", "python3", "client.py"),
        new ScriptClient("Perl Net::FTP", "perl", "libio-socket-ssl-perl", "client.pl")
        {
            OwnLacks = ["abort"], // it sends Telnet's interrupt past TLS, into the middle of its records
            OwnNeeds = "RequireSessionResumption = false", // 3.14 looks for the session under the data port, where it put none
        },
        new ScriptClient("PHP ftp", "php", "php-cli", "client.php") { OwnModes = ["explicit"], OwnLacks = ["abort"] },
        new NcftpClient(),
        new BasicFtpClient(),
        new OwnClient(),
    ];

    public static TheoryData<string, string> Rows
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (var client in Clients)
            {
                foreach (var mode in client.Modes) rows.Add(client.Name, mode);
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Client_does_everything_that_it_can(string name, string mode)
    {
        var client = Clients.Single(one => one.Name == name);
        Assert.SkipWhen(client.Missing is not null, client.Missing ?? "");
        if (client.Package == "libio-socket-ssl-perl")
            Assert.SkipUnless(File.Exists("/usr/share/perl5/IO/Socket/SSL.pm"), "apt-get install libio-socket-ssl-perl");
        await using var server = await TestServer.StartAsync(options => options with
        {
            RequireTls = mode != "clear",
            RequireSessionResumption = client.Needs?.StartsWith("RequireSessionResumption", StringComparison.Ordinal) != true,
        });
        var run = new ClientRun(client, new ClientPlace(server, mode, server.Directory.CreateSubdirectory("local").FullName));

        await run.TryAsync("list", ListAsync);
        await run.TryAsync("download", place => DownloadAsync(client, place, "down.bin", 1_000_003));
        await run.TryAsync("upload", place => UploadAsync(client, place, "up.bin", 1_000_003));
        await run.TryAsync("resume a download", ResumeDownloadAsync, "reget");
        await run.TryAsync("resume an upload", ResumeUploadAsync, "reput");
        await run.TryAsync("rename", RenameAsync);
        await run.TryAsync("delete", DeleteAsync);
        await run.TryAsync("0 bytes, both ways", async place =>
        {
            await UploadAsync(client, place, "empty up", 0);
            await DownloadAsync(client, place, "empty down", 0);
        });
        await run.TryAsync("UTF-8 names, both ways", async place =>
        {
            await UploadAsync(client, place, Utf8Name, 10);
            await DownloadAsync(client, place, "2" + Utf8Name, 10);
        });
        await run.TryAsync("a tree, both ways", TreeAsync, "gettree");
        await run.TryAsync("beyond 4 GiB", LargeAsync, "reget");
        await run.TryAsync("abort, and go on", AbortAsync, "abort");

        run.AssertAll();

        async Task ListAsync(ClientPlace place)
        {
            server.Write("one.txt", "1");
            server.Write("with space", "2");
            var names = (await client.RunAsync(place, "list")).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            Assert.Contains("one.txt", names.Select(Plain));
            Assert.Contains("with space", names.Select(Plain));
        }

        async Task ResumeDownloadAsync(ClientPlace place)
        {
            var content = RandomNumberGenerator.GetBytes(500_000);
            server.Write("resumed.bin", content);
            var local = Path.Combine(place.Local, "resumed.bin");
            await File.WriteAllBytesAsync(local, content.AsMemory(0, 200_000), TestContext.Current.CancellationToken);
            await client.RunAsync(place, "reget", "resumed.bin", local);
            AssertSame(content, local);
            await server.Log.WaitForAsync("RETR /resumed.bin, ", TimeSpan.FromSeconds(60)); // a client may leave before its 226
            Assert.Contains(server.Log.Lines, line => line.Contains("RETR /resumed.bin, 300000 bytes", StringComparison.Ordinal));
        }

        async Task ResumeUploadAsync(ClientPlace place)
        {
            var content = RandomNumberGenerator.GetBytes(500_000);
            server.Write("continued.bin", content[..200_000]);
            var local = Path.Combine(place.Local, "continued.bin");
            await File.WriteAllBytesAsync(local, content, TestContext.Current.CancellationToken);
            await client.RunAsync(place, "reput", local, "continued.bin");
            await server.Log.WaitForAsync("/continued.bin, ", TimeSpan.FromSeconds(60));
            AssertSame(content, Path.Combine(server.Root, "continued.bin"));
            Assert.Contains(server.Log.Lines, line => line.Contains("/continued.bin, 300000 bytes", StringComparison.Ordinal));
        }

        async Task RenameAsync(ClientPlace place)
        {
            server.Write("before", "content");
            await client.RunAsync(place, "mv", "before", "after");
            Assert.Equal("content", server.Read("after"));
            Assert.False(File.Exists(Path.Combine(server.Root, "before")));
        }

        async Task DeleteAsync(ClientPlace place)
        {
            var file = server.Write("gone", "content");
            await client.RunAsync(place, "rm", "gone");
            Assert.False(File.Exists(file));
        }

        async Task TreeAsync(ClientPlace place)
        {
            var (source, back) = (Path.Combine(place.Local, "tree"), Path.Combine(place.Local, "tree back"));
            var files = new Dictionary<string, byte[]>(StringComparer.Ordinal)
            {
                ["a.txt"] = RandomNumberGenerator.GetBytes(10),
                ["empty"] = [],
                ["deep/er/b.bin"] = RandomNumberGenerator.GetBytes(70_000),
                ["with space/c d.txt"] = RandomNumberGenerator.GetBytes(1000),
            };
            foreach (var (name, content) in files)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(source, name))!);
                await File.WriteAllBytesAsync(Path.Combine(source, name), content, TestContext.Current.CancellationToken);
            }

            await client.RunAsync(place, "puttree", source, "sent");
            await client.RunAsync(place, "gettree", "sent", back);

            foreach (var root in (string[])[Path.Combine(server.Root, "sent"), back])
            {
                Assert.Equal(files.Keys.Order(StringComparer.Ordinal), Directory.GetFiles(root, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(root, file)).Order(StringComparer.Ordinal));
                foreach (var (name, content) in files) AssertSame(content, Path.Combine(root, name));
            }
        }

        // Sparse on both sides, and all but the end is there: what counts are sizes and offsets of more than 32 bits.
        async Task LargeAsync(ClientPlace place)
        {
            var (remote, local) = (Path.Combine(server.Root, "large.bin"), Path.Combine(place.Local, "large.bin"));
            var end = RandomNumberGenerator.GetBytes(Tail);
            Sparse(remote, Large, end);
            Sparse(local, Large - Tail, []);
            await client.RunAsync(place, "reget", "large.bin", local);
            AssertEnd(local, end);
            File.Delete(remote);
            if (!client.Lacks.Contains("reput"))
            {
                Sparse(remote, Large - Tail, []);
                await client.RunAsync(place, "reput", local, "large.bin");
                AssertEnd(remote, end);
            }

            File.Delete(remote);
            File.Delete(local);
        }

        async Task AbortAsync(ClientPlace place)
        {
            Sparse(Path.Combine(server.Root, "endless.bin"), Large, []);
            var output = await client.RunAsync(place, "abort", "endless.bin");
            if (output.Length > 0) Assert.Contains("endless.bin", output, StringComparison.Ordinal);
            await server.Log.WaitForAsync("RETR /endless.bin, ", TimeSpan.FromSeconds(60));
            Assert.Contains(server.Log.Lines, line => line.Contains("RETR /endless.bin", StringComparison.Ordinal) && line.Contains(", 426 ", StringComparison.Ordinal));
        }
    }

    private static string Plain(string name) => name.StartsWith("./", StringComparison.Ordinal) ? name[2..] : name;

    private static async Task DownloadAsync(ServedClient client, ClientPlace place, string name, int size)
    {
        var content = RandomNumberGenerator.GetBytes(size);
        place.Server.Write(name, content);
        var local = Path.Combine(place.Local, name);
        await client.RunAsync(place, "get", name, local);
        AssertSame(content, local);
    }

    private static async Task UploadAsync(ServedClient client, ClientPlace place, string name, int size)
    {
        var content = RandomNumberGenerator.GetBytes(size);
        var local = Path.Combine(place.Local, "source of " + name);
        await File.WriteAllBytesAsync(local, content, TestContext.Current.CancellationToken);
        await client.RunAsync(place, "put", local, name);
        AssertSame(content, Path.Combine(place.Server.Root, name));
    }

    private static void AssertSame(byte[] content, string path) =>
        Assert.Equal(Convert.ToHexString(SHA256.HashData(content)), Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path))));

    private static void Sparse(string path, long length, byte[] end)
    {
        using var file = File.Create(path);
        file.SetLength(length);
        file.Position = length - end.Length;
        file.Write(end);
    }

    private static void AssertEnd(string path, byte[] end)
    {
        using var file = File.OpenRead(path);
        Assert.Equal(Large, file.Length);
        var found = new byte[end.Length];
        file.Position = file.Length - end.Length;
        file.ReadExactly(found);
        Assert.Equal(Convert.ToHexString(SHA256.HashData(end)), Convert.ToHexString(SHA256.HashData(found)));
    }
}
