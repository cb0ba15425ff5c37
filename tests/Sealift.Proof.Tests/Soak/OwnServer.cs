using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Sealift.Client;
using Sealift.Core;
using Sealift.Server;
using Sealift.TestKit;
using Sealift.TestKit.Faults;
using Sealift.Tls.Trust;

namespace Sealift.Proof.Tests.Soak;

/// <summary>"sealift serve" as a process of its own, with two users.</summary>
internal sealed class OwnServer : SoakServer
{
    private const string User = "anna";
    private const string OtherUser = "bert";
    private const string ActiveSessions = "ftp_server_active_sessions ";
    private const int ImplicitOffset = 1;
    private const int MonitorOffset = 2;
    private const int PassiveOffset = 10;
    private const int PassivePorts = 150;

    // The first port of all: loopback addresses of its own keep runs apart, and so the ports may be any.
    private const int FirstPort = 24_000;

    private readonly TestCertificates _certificates = new();
    private readonly TempDirectory _state = new();
    private readonly TempDirectory _files = new(Directory.Exists("/dev/shm") ? "/dev/shm" : null);
    private readonly string _password = RandomNumberGenerator.GetHexString(16);
    private readonly ProcessStartInfo _start;
    private readonly FtpClientOptions _directly;
    private readonly HttpClient _monitor;
    private readonly StringBuilder _said = new();
    private Process? _process;

    private OwnServer()
    {
        var there = AnyAddress(4);
        Proxy = FaultProxy.Start([FirstPort, FirstPort + ImplicitOffset], Enumerable.Range(FirstPort + PassiveOffset, PassivePorts), AnyAddress(5), there);
        var certificate = _certificates.IssueServer(Proxy.Address.ToString());
        var hash = FtpPassword.Hash(_password, 1000); // what a password costs is tested elsewhere
        var users = _state.Write("users.toml", Encoding.UTF8.GetBytes($"[user.{User}]\npassword = \"{hash}\"\n\n[user.{OtherUser}]\npassword = \"{hash}\"\nrights = [\"read\", \"list\"]\n"));
        _start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            UseShellExecute = false,
            WorkingDirectory = _state.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _start.Environment["HOME"] = _state.Path;
        string[] arguments =
        [
            Path.Combine(AppContext.BaseDirectory, "sealift.dll"), "serve", _files.Path, "--json", "--quiet", "--users", users,
            "--listen", there.ToString(), "--port", Text(FirstPort), "--implicit-port", Text(FirstPort + ImplicitOffset),
            "--passive-ports", $"{Text(FirstPort + PassiveOffset)}-{Text(FirstPort + PassiveOffset + PassivePorts - 1)}",
            "--monitor", $"{there}:{Text(FirstPort + MonitorOffset)}", "--cert", certificate.CertificateFile, "--key", certificate.KeyFile,
        ];
        foreach (var argument in arguments) _start.ArgumentList.Add(argument);
        Options = new FtpClientOptions
        {
            Host = Proxy.Address.ToString(),
            Port = FirstPort,
            Credential = FtpCredential.WithPassword(User, _password),
            Trust = new TrustPolicy { Roots = [_certificates.Authority] },
        };
        _monitor = new HttpClient { BaseAddress = new Uri($"http://{there}:{Text(FirstPort + MonitorOffset)}/") };
        _directly = Options with { Host = there.ToString(), Trust = new TrustPolicy { Pins = [SpkiPin.Of(certificate.Certificate)] } };
    }

    public override string Name => "sealift serve";

    public override string Home => _files.Path;

    public override FaultProxy Proxy { get; }

    public override FtpClientOptions Options { get; }

    /// <summary>The same server for somebody who may only read, by implicit TLS.</summary>
    public FtpClientOptions Reader => Options with
    {
        Port = FirstPort + ImplicitOffset,
        Mode = FtpTlsMode.Implicit,
        Credential = FtpCredential.WithPassword(OtherUser, _password),
    };

    public int ProcessId => _process!.Id;

    /// <summary>What it said besides that it is ready: warnings and errors.</summary>
    public string Said
    {
        get
        {
            lock (_said) return _said.ToString();
        }
    }

    public static async Task<OwnServer> StartAsync()
    {
        var server = new OwnServer();
        await server.LaunchAsync();
        return server;
    }

    // docs/telemetry.md
    public override async Task<long> CountSessionsAsync(CancellationToken cancellationToken)
    {
        var metrics = await _monitor.GetStringAsync(new Uri("metrics", UriKind.Relative), cancellationToken);
        var line = metrics.Split('\n').First(static line => line.StartsWith(ActiveSessions, StringComparison.Ordinal));
        return long.Parse(line[ActiveSessions.Length..], CultureInfo.InvariantCulture);
    }

    public override async Task RestartAsync()
    {
        await EndAsync();
        LeavesParts = true;
        await LaunchAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await EndAsync();
        await Proxy.DisposeAsync();
        _monitor.Dispose();
        _files.Dispose();
        _state.Dispose();
        _certificates.Dispose();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private async Task LaunchAsync()
    {
        var process = Process.Start(_start)!;
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is null) return; // the end
            lock (_said) _said.AppendLine(line.Data);
        };
        process.BeginErrorReadLine();
        _process = process;
        if (await process.StandardOutput.ReadLineAsync() is null) throw new InvalidOperationException($"The server did not start: {Said}");

        // A session makes it open what it opens only once.
        await using var client = await FtpClient.ConnectAsync(_directly);
        await client.QuitAsync();
    }

    private async Task EndAsync()
    {
        if (_process is not { } process) return;
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        _process = null;
    }
}
