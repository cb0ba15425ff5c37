using System.Diagnostics;
using System.Globalization;
using System.Net;
using Sealift.TestKit;

namespace Sealift.Interop.Tests.Own;

/// <summary>
/// A server of one test's own: the program, the account and the files of a shared one, on another port and with settings of its
/// own. It ends with the test, and by itself after five minutes.
/// </summary>
internal sealed class OwnServer : IAsyncDisposable
{
    private const int Seconds = 300;

    private readonly TempDirectory _directory = new();
    private readonly Process _process;

    private OwnServer(Peer peer, string address, IReadOnlyList<string> settings)
    {
        var port = QuietPort.Find(IPAddress.Parse(address));
        Peer = peer with { Port = port, Addresses = [IPAddress.Parse(address)], Log = _directory.Combine("log") };
        var start = new ProcessStartInfo("timeout") { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        string[] bounds = ["-k", "5", Seconds.ToString(CultureInfo.InvariantCulture)];
        foreach (var argument in bounds.Concat(CommandLine(peer, address, port, settings))) start.ArgumentList.Add(argument);
        _process = Process.Start(start)!;
        _process.OutputDataReceived += static (_, _) => { };
        _process.ErrorDataReceived += static (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>How to reach it.</summary>
    public Peer Peer { get; }

    /// <summary>Starts a server like this one.</summary>
    /// <param name="peer">The shared server.</param>
    /// <param name="address">The loopback address to listen on.</param>
    /// <param name="settings">Lines of its configuration that replace those with the same first word; for Pure-FTPd, arguments.</param>
    public static async Task<OwnServer> StartAsync(Peer peer, string address, params IReadOnlyList<string> settings)
    {
        var server = new OwnServer(peer, address, settings);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(1));
        while (!await ListensAsync(server.Peer.Port, limit.Token)) await Task.Delay(20, limit.Token);
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        _directory.Dispose();
    }

    private static string Programs =>
        Path.Combine(Environment.GetEnvironmentVariable("SEALIFT_PEERS") ?? "/var/cache/sealift-peers", "root/usr/sbin");

    private IEnumerable<string> CommandLine(Peer peer, string address, int port, IReadOnlyList<string> settings)
    {
        var shared = Path.GetDirectoryName(peer.Log)!;
        var configuration = _directory.Combine("conf");
        switch (peer.Server)
        {
            case "vsftpd":
                Write(Path.Combine(shared, $"{peer.Name}-127.0.0.1.conf"), configuration, '=',
                    [$"listen_address={address}", $"listen_port={port}", $"vsftpd_log_file={Peer.Log}", .. settings]);
                return [Path.Combine(Programs, "vsftpd"), configuration];
            case "proftpd":
                Write(Path.Combine(shared, $"{peer.Name}.conf"), configuration, ' ',
                [
                    $"DefaultAddress {address}", $"Port {port}", $"SystemLog {Peer.Log}", $"PidFile {_directory.Combine("pid")}",
                    $"ScoreboardFile {_directory.Combine("scoreboard")}", $"TLSLog {_directory.Combine("tls")}", .. settings,
                ]);
                return [Path.Combine(Programs, "proftpd"), "-n", "-q", "-c", configuration];
            default:
                var tls = Path.GetDirectoryName(peer.Ca)!;
                return
                [
                    Path.Combine(Programs, "pure-ftpd"), "-4", "-S", $"{address},{port}", "-E", "-H", "-A", "-D", "-Z", "-Y", "2",
                    "-l", $"puredb:{Path.Combine(shared, peer.Name)}.pdb", "-u", "100", "-I", "15", "-L", "10000:8", "-m", "1000",
                    "-2", $"{tls}/server.pem,{tls}/server.key", "-g", _directory.Combine("pid"), .. settings,
                ];
        }
    }

    private static void Write(string source, string target, char separator, IReadOnlyList<string> settings)
    {
        var replaced = settings.Select(line => line.Split(separator)[0]).ToHashSet(StringComparer.Ordinal);
        File.WriteAllLines(target, [.. File.ReadLines(source).Where(line => !replaced.Contains(line.Split(separator)[0])), .. settings]);
    }

    // A connection to see whether it listens would be one of the sessions that the server counts, and for a moment after its end.
    private static async Task<bool> ListensAsync(int port, CancellationToken cancellationToken)
    {
        const string listening = "0A";
        var local = ":" + port.ToString("X4", CultureInfo.InvariantCulture);
        foreach (var table in (string[])["/proc/net/tcp", "/proc/net/tcp6"])
        {
            await foreach (var line in File.ReadLinesAsync(table, cancellationToken))
            {
                var columns = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                if (columns.Length > 3 && columns[3] == listening && columns[1].EndsWith(local, StringComparison.Ordinal)) return true;
            }
        }

        return false;
    }
}
