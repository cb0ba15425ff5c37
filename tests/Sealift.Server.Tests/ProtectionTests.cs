using System.Net.Sockets;
using Sealift.Tls;

namespace Sealift.Server.Tests;

[Trait("Threat", "T6")]
public sealed class ProtectionTests
{
    [Theory]
    [InlineData("TLS", false)]
    [InlineData("TLS-C", false)]
    [InlineData("tls-p", true)]
    [InlineData("SSL", true)]
    public async Task Mechanism_says_whether_data_is_private_from_the_start(string mechanism, bool isPrivate)
    {
        await using var server = await TestServer.StartAsync();
        await using var client = await Conversation.SecureAsync(server, mechanism);
        await client.ExpectAsync(331, "USER " + TestServer.User);
        await client.ExpectAsync(230, "PASS " + TestServer.Password);

        if (isPrivate)
        {
            Assert.Empty(await client.DownloadAsync("LIST"));
            return;
        }

        using var socket = await client.OpenDataAsync();
        await client.ExpectAsync(521, "LIST");
    }

    [Fact]
    public async Task Clear_data_is_allowed_by_policy_and_the_login_stays_protected()
    {
        await using var server = await TestServer.StartAsync(options => options with
        {
            Policy = options.Policy with { AllowClearData = true },
        });
        server.Write("file", "content");
        await using var client = await Conversation.LogInAsync(server);
        await client.ExpectAsync(200, "PROT C");

        using var socket = await client.OpenDataAsync();
        await client.ExpectAsync(150, "RETR file");
        using var content = new MemoryStream();
        await using (var stream = new NetworkStream(socket)) await stream.CopyToAsync(content, TestContext.Current.CancellationToken);
        socket.Close();
        await client.ExpectAsync(226);

        Assert.Equal("content"u8.ToArray(), content.ToArray());
        await using var clear = await Conversation.ConnectAsync(server.Explicit);
        await clear.ExpectAsync(220);
        await clear.ExpectAsync(530, "USER " + TestServer.User);
    }

    [Theory]
    [InlineData(TlsVersion.Tls12)]
    [InlineData(TlsVersion.Tls13)]
    public async Task Commands_go_back_to_clear_text_by_policy_and_data_stays_private(TlsVersion version)
    {
        await using var server = await TestServer.StartAsync(options => options with
        {
            Policy = options.Policy with { AllowClearCommands = true },
        });
        server.Write("file", "content");
        await using var client = await Conversation.LogInAsync(server, version: version);

        await client.ExpectAsync(200, "CCC");
        await client.ClearAsync();

        await client.ExpectAsync(257, "PWD");
        Assert.Equal("content"u8.ToArray(), await client.DownloadAsync("RETR file"));
        await client.ExpectAsync(503, "PROT P");
        await client.ExpectAsync(503, "AUTH TLS");
        await client.ExpectAsync(533, "CCC");
        var status = await client.ExpectAsync(211, "STAT");
        Assert.Contains(status.Lines, line => line.Contains("Control connection: clear text", StringComparison.Ordinal));
        Assert.Contains(status.Lines, line => line.Contains("Data connections: private; the last one TLS", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Commands_stay_private_before_the_login()
    {
        await using var server = await TestServer.StartAsync(options => options with
        {
            Policy = options.Policy with { AllowClearCommands = true },
        });
        await using var client = await Conversation.SecureAsync(server);

        await client.ExpectAsync(503, "CCC");
        await client.ExpectAsync(331, "USER " + TestServer.User);
    }

    [Fact]
    public async Task Command_sent_ahead_of_the_return_to_clear_text_is_never_used()
    {
        await using var server = await TestServer.StartAsync(options => options with
        {
            Policy = options.Policy with { AllowClearCommands = true },
        });
        await using var client = await Conversation.LogInAsync(server);

        await client.SendAsync("CCC\r\nMKD evil\r\n");

        Assert.Empty(await client.ReadToEndAsync());
        Assert.Empty(Directory.GetFileSystemEntries(server.Root));
    }

    [Fact]
    public async Task Session_in_clear_text_that_begins_again_knows_nobody_and_is_greeted()
    {
        await using var server = await TestServer.StartAsync(options => options with
        {
            Policy = options.Policy with { AllowClearCommands = true },
        });
        await using var client = await Conversation.LogInAsync(server);
        await client.ExpectAsync(200, "CCC");
        await client.ClearAsync();

        await client.ExpectAsync(220, "REIN");

        await client.ExpectAsync(530, "PWD");
        await client.ExpectAsync(530, "USER " + TestServer.User);
        await client.ExpectAsync(234, "AUTH TLS");
    }

    [Fact]
    public async Task Session_that_begins_again_knows_nobody_and_no_tls()
    {
        await using var server = await TestServer.StartAsync(options => options with
        {
            Policy = options.Policy with { AllowClearCommands = true },
        });
        await using var client = await Conversation.LogInAsync(server);

        await client.ExpectAsync(220, "REIN");
        await client.ClearAsync();

        await client.ExpectAsync(530, "PWD");
        await client.ExpectAsync(530, "USER " + TestServer.User);
        await client.ExpectAsync(234, "AUTH TLS");
    }
}
