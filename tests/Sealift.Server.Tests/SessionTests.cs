using Sealift.Tls;

namespace Sealift.Server.Tests;

[Trait("Threat", "T1")]
[Trait("Threat", "T3")]
[Trait("Threat", "T7")]
[Trait("Threat", "T13")]
[Trait("Threat", "T15")]
[Trait("Threat", "T32")]
[Trait("Threat", "T38")]
public sealed class SessionTests
{
    [Fact]
    public async Task T3_commands_sent_with_AUTH_are_never_used()
    {
        await using var server = await TestServer.StartAsync();
        await using var client = await Conversation.ConnectAsync(server.Explicit);
        await client.ExpectAsync(220);

        await client.SendAsync($"AUTH TLS\r\nUSER {TestServer.User}\r\nPASS x\r\nMKD evil\r\n");
        var replies = await client.ReadToEndAsync();

        Assert.DoesNotContain(replies, reply => reply.Code is 331 or 230 or 530);
        Assert.DoesNotContain(server.Log.Lines, line => line.Contains("< USER", StringComparison.Ordinal));
        Assert.Empty(Directory.GetFileSystemEntries(server.Root));
    }

    [Fact]
    public async Task T3_half_a_command_after_AUTH_ends_the_session()
    {
        await using var server = await TestServer.StartAsync();
        await using var client = await Conversation.ConnectAsync(server.Explicit);
        await client.ExpectAsync(220);

        await client.SendAsync("AUTH TLS\r\nUS");
        var replies = await client.ReadToEndAsync();

        Assert.DoesNotContain(replies, reply => reply.Code is 331);
    }

    [Fact]
    public async Task Clear_text_after_234_ends_the_session()
    {
        await using var server = await TestServer.StartAsync();
        await using var client = await Conversation.ConnectAsync(server.Explicit);
        await client.ExpectAsync(220);
        await client.ExpectAsync(234, "AUTH TLS");

        await client.SendAsync($"USER {TestServer.User}\r\n");

        Assert.DoesNotContain(await client.ReadToEndAsync(), reply => reply.Code is 331);
    }

    [Fact]
    public async Task Nothing_that_needs_a_login_works_before_tls()
    {
        await using var server = await TestServer.StartAsync();
        await using var client = await Conversation.ConnectAsync(server.Explicit);
        await client.ExpectAsync(220);

        foreach (var command in LoginCommands.Append("USER anna").Append("PASS x")) await client.ExpectAsync(530, command);
        await client.ExpectAsync(503, "PBSZ 0");
        await client.ExpectAsync(503, "PROT P");
        await client.ExpectAsync(504, "AUTH GSSAPI");
        await client.ExpectAsync(211, "FEAT");
        await client.ExpectAsync(221, "QUIT");
    }

    [Fact]
    public async Task T38_nothing_that_needs_a_login_works_before_the_login()
    {
        await using var server = await TestServer.StartAsync();
        await using var client = await SecureAsync(server);

        foreach (var command in LoginCommands) await client.ExpectAsync(530, command);
        await client.ExpectAsync(503, "PASS x");
        await client.ExpectAsync(331, "USER " + TestServer.User);
        foreach (var command in LoginCommands) await client.ExpectAsync(530, command);
    }

    [Fact]
    public async Task T7_browser_is_shown_out_at_its_first_line()
    {
        await using var server = await TestServer.StartAsync();
        await using var client = await SecureAsync(server, protocols: []);

        await client.SendAsync(
            $"POST / HTTP/1.1\r\nHost: localhost\r\n\r\nUSER {TestServer.User}\r\nPASS {TestServer.Password}\r\nMKD evil\r\n");
        var replies = await client.ReadToEndAsync();

        Assert.Empty(replies);
        Assert.Empty(Directory.GetFileSystemEntries(server.Root));
    }

    [Fact]
    public async Task T7_tls_client_that_offers_only_other_protocols_gets_an_alert()
    {
        await using var server = await TestServer.StartAsync();
        await using var client = await Conversation.ConnectAsync(server.Implicit, protocols: ["h2", "http/1.1"]);

        var refused = await Assert.ThrowsAsync<TlsException>(client.SecureAsync);

        Assert.Contains("no_application_protocol", refused.Message.Replace(' ', '_'), StringComparison.Ordinal);
    }

