using System.Net.Sockets;
using System.Text;
using Sealift.Tls;

namespace Sealift.Server.Tests.Threats;

/// <summary>Clients that say what no client says: before TLS, within it, and on their data connections.</summary>
[Trait("Peer", "hostile")]
public sealed class HostileClientTests
{
    private static readonly byte[] Long = Encoding.ASCII.GetBytes(new string('x', 1 << 20));

    public static TheoryData<string> AfterAuth =>
    [
        "USER anna\r\n", "USER anna\r\nPASS x\r\nMKD evil\r\n", "US", "U", "\r\n", "\n", "\r", " ", "\0", "NOOP\r\n", "AUTH TLS\r\n", "AUTH TLS\r\nAUTH TLS\r\nMKD evil\r\n", "QUIT\r\n", "PBSZ 0\r\nPROT P\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\n\r\n", "\u0016\u0003\u0001", "USER anna\r\nPASS x\r\nSTOR evil\r\nSTOR evil2\r\n", "ÿôÿòABOR\r\n",
    ];

    public static TheoryData<string, string> Lines
    {
        get
        {
            TheoryData<string, string> rows = [];
            foreach (var loggedIn in new[] { "before the login", "after the login" })
            {
                foreach (var line in OddLines.Keys) rows.Add(loggedIn, line);
            }

            return rows;
        }
    }

    public static TheoryData<string, int, TlsVersion, string> CutUploads
    {
        get
        {
            TheoryData<string, int, TlsVersion, string> rows = [];
            foreach (var verb in new[] { "STOR file", "APPE file", "STOU", "REST 4 STOR file" })
            {
                foreach (var version in new[] { TlsVersion.Tls12, TlsVersion.Tls13 })
                {
                    foreach (var end in new[] { "FIN", "RST" })
                    {
                        for (var records = 0; records <= 3; records++) rows.Add(verb, records, version, end);
                    }
                }
            }

            return rows;
        }
    }

    private static Dictionary<string, byte[]> OddLines { get; } = new(StringComparer.Ordinal)
    {
        ["NUL"] = "NOOP\0\r\n"u8.ToArray(),
        ["NUL in the middle"] = "CWD a\0/../..\r\n"u8.ToArray(),
        ["carriage return"] = "CWD a\rDELE file\r\n"u8.ToArray(),
        ["bare line feeds"] = "XYZZY\nXYZZY\n"u8.ToArray(),
        ["escape"] = "\u001B[2JNOOP\r\n"u8.ToArray(),
        ["Telnet"] = [0xFF, 0xF4, 0xFF, 0xF2, .. "XYZZY\r\n"u8],
        ["Telnet without end"] = [.. Enumerable.Repeat((byte)0xFF, 5000), .. "\r\n"u8],
        ["no UTF-8"] = [.. "CWD "u8, 0xC0, 0xAE, 0xC0, 0xAE, 0xC0, 0xAF, .. "\r\n"u8],
        ["surrogates"] = [.. "CWD "u8, 0xED, 0xA0, 0x80, .. "\r\n"u8],
        ["megabyte"] = [.. Long, .. "\r\n"u8],
        ["long argument"] = [.. "CWD "u8, .. Long, .. "\r\n"u8],
        ["long word"] = [.. Enumerable.Repeat((byte)'A', 4000), .. "\r\n"u8],
        ["empty"] = "\r\n"u8.ToArray(),
        ["blanks"] = "      \r\n"u8.ToArray(),
        ["blank before"] = " CWD /\r\n"u8.ToArray(),
        ["tab"] = "CWD\t/\r\n"u8.ToArray(),
        ["numbers"] = "REST 99999999999999999999999999\r\n"u8.ToArray(),
        ["negative"] = "REST -1\r\n"u8.ToArray(),
        ["minus zero"] = "REST -0\r\n"u8.ToArray(),
        ["exponent"] = "REST 1e30\r\n"u8.ToArray(),
        ["other digits"] = "REST ٣\r\n"u8.ToArray(),
        ["2^63"] = "REST 9223372036854775808\r\n"u8.ToArray(),
        ["quotes"] = "COMB \"\"\" \"\" \"\r\n"u8.ToArray(),
        ["bad time"] = "MFMT 99999999999999 file\r\n"u8.ToArray(),
        ["bad facts"] = "MFF ;;;=;;= file\r\n"u8.ToArray(),
        ["bad port"] = "PORT 1,2,3,4,5,6,7,8\r\n"u8.ToArray(),
        ["bad address"] = "EPRT |3|127.0.0.1|99999999999|\r\n"u8.ToArray(),
        ["bad protection"] = "PROT \u202EP\r\n"u8.ToArray(),
        ["bad size"] = "PBSZ 99999999999999999999\r\n"u8.ToArray(),
        ["bad host"] = "HOST ../../x\r\n"u8.ToArray(),
        ["bad mode"] = "SITE CHMOD 99999999999 file\r\n"u8.ToArray(),
        ["bad range"] = "RANG 9 1\r\n"u8.ToArray(),
        ["bad language"] = "LANG ../../etc\r\n"u8.ToArray(),
    };

