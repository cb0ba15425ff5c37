using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Sealift.TestKit;

namespace Sealift.Interop.Tests;

/// <summary>One of Debian's proxies on a free port of 127.0.0.1, for one test. eng/peers.sh unpacks them.</summary>
internal sealed class RealProxy : IAsyncDisposable
{
    public const string User = "me";
    public const string Password = "pr0xy-canary";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly TempDirectory _directory;

    private RealProxy(Process process, TempDirectory directory, int port)
    {
        _process = process;
        _directory = directory;
        Port = port;
    }

    public int Port { get; }

    private static string Root => Path.Combine(Environment.GetEnvironmentVariable("SEALIFT_PEERS") ?? "/var/cache/sealift-peers", "root");

    /// <summary>microsocks: SOCKS 5 with a login.</summary>
    public static Task<RealProxy> StartMicrosocksAsync() => StartAsync((_, port) =>
        ("usr/bin/microsocks", ["-i", "127.0.0.1", "-p", port, "-u", User, "-P", Password]));

    /// <summary>Dante: SOCKS 5 and SOCKS 4 without a login. It takes the 0.0.0.1 of SOCKS 4a for an address, so it resolves no names there.</summary>
    public static Task<RealProxy> StartDanteAsync() => StartAsync((directory, port) =>
    {
        var file = directory.Combine("danted.conf");
        File.WriteAllText(file, $$"""
            logoutput: stderr
            internal: 127.0.0.1 port = {{port}}
            external: lo
            clientmethod: none
            socksmethod: none
            user.unprivileged: nobody
            client pass { from: 127.0.0.0/8 to: 0.0.0.0/0 }
            socks pass { from: 127.0.0.0/8 to: 0.0.0.0/0 }

            """);
        return ("usr/sbin/danted", ["-f", file, "-N", "1"]);
    });

    /// <summary>tinyproxy: HTTP CONNECT with a login.</summary>
    public static Task<RealProxy> StartTinyproxyAsync() => StartAsync((directory, port) =>
    {
        var file = directory.Combine("tinyproxy.conf");
        File.WriteAllText(file, $"""
            Port {port}
            Listen 127.0.0.1
            Timeout 600
            MaxClients 100
            LogLevel Critical
            BasicAuth {User} {Password}

            """);
        return ("usr/bin/tinyproxy", ["-d", "-c", file]);
    });

    /// <summary>ProFTPD's mod_proxy: an FTP proxy with TLS on both sides, that shows the peer's certificate.</summary>
    public static Task<RealProxy> StartModProxyAsync(Peer peer) => StartAsync((directory, port) =>
    {
        var tls = Path.GetDirectoryName(peer.Ca);
        var file = directory.Combine("proxy.conf");
        Directory.CreateDirectory(directory.Combine("tables"));
        File.WriteAllText(file, $"""
            ModulePath {Path.Combine(Root, "usr/lib/proftpd")}
            LoadModule mod_tls.c
            LoadModule mod_proxy.c
            ServerType standalone
            DefaultAddress 127.0.0.1
            Port {port}
            User nobody
            Group nogroup
            UseReverseDNS off
            WtmpLog off
            TransferLog none
            DelayEngine off
            ControlsEngine off
            SystemLog {directory.Combine("proxy.log")}
            PidFile {directory.Combine("proxy.pid")}
            ScoreboardFile {directory.Combine("proxy.scoreboard")}
            TLSEngine on
            TLSRSACertificateFile {tls}/server.pem
            TLSRSACertificateKeyFile {tls}/server.key
            TLSRequired on
            ProxyEngine on
            ProxyRole forward
            ProxyForwardMethod user@host
            ProxyTables {directory.Combine("tables")}
            ProxySourceAddress 127.0.0.1
            ProxyTLSEngine on
            ProxyTLSCACertificateFile {peer.Ca}
            <Class forward-proxied>
            From 127.0.0.1
            ProxyForwardEnabled on
            </Class>

            """);
        return ("usr/sbin/proftpd", ["-n", "-q", "-c", file]);
    });

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        _directory.Dispose();
    }

    private static async Task<RealProxy> StartAsync(Func<TempDirectory, string, (string Program, string[] Arguments)> describe)
    {
        var directory = new TempDirectory();
        var port = QuietPort.Find();
        var (program, arguments) = describe(directory, port.ToString(CultureInfo.InvariantCulture));

        // Should the test process be killed, the proxy ends by itself.
        var start = new ProcessStartInfo("timeout", ["-k", "5", "300", Path.Combine(Root, program), .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = Process.Start(start)!;
        process.OutputDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        var words = new List<string?>();
        process.ErrorDataReceived += (_, line) => words.Add(line.Data);
        process.BeginErrorReadLine();
        var proxy = new RealProxy(process, directory, port);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(Patience);
        while (!await ListensAsync(port, deadline.Token))
        {
            Assert.False(process.HasExited, $"{program} did not start: {string.Join('\n', words)}");
            await Task.Delay(20, deadline.Token);
        }

        return proxy;
    }

    private static async Task<bool> ListensAsync(int port, CancellationToken cancellationToken)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
