using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Xunit;

namespace Sealift.TestKit;

/// <summary>
/// The real servers, started once for a test assembly: <c>[assembly: AssemblyFixture(typeof(PeerServers))]</c>, then a
/// constructor parameter in the test class. Each test process gets servers of its own; the script's locks keep
/// installations and port choices of several processes apart.
/// </summary>
public sealed class PeerServers : IAsyncLifetime
{
    // The script's exit code for "not possible on this machine".
    private const int Impossible = 3;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private readonly string _name = "sealift-peers-" + RandomNumberGenerator.GetHexString(12, lowercase: true);

    private PeerFile? _file;

    /// <summary>The folder that the servers' state and homes are made in. Default: the temporary folder.</summary>
    public string Parent { get; init; } = Path.GetTempPath();

    /// <summary>Whether these are the servers that are set up wrongly. Default: the healthy ones.</summary>
    public bool AreFaulty { get; init; }

    /// <summary>Why there are no servers, in words for a skipped test; null when they run.</summary>
    public string? Missing { get; private set; }

    /// <summary>All running servers; empty when <see cref="Missing"/> says why.</summary>
    public IReadOnlyList<Peer> All => _file?.Peers ?? [];

    /// <summary>The server of this name; the calling test is skipped when there are no servers.</summary>
    /// <exception cref="ArgumentException">No instance has this name.</exception>
    public Peer Require(string name)
    {
        Assert.SkipWhen(Missing is not null, Missing ?? "");
        return All.FirstOrDefault(peer => peer.Name == name)
            ?? throw new ArgumentException($"No peer is called '{name}'; there are {string.Join(", ", All.Select(peer => peer.Name))}.", nameof(name));
    }

    private string State => Path.Combine(Parent, _name);

    /// <summary>Kills a server with all its sessions, without a word to anybody, and starts it again on its ports.</summary>
    /// <exception cref="InvalidOperationException">It did not come up again.</exception>
    public async Task RestartAsync(Peer peer)
    {
        ScriptResult restart = await PeerScript.RunAsync(TimeSpan.FromMinutes(2), "restart", State, peer.Name);
        if (restart.ExitCode != 0)
            throw new InvalidOperationException("eng/peers.sh restart failed: " + restart.Error);
    }

    /// <summary>The processes of a server, each session's among them.</summary>
    public int CountProcesses(Peer peer)
    {
        HashSet<string> groups = [.. File.ReadAllLines(Path.Combine(State, "processes")).Select(static line => line.Split(' ')).Where(one => one[^1] == peer.Name).Select(static one => one[0])];
        int count = 0;
        foreach (string directory in Directory.EnumerateDirectories("/proc"))
        {
            if (char.IsAsciiDigit(Path.GetFileName(directory)[0]) && GroupOf(directory) is { } group && groups.Contains(group))
                count++;
        }

        return count;
    }

    // The third field behind the name of the program, which is in parentheses and may hold anything.
    private static string? GroupOf(string process)
    {
        try
        {
            string status = File.ReadAllText(Path.Combine(process, "stat"));
            return status[(status.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[2];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null; // it ended meanwhile
        }
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">
    /// Installing (where CI=true) or starting failed. Without CI a failed installation, as without a network, only
    /// sets <see cref="Missing"/>; with it nothing may be left out on a machine that could run the servers.
    /// </exception>
    public async ValueTask InitializeAsync()
    {
        ScriptResult install = await PeerScript.RunAsync(TimeSpan.FromMinutes(15), "install");
        if (install.ExitCode == Impossible)
        {
            Missing = install.Error.Trim();
            return;
        }

        if (install.ExitCode != 0)
        {
            if (string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase))
                throw new InvalidOperationException("eng/peers.sh install failed: " + install.Error);
            Missing = "The servers could not be installed: " + install.Error.Trim();
            return;
        }

        ScriptResult start = await PeerScript.RunAsync(TimeSpan.FromMinutes(10), AreFaulty ? "start-faulty" : "start", State);
        if (start.ExitCode != 0)
            throw new InvalidOperationException("eng/peers.sh start failed: " + start.Error);
        await using FileStream stream = File.OpenRead(Path.Combine(State, "peers.json"));
        _file = await JsonSerializer.DeserializeAsync<PeerFile>(stream, Json)
            ?? throw new InvalidOperationException("peers.json is empty.");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!Directory.Exists(State))
            return;
        ScriptResult stop = await PeerScript.RunAsync(TimeSpan.FromMinutes(5), "stop", State);
        if (stop.ExitCode != 0)
            throw new InvalidOperationException("eng/peers.sh stop failed: " + stop.Error);
        Directory.Delete(State, recursive: true);
    }
}
