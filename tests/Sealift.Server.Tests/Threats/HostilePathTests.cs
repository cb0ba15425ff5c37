using System.Net.Sockets;
using System.Text;
using Sealift.TestKit.Hostile;

namespace Sealift.Server.Tests.Threats;

/// <summary>Every hostile name as the argument of every command that takes a path: whatever comes of it stays below the root.</summary>
[Trait("Threat", "T11")]
[Trait("Threat", "T24")]
[Trait("Threat", "T27")]
[Trait("Threat", "T28")]
[Trait("Threat", "T37")]
[Trait("Threat", "T38")]
[Trait("Peer", "hostile")]
[Trait("Threat", "T34")]
public sealed class HostilePathTests
{
    private static readonly string[] Verbs =
    [
        "STOR ", "CWD ", "RETR ", "SIZE ", "MDTM ", "MFMT 20200101000000 ", "MFF modify=20200101000000; ", "MFCT 20200101000000 ", "MLST ", "STAT ",
        "HASH ", "XMD5 ", "XCRC ", "MD5 ", "AVBL ", "SITE CHMOD 600 ", "SITE UTIME 20200101000000 ", "RNFR ", "RNTO ", "COMB ", "MLSD ", "DELE ", "MKD ", "RMD ",
    ];

    // Those that differ from the ones above only in where they lead; a refusal costs no handshake.
    private static readonly string[] VerbsForPathsThatClimb = [.. Verbs, "APPE ", "LIST ", "NLST ", "STOU "];

    public static TheoryData<string> Classes => [.. HostileNames.Classes];

    [Theory]
    [MemberData(nameof(Classes))]
    public async Task Nothing_leads_out_of_the_root_and_the_session_stays_in_step(string @class)
    {
        await using var server = await TestServer.StartAsync(options => options with
        {
            Limits = TestServer.QuickLimits with { MaxBadCommands = int.MaxValue, DataConnectTimeout = TimeSpan.FromSeconds(60) },
        });
        var outside = server.Directory.FullName;
        await File.WriteAllTextAsync(Path.Combine(outside, "canary"), "canary", TestContext.Current.CancellationToken);
        server.Directory.CreateSubdirectory("root_secret");
        await File.WriteAllTextAsync(Path.Combine(outside, "root_secret", "canary"), "canary", TestContext.Current.CancellationToken);
        server.Write("source", "content");
        var before = Snapshot(server);
        await using var client = await Conversation.LogInAsync(server);

        foreach (var name in HostileNames.Of(@class).Where(static name => name.FitsOneLine))
        {
            var climbs = Climbs(name.Bytes);
            var isNoLine = name.Bytes.Any(static one => one is < 0x20 or 0x7F);
            foreach (var verb in climbs ? VerbsForPathsThatClimb : Verbs)
            {
                var code = await TryAsync(client, verb, name.Bytes);
                Assert.True(code >= 400 || !climbs, $"{verb}{name}: {code}");
                Assert.True(code == 500 || !isNoLine, $"{verb}{name}: {code}");
                Assert.NotEqual(451, code); // nothing in here failed in a way that nobody had thought of
            }

            if (name.IsOneName && IsText(name.Bytes) && name.Bytes.Length <= 255)
                Assert.Equal(226, await TryAsync(client, "STOR ", name.Bytes));
        }

        Assert.Equal(before, Snapshot(server));
        await client.ExpectAsync(200, "NOOP");
        var names = HostileNames.Of(@class).Where(static name => name.IsOneName && IsText(name.Bytes) && name.Bytes.Length <= 255).Select(static name => Encoding.UTF8.GetString(name.Bytes));
        Assert.All(names, name => Assert.True(File.Exists(Path.Combine(server.Root, name)), name));

        // Whatever was said, each event is one line of the log, and nothing in it acts on a terminal.
        Assert.All(server.Log.Lines, static line => Assert.DoesNotContain(line, static c => c is < ' ' or (>= '\x7F' and <= '\x9F') or '\u202E' or '\u2028'));
    }

    // The last code of a command, whatever it needs to come to its end.
    private static async Task<int> TryAsync(Conversation client, string verb, byte[] name)
    {
        var needsData = verb is "RETR " or "STOR " or "APPE " or "MLSD " or "LIST " or "NLST " or "STOU ";
        if (verb is "RNTO ") await client.ExpectAsync(350, "RNFR source");
        using var socket = needsData ? await client.OpenDataAsync() : null;
        await client.SendLineAsync(verb is "COMB " ? "COMB \"" : verb, verb is "COMB " ? [.. Quoted(name), .. "\" \"source\""u8] : name);
        var reply = await client.ReadAsync();
        switch (reply.Code)
        {
            case 150:
                await MoveAsync(client, socket!, isUpload: verb is "STOR " or "APPE " or "STOU ");
                reply = await client.ReadAsync();
                break;
            case 350:
                await client.ExpectAsync(200, "NOOP"); // which forgets it
                break;
            case 250 when verb is "CWD ":
                await client.ExpectAsync(250, "CWD /");
                break;
            case 250 when verb is "RNTO ":
                await client.SendLineAsync("RNFR ", name);
                Assert.Equal(350, (await client.ReadAsync()).Code);
                await client.ExpectAsync(250, "RNTO source");
                break;
            case 250 when verb is "COMB ":
                await client.SendLineAsync("RNFR ", name);
                Assert.Equal(350, (await client.ReadAsync()).Code);
                await client.ExpectAsync(250, "RNTO source");
                break;
            default:
                break;
        }

        return reply.Code;
    }

    // As in PWD's reply (RFC 959 appendix II), a quote within a quoted name is doubled.
    private static byte[] Quoted(byte[] name) => [.. name.SelectMany(static one => one == '"' ? "\"\""u8.ToArray() : [one])];

    private static async Task MoveAsync(Conversation client, Socket socket, bool isUpload)
    {
        await using var data = await client.SecureDataAsync(socket);
        if (isUpload) await data.WriteAsync("x"u8.ToArray());
        else await data.CopyToAsync(Stream.Null);
        await data.ShutdownAsync(TimeSpan.FromSeconds(60));
    }

    // Whether a path is above its beginning at any of its steps, said by counting.
    private static bool Climbs(byte[] path)
    {
        var depth = 0;
        foreach (var part in Encoding.Latin1.GetString(path).Split('/'))
        {
            depth += part switch { "" or "." => 0, ".." => -1, _ => 1 };
            if (depth < 0) return true;
        }

        return false;
    }

    private static bool IsText(byte[] bytes)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetCharCount(bytes) > 0;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    private static string[] Snapshot(TestServer server) =>
    [
        .. Directory.EnumerateFileSystemEntries(server.Directory.FullName, "*", SearchOption.AllDirectories)
            .Where(path => !path.StartsWith(server.Root + "/", StringComparison.Ordinal) && path != server.Root)
            .Select(static path => File.Exists(path) ? $"{path} {File.ReadAllText(path)} {File.GetLastWriteTimeUtc(path):O} {new FileInfo(path).UnixFileMode}" : path).Order(StringComparer.Ordinal),
    ];
}