    [Fact]
    public async Task T7_session_ends_after_ten_lines_that_are_no_commands()
    {
        await using var server = await TestServer.StartAsync();
        await using var client = await SecureAsync(server);

        for (var i = 0; i < 9; i++)
        {
            var reply = await client.ExpectAsync(500, $"XYZZY{i} \"echo me\"");
            Assert.DoesNotContain("echo me", reply.Text, StringComparison.Ordinal);
        }

        await client.SendAsync("XYZZY\r\n");
        Assert.Equal([421], (await client.ReadToEndAsync()).Select(reply => reply.Code));
    }

    [Fact]
    public async Task T13_endless_line_is_refused_with_bounded_memory()
    {
        await using var server = await TestServer.StartAsync();
        await using var client = await SecureAsync(server);

        await client.SendAsync(new string('x', 300_000));
        await client.ExpectAsync(500, "");
        await client.ExpectAsync(200, "NOOP");
    }

    [Fact]
    public async Task Flight_of_commands_is_answered_in_order()
    {
        await using var server = await TestServer.StartAsync();
        await using var client = await SecureAsync(server);

        await client.SendAsync(
            $"USER {TestServer.User}\r\nPASS {TestServer.Password}\r\nPBSZ 0\r\nPROT P\r\nFEAT\r\nTYPE I\r\nPWD\r\nNOPE\r\nEPSV\r\n");
        var codes = new List<int>();
        for (var i = 0; i < 9; i++) codes.Add((await client.ReadAsync()).Code);

        Assert.Equal([331, 230, 200, 200, 211, 200, 257, 500, 229], codes);
    }

    [Fact]
    public async Task Commands_sent_during_a_transfer_are_answered_after_it()
    {
        await using var server = await TestServer.StartAsync();
        server.Write("file", "content");
        await using var client = await Conversation.LogInAsync(server);

        var socket = await client.OpenDataAsync();
        await client.SendAsync("RETR file\r\nNOOP\r\nPWD\r\nSTAT\r\nQUIT\r\n");
        await client.ExpectAsync(150);
        await client.ExpectAsync(211);
        await using (var data = await client.SecureDataAsync(socket))
        {
            Assert.Equal(7, await data.ReadAtLeastAsync(new byte[7], 7));
            await data.ShutdownAsync(TimeSpan.FromSeconds(60));
        }

        Assert.Equal([226, 200, 257, 221], (await client.ReadToEndAsync()).Select(reply => reply.Code));
    }

    [Fact]
    public async Task Abort_ends_a_download_and_the_session_goes_on()
    {
        await using var server = await TestServer.StartAsync();
        using (var large = File.Create(Path.Combine(server.Root, "large"))) large.SetLength(1L << 32);
        await using var client = await Conversation.LogInAsync(server);

        var socket = await client.OpenDataAsync();
        await client.ExpectAsync(150, "RETR large");
        await using var data = await client.SecureDataAsync(socket);
        Assert.True(await data.ReadAtLeastAsync(new byte[100_000], 100_000) >= 100_000);
        await client.ExpectAsync(426, "ABOR");
        await client.ExpectAsync(226);

        await client.ExpectAsync(226, "ABOR");
        Assert.NotEmpty(await client.DownloadAsync("LIST"));
    }

    [Fact]
    public async Task Abort_before_the_data_connection_comes_is_heard()
    {
        await using var server = await TestServer.StartAsync();
        await using var client = await Conversation.LogInAsync(server);

        await client.ExpectAsync(229, "EPSV");
        await client.ExpectAsync(150, "STOR file");
        await client.ExpectAsync(426, "ABOR");
        await client.ExpectAsync(226);

        Assert.Empty(Directory.GetFileSystemEntries(server.Root));
    }

    [Fact]
    public async Task T15_rename_and_restart_are_forgotten_after_another_command()
    {
        await using var server = await TestServer.StartAsync();
        server.Write("file", "0123456789");
        await using var client = await Conversation.LogInAsync(server);

        await client.ExpectAsync(350, "RNFR file");
        await client.ExpectAsync(200, "NOOP");
        await client.ExpectAsync(503, "RNTO other");
        await client.ExpectAsync(350, "REST 5");
        await client.ExpectAsync(200, "NOOP");
        Assert.Equal("0123456789"u8.ToArray(), await client.DownloadAsync("RETR file"));
        await client.ExpectAsync(229, "EPSV");
        await client.ExpectAsync(350, "REST 5");
        await client.ExpectAsync(200, "NOOP");
    }

