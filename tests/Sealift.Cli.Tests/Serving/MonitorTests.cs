using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Sealift.Cli.Tests.Runs;
using Sealift.TestKit;

namespace Sealift.Cli.Tests.Serving;

public sealed class MonitorTests : IDisposable
{
    private static readonly HttpClient Http = new();

    private readonly TempDirectory _home = new();
    private readonly TempDirectory _files = new();

    public void Dispose()
    {
        _home.Dispose();
        _files.Dispose();
    }

    [Fact]
    public async Task Metrics_sessions_and_timelines_are_shown_and_no_password()
    {
        _files.Write("a.bin", new byte[100_000]);
        await using var server = await ServedDirectory.StartAsync(_home, _files, ["--monitor", "0", "--timelines", "recordings"]);
        await server.CurlAsync("a.bin", ServedDirectory.Password, "-o", "/dev/null");
        await server.CurlAsync("a.bin", "wrong", "-o", "/dev/null");
        var first = (await EndedAsync(server, count: 2)).Single(session => session.GetProperty("id").GetInt64() == 1);

        Assert.Equal("anna", first.GetProperty("user").GetString());
        Assert.Equal(100_000, first.GetProperty("bytesSent").GetInt64());
        var metrics = await GetAsync(server, "metrics");
        Assert.Contains("\nftp_server_logins_total{ftp_login_result=\"success\",ftp_login_method=\"password\"} 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains("\nftp_server_io_bytes_total{network_io_direction=\"transmit\"} 100000\n", metrics, StringComparison.Ordinal);
        Assert.Contains("ftp_transfer_kind=\"download\",ftp_response_status_code=\"226\",le=\"+Inf\"} 1\n", metrics, StringComparison.Ordinal);
        var pictures = new[] { "timeline", "timeline.txt", "timeline.svg", "timeline.html", "timeline.jsonl" };
        foreach (var picture in pictures)
        {
            var text = await GetAsync(server, "sessions/1/" + picture);
            Assert.Contains("RETR", text, StringComparison.Ordinal);
            Assert.DoesNotContain(SealiftRun.Canary, text, StringComparison.Ordinal);
        }

        Assert.Equal("ok\n", await GetAsync(server, "healthz"));
        Assert.Equal(HttpStatusCode.NotFound, (await Http.GetAsync(server.Monitor + "sessions/99/timeline", TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await Http.PostAsync(server.Monitor, null, TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(0, (await server.StopAsync()).ExitCode);
        Assert.Equal(2, Directory.GetFiles(_home.Combine("recordings"), "session-*.jsonl").Length);
        var replay = await SealiftRun.RunAsync(_home, ["trace", "--replay", Directory.GetFiles(_home.Combine("recordings")).Order(StringComparer.Ordinal).First()]);
        Assert.Contains("RETR", replay.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_newest_thousand_recordings_are_kept_and_other_files_are_left_alone()
    {
        Directory.CreateDirectory(_home.Combine("recordings"));
        for (var i = 0; i < 1000; i++) _home.Write($"recordings/session-20200101T{i:000000}Z-1.jsonl", []);
        _home.Write("recordings/notes.txt", []);
        await using var server = await ServedDirectory.StartAsync(_home, _files, ["--timelines", "recordings"]);
        await server.CurlAsync("", ServedDirectory.Password);
        await server.CurlAsync("", ServedDirectory.Password);

        Assert.Equal(0, (await server.StopAsync()).ExitCode);
        var names = Directory.GetFiles(_home.Combine("recordings"), "session-*").Select(Path.GetFileName).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(1000, names.Count);
        Assert.Equal("session-20200101T000002Z-1.jsonl", names[0]);
        Assert.EndsWith("Z-2.jsonl", names[^1], StringComparison.Ordinal);
        Assert.True(File.Exists(_home.Combine("recordings/notes.txt")));
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: rebound.example.org\r\n\r\n", "421")]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost:1\r\n\r\n", "421")]
    [InlineData("GET / HTTP/1.1\r\n\r\n", "400")]
    [InlineData("GET / HTTP/1.1\r\nHost: PEER\r\nHost: PEER\r\n\r\n", "400")]
    [InlineData("GET  / HTTP/1.1\r\nHost: PEER\r\n\r\n", "400")]
    [InlineData("PUT / HTTP/1.1\r\nHost: PEER\r\n\r\n", "405")]
    [InlineData("GET /sessions/-1 HTTP/1.1\r\nHost: PEER\r\n\r\n", "404")]
    [InlineData("GET /sessions/../metrics HTTP/1.1\r\nHost: PEER\r\n\r\n", "404")]
    [InlineData("HEAD /healthz HTTP/1.0\r\nHost: PEER\r\n\r\n", "200")]
    public async Task A_request_is_answered_as_it_deserves(string request, string status)
    {
        await using var server = await ServedDirectory.StartAsync(_home, _files, ["--monitor", "0"]);

        var reply = await SendAsync(server, request.Replace("PEER", new Uri(server.Monitor).Authority, StringComparison.Ordinal));

        Assert.StartsWith($"HTTP/1.1 {status} ", reply, StringComparison.Ordinal);
        if (request.StartsWith("HEAD", StringComparison.Ordinal)) Assert.EndsWith("\r\n\r\n", reply, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_head_that_never_ends_is_refused_at_eight_kilobytes()
    {
        await using var server = await ServedDirectory.StartAsync(_home, _files, ["--monitor", "0"]);

        Assert.StartsWith("HTTP/1.1 400 ", await SendAsync(server, "GET / HTTP/1.1\r\nX: " + new string('x', 8 * 1024)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0.0.0.0:0", 2)]
    [InlineData("192.0.2.1:0", 2)]
    [InlineData("somewhere", 2)]
    [InlineData("127.0.0.1", 2)]
    public async Task What_would_show_sessions_to_the_network_must_be_asked_for_by_name(string address, int exitCode)
    {
        var result = await SealiftRun.RunAsync(_home, ["serve", _files.Path, "--port", "0", "--monitor", address]);

        Assert.Equal(exitCode, result.ExitCode);
        Assert.Contains("hint: ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_monitor_for_the_network_still_answers_to_addresses_only()
    {
        await using var server = await ServedDirectory.StartAsync(_home, _files, ["--monitor", "0.0.0.0:0", "--allow", "monitor-network"]);
        var port = new Uri(server.Monitor).Port;

        Assert.StartsWith("HTTP/1.1 200 ", await SendAsync(server, $"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 421 ", await SendAsync(server, $"GET /healthz HTTP/1.1\r\nHost: rebound.example.org:{port}\r\n\r\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_said_before_the_server_listens()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();

        var result = await SealiftRun.RunAsync(_home, ["serve", _files.Path, "--port", "0", "--monitor", $"{((IPEndPoint)taken.LocalEndpoint).Port}"]);

        Assert.Equal(3, result.ExitCode);
        Assert.Contains("--monitor", result.Error, StringComparison.Ordinal);
    }

    private static Task<string> GetAsync(ServedDirectory server, string path) => Http.GetStringAsync(server.Monitor + path, TestContext.Current.CancellationToken);

    // A session ends some time after its client has gone, and the second one may be the first to end.
    private static async Task<IReadOnlyList<JsonElement>> EndedAsync(ServedDirectory server, int count)
    {
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            List<JsonElement> ended = [.. JsonDocument.Parse(await GetAsync(server, "sessions")).RootElement.GetProperty("ended").EnumerateArray()];
            if (ended.Count == count) return ended;
            await Task.Delay(20, bound.Token);
        }
    }

    private static async Task<string> SendAsync(ServedDirectory server, string request)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, new Uri(server.Monitor).Port, TestContext.Current.CancellationToken);
        await using var stream = new NetworkStream(socket);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }
}
