using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Sealift.Client;
using Sealift.TestKit;
using Sealift.Tls.Trust;

namespace Sealift.Bench;

/// <summary>A running server, and what its processes use: the one that listens and all that came from it.</summary>
internal sealed class MeasuredServer : IDisposable
{
    // sysconf(_SC_CLK_TCK), which Linux has fixed at 100 for programs (proc(5)).
    private const double TicksPerSecond = 100;

    private readonly X509Certificate2 _ca;
    private readonly Peer _peer;
    private readonly int _listener;
    private readonly Process? _own;

    private MeasuredServer(string name, Peer peer, int port, string home, int listener, Process? own)
    {
        (Name, Port, Home, _peer, _listener, _own) = (name, port, home, peer, listener, own);
        _ca = X509CertificateLoader.LoadCertificateFromFile(peer.Ca);
    }

    public string Name { get; }

    public int Port { get; }

    /// <summary>What the user sees as its root.</summary>
    public string Home { get; }

    public static MeasuredServer Of(Peer peer) => new(peer.Server, peer, peer.Port, peer.Home, FindListener(peer.Port), null);

    /// <summary>This project's own, with the certificate, the user and the password of the others.</summary>
    public static MeasuredServer StartOwn(string binary, Peer like)
    {
        var process = Start(like, binary, ["serve", NewHome(), "--user", like.User, "--port", "0", "--json", "--quiet", "--cert", Tls(like, "server.pem"), "--key", Tls(like, "server.key")]);
        using var card = JsonDocument.Parse(FirstLine(process));
        return new MeasuredServer("sealift", like, new Uri(card.RootElement.GetProperty("urls")[0].GetString()!).Port, NewHome(), process.Id, process);
    }

    /// <summary>This project's own, in this program, with room for thousands of sessions from one address.</summary>
    public static MeasuredServer StartForMany(Peer like)
    {
        var process = Start(like, Environment.ProcessPath!, [ManySessions.Name, NewHome(), like.User, Tls(like, "server.pem"), Tls(like, "server.key")]);
        return new MeasuredServer("sealift", like, int.Parse(FirstLine(process), CultureInfo.InvariantCulture), NewHome(), process.Id, process);
    }

    public FtpClientOptions ClientOptions() => ClientOptions(Port, _peer.User, _peer.Password, _ca);

    /// <summary>What another process needs to connect.</summary>
    public string[] Address() => [Port.ToString(CultureInfo.InvariantCulture), _peer.User, _peer.Password, _peer.Ca];

    public static FtpClientOptions ClientOptions(string[] address) => ClientOptions(
        int.Parse(address[0], CultureInfo.InvariantCulture), address[1], address[2], X509CertificateLoader.LoadCertificateFromFile(address[3]));

    private static FtpClientOptions ClientOptions(int port, string user, string password, X509Certificate2 ca) => new()
    {
        Host = "127.0.0.1",
        Port = port,
        Credential = FtpCredential.WithPassword(user, password),
        Trust = new TrustPolicy { Roots = [ca] },
    };

    public Peer AsPeer() => _peer with { Name = Name, Server = Name, Port = Port, Home = Home };

    /// <summary>User and system time of all processes so far, those that ended and were waited for included.</summary>
    public double CpuSeconds() => Tree().Sum(id => Ticks(id)) / TicksPerSecond;

    /// <summary>What the processes hold, shared pages divided by those who share them.</summary>
    public double MemoryKiB() => Tree().Sum(Proportional);

    public void Dispose()
    {
        _ca.Dispose();
        if (_own is null) return;
        _own.Kill(entireProcessTree: true);
        _own.WaitForExit();
        _own.Dispose();
        if (Directory.Exists(Home)) Directory.Delete(Home, recursive: true);
    }

    private static string NewHome() => Directory.CreateDirectory(Path.Combine(Ground.Memory, "sealift-bench-home")).FullName;

    private static string Tls(Peer peer, string file) => Path.Combine(Path.GetDirectoryName(peer.Ca)!, file);

    private static string FirstLine(Process process) => process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The server said nothing.");

    private static Process Start(Peer like, string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var (name, value) in Ground.EnvironmentFor(like)) start.Environment[name] = value;
        return Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
    }

    private List<int> Tree()
    {
        var parents = Processes().ToLookup(process => process.Parent, process => process.Id);
        List<int> tree = [_listener];
        for (var i = 0; i < tree.Count; i++) tree.AddRange(parents[tree[i]]);
        return tree;
    }

    private static IEnumerable<(int Id, int Parent)> Processes()
    {
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(directory), CultureInfo.InvariantCulture, out var id) && Stat(id) is { } fields)
                yield return (id, int.Parse(fields[1], CultureInfo.InvariantCulture));
        }
    }

    private static double Ticks(int id) => Stat(id) is { } fields ? fields[11..15].Sum(f => double.Parse(f, CultureInfo.InvariantCulture)) : 0;

    // proc(5): after the name in parentheses come state, parent, and from the twelfth on utime, stime, cutime, cstime.
    private static string[]? Stat(int id)
    {
        var text = ReadOrNull($"/proc/{id}/stat");
        return text?[(text.LastIndexOf(')') + 2)..].Split(' ');
    }

    private static double Proportional(int id)
    {
        var line = ReadOrNull($"/proc/{id}/smaps_rollup")?.Split('\n').FirstOrDefault(l => l.StartsWith("Pss:", StringComparison.Ordinal));
        return line is null ? 0 : double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }

    private static string? ReadOrNull(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // it ended meanwhile, or belongs to the system
        }
    }

    // The process that holds the listening socket: of several that inherited it, the oldest.
    private static int FindListener(int port)
    {
        var inode = File.ReadLines("/proc/net/tcp")
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .First(f => f[3] == "0A" && f[1].EndsWith($":{port:X4}", StringComparison.Ordinal))[9];
        return Processes().Select(p => p.Id).Order().First(id => Holds(id, $"socket:[{inode}]"));
    }

    private static bool Holds(int id, string what)
    {
        try
        {
            return Directory.EnumerateFiles($"/proc/{id}/fd").Any(file => File.ResolveLinkTarget(file, false)?.Name == what);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // it ended meanwhile, or belongs to the system
        }
    }
}
