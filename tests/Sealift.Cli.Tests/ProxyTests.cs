using System.Buffers.Binary;
using Sealift.Cli.Tests.Runs;
using Sealift.TestKit;

namespace Sealift.Cli.Tests;

/// <summary>Where a proxy comes from, and that its password is seen nowhere.</summary>
public sealed class ProxyTests : CommandTests
{
    [Theory]
    [InlineData(null, "socks5://{0}", null, 2)]
    [InlineData("socks5://{0}", null, null, 2)]
    [InlineData("socks5h://{0}", null, "example.org,10.0.0.0/8", 2)]
    [InlineData("socks5://{0}", null, "127.0.0.0/8", 0)]
    [InlineData("socks5://{0}", null, "example.org, 127.0.0.1", 0)]
    [InlineData("socks5://{0}", null, "*", 0)]
    [InlineData("socks5://{0}", "none", null, 0)]
    [InlineData("socks5://127.0.0.1:1", "socks5://{0}", "*", 2)]
    public async Task Option_decides_before_the_environment(string? variable, string? option, string? exempt, int connections)
    {
        await using var proxy = Socks5();
        var address = $"127.0.0.1:{proxy.Port}";
        string[] arguments = option is null ? [] : ["--proxy", option.Replace("{0}", address, StringComparison.Ordinal)];

        var result = await RunAsync(
            new Dictionary<string, string?> { ["ALL_PROXY"] = variable?.Replace("{0}", address, StringComparison.Ordinal), ["NO_PROXY"] = exempt },
            ["ls", Server.Url(), .. arguments]);

        AssertExit(0, result);
        Assert.Equal(connections, proxy.Connections.Count);
    }

    [Fact]
    public async Task Password_of_the_proxy_comes_from_its_variable()
    {
        await using var proxy = Socks5(SealiftRun.Canary);

        var result = await RunAsync(
            new Dictionary<string, string?> { ["SEALIFT_PROXY_PASSWORD"] = SealiftRun.Canary },
            "ls", Server.Url(), "--proxy", $"socks5://me@127.0.0.1:{proxy.Port}");

        AssertExit(0, result);
        Assert.Equal(2, proxy.Connections.Count);
    }

    [Theory]
    [InlineData("--proxy", "http://me:" + SealiftRun.Canary + "@127.0.0.1:3128")]
    [InlineData("--proxy", "https://127.0.0.1:443")]
    [InlineData("--proxy", "127.0.0.1:3128")]
    [InlineData("--proxy", "")]
    [InlineData("--active", "--proxy", "socks5://127.0.0.1:1080")]
    [InlineData("--active", "--epsv-all")]
    [InlineData("--active-ports", "50000-50099")]
    [InlineData("--active-address", "192.0.2.1")]
    [InlineData("--active", "--active-ports", "50099-50000")]
    [InlineData("--active", "--active-ports", "0-10")]
    [InlineData("--active", "--active-address", "here")]
    public async Task Way_that_cannot_work_is_a_usage_error(params string[] arguments) =>
        AssertError(2, await RunAsync(new Dictionary<string, string?>(), ["ls", Server.Url(), .. arguments]));

    [Theory]
    [InlineData("gopher://me:" + SealiftRun.Canary + "@127.0.0.1")]
    [InlineData("socks5://me:" + SealiftRun.Canary + "@127.0.0.1:99999")]
    public async Task Environment_that_names_no_proxy_is_a_usage_error_and_not_a_direct_connection(string value)
    {
        var result = await RunAsync(new Dictionary<string, string?> { ["ALL_PROXY"] = value }, "ls", Server.Url());

        AssertError(2, result);
        Assert.Contains("ALL_PROXY", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Proxy_that_refuses_is_named_with_its_address_and_a_hint()
    {
        await using var proxy = ScriptedProxy.Start(async connection =>
        {
            await connection.ReadHeaderAsync();
            await connection.SendAsync("HTTP/1.1 403 Not from there\r\n\r\n");
        });

        var result = await RunAsync(
            new Dictionary<string, string?> { ["all_proxy"] = $"me:{SealiftRun.Canary}@127.0.0.1:{proxy.Port}" }, "ls", Server.Url());

        AssertError(3, result);
        Assert.Contains($"The proxy 127.0.0.1:{proxy.Port} refused", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Proxy_that_nothing_listens_for_is_not_taken_for_a_server()
    {
        using var dead = new DeadPort();

        var result = await RunAsync(new Dictionary<string, string?> { ["ALL_PROXY"] = $"http://127.0.0.1:{dead.Port}" }, "ls", Server.Url());

        AssertError(3, result);
        Assert.Contains($"The proxy 127.0.0.1 port {dead.Port} refuses connections.", result.Error, StringComparison.Ordinal);
        Assert.Contains("--proxy none", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("990", result.Error, StringComparison.Ordinal);
    }

    private static ScriptedProxy Socks5(string? password = null) => ScriptedProxy.Start(async connection =>
    {
        await connection.ReadAsync(password is null ? 3 : 4);
        await connection.SendAsync(new byte[] { 5, (byte)(password is null ? 0 : 2) });
        if (password is not null)
        {
            var login = await connection.ReadAsync(1 + 1 + 2 + 1 + password.Length);
            await connection.SendAsync(new byte[] { 1, (byte)(System.Text.Encoding.ASCII.GetString(login[5..]) == password ? 0 : 1) });
        }

        Assert.Equal([5, 1, 0, 1, 127, 0, 0, 1], await connection.ReadAsync(8));
        var port = BinaryPrimitives.ReadUInt16BigEndian(await connection.ReadAsync(2));
        await connection.TunnelAsync(port, new byte[] { 5, 0, 0, 1, 0, 0, 0, 0, 0, 0 });
    });

    private Task<SealiftResult> RunAsync(Dictionary<string, string?> environment, params string[] arguments)
    {
        environment["SEALIFT_PASSWORD"] = FtpsServer.Password;
        return SealiftRun.RunAsync(Home, [.. arguments, "--ca", Server.AuthorityFile], environment);
    }
}
