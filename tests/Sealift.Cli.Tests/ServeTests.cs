using System.Runtime.InteropServices;
using System.Text.Json;
using Sealift.Cli.Tests.Runs;
using Sealift.TestKit;

namespace Sealift.Cli.Tests;

public sealed class ServeTests : IDisposable
{
    private readonly TempDirectory _home = new();
    private readonly TempDirectory _files = new();

    public void Dispose()
    {
        _home.Dispose();
        _files.Dispose();
    }

    [Theory]
    [InlineData(PosixSignal.SIGINT)]
    [InlineData(PosixSignal.SIGTERM)]
    public async Task Serve_shares_a_directory_and_stops_cleanly(PosixSignal signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Needs signals.");
        _files.Write("a.txt", "hello"u8);
        await using var server = SealiftRun.Start(_home, ["serve", _files.Path, "--port", "0", "--implicit-port", "0", "--json"], readsOutput: false);
        var card = JsonDocument.Parse((await server.Output.ReadLineAsync(TestContext.Current.CancellationToken))!).RootElement;
        var environment = new Dictionary<string, string?> { ["SEALIFT_PASSWORD"] = card.GetProperty("password").GetString() };
        var urls = card.GetProperty("urls").EnumerateArray().Select(url => url.GetString()!).ToList();

        Assert.Equal(2, urls.Count);
        foreach (var url in urls)
        {
            var listed = await SealiftRun.RunAsync(_home, ["ls", url, "--pin", card.GetProperty("pin").GetString()!], environment);
            Assert.Equal(["a.txt"], listed.Lines);
        }

        server.Signal(signal);
        Assert.Equal(0, (await server.EndAsync()).ExitCode);
    }

    [Fact]
    public async Task The_line_that_serve_prints_can_be_pasted()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Needs a POSIX shell.");
        _files.Write("a.txt", "hello"u8);
        await using var server = SealiftRun.Start(_home, ["serve", _files.Path, "--port", "0"], readsOutput: false);
        string? line;
        do line = await server.Output.ReadLineAsync(TestContext.Current.CancellationToken);
        while (line is not null && !line.Contains(" sealift ls ", StringComparison.Ordinal));

        var words = line!.Trim().Split(' ');
        var (name, value) = (words[0].Split('=')[0], words[0].Split('=')[1]);
        var listed = await SealiftRun.RunAsync(_home, words[2..], new Dictionary<string, string?> { [name] = value });

        Assert.Equal("sealift", words[1]);
        Assert.Equal(["a.txt"], listed.Lines);
    }

    [Fact]
    public async Task A_given_password_and_certificate_are_used_and_not_shown()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Needs signals.");
        using var certificates = new TestCertificates();
        var certificate = certificates.IssueServer();
        _home.Write("pw", System.Text.Encoding.UTF8.GetBytes(SealiftRun.Canary));
        string[] arguments =
        [
            "serve", _files.Path, "--port", "0", "--user", "bob", "--password-file", "pw", "--read-only", "--json",
            "--cert", certificate.CertificateFile, "--key", certificate.KeyFile,
        ];
        await using var server = SealiftRun.Start(_home, arguments, readsOutput: false);
        var card = JsonDocument.Parse((await server.Output.ReadLineAsync(TestContext.Current.CancellationToken))!).RootElement;
        var url = card.GetProperty("urls")[0].GetString()!;

        Assert.Equal(JsonValueKind.Null, card.GetProperty("password").ValueKind);
        Assert.StartsWith("ftpes://bob@", url, StringComparison.Ordinal);
        var made = await SealiftRun.RunAsync(_home, ["mkdir", url + "new", "--ca", certificates.AuthorityFile, "--password-file", "pw"]);
        Assert.Equal(6, made.ExitCode);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_files.Path));
        server.Signal(PosixSignal.SIGTERM);
        Assert.Equal(0, (await server.EndAsync()).ExitCode);
    }

    [Fact]
    public async Task A_directory_that_is_not_there_and_a_port_that_is_taken_are_errors()
    {
        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        var port = ((System.Net.IPEndPoint)taken.LocalEndpoint).Port;

        Assert.Equal(7, (await SealiftRun.RunAsync(_home, ["serve", "absent"])).ExitCode);
        var result = await SealiftRun.RunAsync(_home, ["serve", _files.Path, "--port", $"{port}"]);
        Assert.Equal(3, result.ExitCode);
        Assert.Contains("hint: ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_logs_in_by_its_certificate()
    {
        _files.Write("a.txt", "hello"u8);
        using var clients = new TestCertificates();
        var client = clients.IssueClient("anna");
        var pin = Sealift.Tls.Trust.SpkiPin.Of(client.Certificate).ToString();
        string[] arguments = ["serve", _files.Path, "--port", "0", "--client-ca", clients.AuthorityFile, "--client-pin", pin, "--json"];
        await using var server = SealiftRun.Start(_home, arguments, readsOutput: false);
        var card = JsonDocument.Parse((await server.Output.ReadLineAsync(TestContext.Current.CancellationToken))!).RootElement;
        var (url, key) = (card.GetProperty("urls")[0].GetString()!, card.GetProperty("pin").GetString()!);

        var listed = await SealiftRun.RunAsync(_home, ["ls", url, "--pin", key, "--cert", client.CertificateFile, "--key", client.KeyFile]);
        var without = await SealiftRun.RunAsync(_home, ["ls", url, "--pin", key], new Dictionary<string, string?> { ["SEALIFT_PASSWORD"] = "x" });

        Assert.Equal(["a.txt"], listed.Lines);
        Assert.Equal(4, without.ExitCode);
    }

    [Theory]
    [InlineData("--client-pin", "sha256:AAAA")]
    [InlineData("--allow", "everything")]
    [InlineData("--external-address", "::1")]
    public async Task What_cannot_be_meant_is_said_before_anything_listens(string option, string value)
    {
        var result = await SealiftRun.RunAsync(_home, ["serve", _files.Path, "--port", "0", option, value]);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(option == "--client-pin" ? option : value, result.Error, StringComparison.Ordinal);
    }
}