    [Theory]
    [Trait("Threat", "T2")]
    [Trait("Threat", "T3")]
    [MemberData(nameof(AfterAuth))]
    public async Task Whatever_follows_auth_in_its_segment_is_never_used(string rest)
    {
        await using var server = await TestServer.StartAsync();
        await using var client = await Conversation.ConnectAsync(server.Explicit);
        await client.ExpectAsync(220);

        await client.SendBytesAsync([.. "AUTH TLS\r\n"u8, .. Encoding.Latin1.GetBytes(rest)]);
        var replies = await client.ReadToEndAsync();

        Assert.True(replies.Count <= 1, string.Join(' ', replies));
        Assert.DoesNotContain(replies, static reply => reply.Code is not (234 or 421 or 500 or 503));
        Assert.Empty(Directory.GetFileSystemEntries(server.Root));
        await using var another = await Conversation.LogInAsync(server);
        await another.ExpectAsync(200, "NOOP");
    }

    [Theory]
    [Trait("Threat", "T11")]
    [Trait("Threat", "T13")]
    [Trait("Threat", "T15")]
    [Trait("Threat", "T22")]
    [Trait("Threat", "T34")]
    [Trait("Threat", "T39")]
    [MemberData(nameof(Lines))]
    public async Task Odd_line_is_refused_and_the_next_one_is_answered(string when, string line)
    {
        await using var server = await TestServer.StartAsync(options => options with { Limits = TestServer.QuickLimits with { MaxBadCommands = 1000 } });
        var path = server.Write("file", "content");
        var time = File.GetLastWriteTimeUtc(path);
        await using var client = when == "after the login" ? await Conversation.LogInAsync(server) : await Conversation.SecureAsync(server);

        for (var i = 0; i < 3; i++) await client.SendBytesAsync(OddLines[line]);
        await client.SendAsync("HELP NOOP\r\n");
        var codes = new List<int>();
        do codes.Add((await client.ReadAsync()).Code);
        while (codes[^1] != 214);

        Assert.All(codes[..^1], static code => Assert.InRange(code, 500, 599));
        Assert.Equal("content", server.Read("file"));
        Assert.Equal(time, File.GetLastWriteTimeUtc(path));
        Assert.Single(Directory.GetFileSystemEntries(server.Root));
        Assert.All(server.Log.Lines, static written => Assert.DoesNotContain(written, char.IsControl));
        Assert.All(server.Log.Lines, static written => Assert.InRange(written.Length, 0, 10_000));
    }

    [Theory]
    [Trait("Threat", "T9")]
    [Trait("Threat", "T21")]
    [Trait("Fault", "F1")]
    [Trait("Fault", "F22")]
    [MemberData(nameof(CutUploads))]
    public async Task Upload_that_is_cut_at_the_end_of_any_record_leaves_what_was_there(string command, int records, TlsVersion version, string end)
    {
        await using var server = await TestServer.StartAsync();
        server.Write("file", "old content");
        await using var client = await Conversation.LogInAsync(server, version: version);

        var socket = await client.OpenDataAsync();
        if (command.StartsWith("REST", StringComparison.Ordinal)) await client.ExpectAsync(350, "REST 4");
        await client.ExpectAsync(150, command.StartsWith("REST", StringComparison.Ordinal) ? "STOR file" : command);
        await using var data = await client.SecureDataAsync(socket);
        for (var i = 0; i < records; i++)
        {
            await data.WriteAsync(new byte[16 * 1024]);
            await data.FlushAsync();
        }

        if (end == "FIN")
        {
            socket.Shutdown(SocketShutdown.Send);
        }
        else
        {
            socket.LingerState = new LingerOption(true, 0);
            socket.Close();
        }

        var reply = await client.ReadAsync();

        Assert.True(reply.Code is 425 or 426 or 451 or 522, reply.ToString()); // 522 where the reset overtook the end of the handshake
        await client.ExpectAsync(200, "NOOP");
        if (command.StartsWith("REST", StringComparison.Ordinal)) Assert.StartsWith("old ", server.Read("file"), StringComparison.Ordinal); // what REST continued stays as far as it came
        else Assert.Equal("old content", server.Read("file"));
        Assert.Single(Directory.GetFileSystemEntries(server.Root));
    }
}