    [Fact]
    public async Task Policy_refusals_have_their_codes()
    {
        await using var server = await TestServer.StartAsync();
        await using var client = await Conversation.LogInAsync(server);

        await client.ExpectAsync(534, "CCC");
        await client.ExpectAsync(503, "AUTH TLS");
        await client.ExpectAsync(502, "REIN");
        await client.ExpectAsync(536, "PROT E");
        await client.ExpectAsync(504, "PROT X");
        await client.ExpectAsync(504, "MODE Z");
        await client.ExpectAsync(504, "STRU R");
        await client.ExpectAsync(504, "TYPE E");
        await client.ExpectAsync(501, "SIZE");
        await client.ExpectAsync(501, "PWD now");
        await client.ExpectAsync(504, "SITE EXEC id");
        await client.ExpectAsync(503, "USER other");
    }

    [Fact]
    public async Task T32_patterns_are_names_and_cost_nothing()
    {
        await using var server = await TestServer.StartAsync();
        for (var i = 0; i < 50; i++) server.Write($"a{i}/b/c/file", "x");
        await using var client = await Conversation.LogInAsync(server);

        var began = TimeProvider.System.GetTimestamp();
        await client.ExpectAsync(550, "STAT */../*/../*/../*/../*/../*");
        foreach (var pattern in (string[])["*/../*/../*/../*", "{*,*}/{*,*}/{*,*}", "a*{b,c}{d,e}{f,g}", new string('*', 250)])
        {
            using var socket = await client.OpenDataAsync();
            await client.ExpectAsync(550, "NLST " + pattern);
        }

        var lines = System.Text.Encoding.UTF8.GetString(await client.DownloadAsync("LIST -R")).Split("\r\n");
        Assert.Equal(51, lines.Length);
        Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task Failure_of_the_program_behind_the_server_is_answered_and_logged()
    {
        await using var server = await TestServer.StartAsync(options => options with
        {
            Users = [],
            FindUser = (_, _) => throw new InvalidOperationException("the database is gone"),
        });
        await using var client = await SecureAsync(server);

        await client.ExpectAsync(331, "USER anna");
        var reply = await client.ExpectAsync(451, "PASS x");

        Assert.DoesNotContain("database", reply.Text, StringComparison.Ordinal);
        Assert.Contains(server.Log.Lines, line => line.Contains("the database is gone", StringComparison.Ordinal));
        await client.ExpectAsync(200, "NOOP");
    }

    [Fact]
    public async Task Features_say_what_works()
    {
        await using var server = await TestServer.StartAsync();
        await using var client = await Conversation.LogInAsync(server);

        var lines = (await client.ExpectAsync(211, "FEAT")).Lines;
        var facts = (await client.ExpectAsync(200, "OPTS MLST size;type;nonsense;")).Message;

        Assert.Contains(" AUTH TLS", lines);
        Assert.Contains(" PBSZ", lines);
        Assert.Contains(" PROT", lines);
        Assert.Contains(" REST STREAM", lines);
        Assert.Equal("MLST OPTS type;size;", facts);
        Assert.Equal(" type=dir; /", (await client.ExpectAsync(250, "MLST /")).Lines[1].Replace("size=0;", "", StringComparison.Ordinal));
    }

    private static string[] LoginCommands { get; } =
    [
        "PWD", "CWD /", "CDUP", "MKD x", "RMD x", "DELE x", "RNFR x", "RNTO x", "SIZE x", "MDTM x", "MFMT 20200101000000 x", "MLST",
        "MLSD", "LIST", "NLST", "RETR x", "STOR x", "APPE x", "REST 0", "PASV", "EPSV", "TYPE I", "MODE S", "STRU F", "ALLO 1", "STAT",
        "SITE HELP", "ABOR", "PORT 127,0,0,1,200,200", "EPRT |1|127.0.0.1|50000|", "CPSV", "SSCN ON", "STOU", "COMB \"a\" \"b\"", "HASH x",
        "RANG 0 1", "XCRC x", "XMD5 x", "XSHA1 x", "XSHA256 x", "XSHA512 x", "MD5 x", "AVBL", "MFF modify=20200101000000; x", "MFCT 20200101000000 x",
    ];

    private static async Task<Conversation> SecureAsync(TestServer server, IReadOnlyList<string>? protocols = null)
    {
        var client = await Conversation.ConnectAsync(server.Explicit, protocols: protocols);
        await client.ExpectAsync(220);
        await client.ExpectAsync(234, "AUTH TLS");
        await client.SecureAsync();
        return client;
    }
}
