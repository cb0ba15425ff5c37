using System.Collections.Concurrent;
using System.Security.Authentication;
using Sealift.Client;
using Sealift.Core;
using Sealift.TestKit;
using Sealift.Tls.Trust;

namespace Sealift.Transfer.Tests.Wire;

/// <summary>
/// A server with files in memory that does one thing wrong when the test says so, and everything else as servers do. It speaks TLS on both
/// connections and keeps what arrived of an upload that broke off.
/// </summary>
internal sealed class FaultPeer : IAsyncDisposable
{
    private static readonly TimeSpan HangGuard = TimeSpan.FromSeconds(60);

    private readonly ScriptedFtpPeer _peer;
    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);
    private int _sessions;
    private int _now;

    public FaultPeer() => _peer = ScriptedFtpPeer.Start(ServeAsync);

    /// <summary>What it does wrong with a command; null for nothing.</summary>
    public Func<PeerCommand, PeerFault?> Fault { get; set; } = static _ => null;

    /// <summary>Whether it takes nobody and ends whatever is begun: a server that restarts.</summary>
    public Func<bool> IsAway { get; set; } = static () => false;

    /// <summary>How many sessions it allows at once.</summary>
    public int MaxSessions { get; set; } = int.MaxValue;

    /// <summary>How it refuses a further session: in the greeting, or else as the answer to PASS.</summary>
    public string? RefusalAtGreeting { get; set; }

    /// <summary>How it refuses a further session as the answer to PASS.</summary>
    public string RefusalAtLogin { get; set; } = "530 Too many.";

    /// <summary>How long the clients ask a server again that takes nobody for the moment.</summary>
    public TimeSpan BusyLimit { get; set; } = HangGuard;

    public bool KnowsRest { get; set; } = true;

    /// <summary>Whether it computes checksums (HASH, SHA-256).</summary>
    public bool KnowsHash { get; set; }

    public bool RenamesOver { get; set; } = true;

    /// <summary>Whether it tells the identity of files and directories; two of these servers give equal places equal ones.</summary>
    public bool TellsUnique { get; set; }

    /// <summary>Where the logins begin, which see nothing else: directories by user, without a slash at either end.</summary>
    public Dictionary<string, string> Roots { get; } = new(StringComparer.Ordinal);

    /// <summary>The files by path from the top, with their content. What is before a slash is a directory.</summary>
    public ConcurrentDictionary<string, byte[]> Files { get; } = new(StringComparer.Ordinal);

    /// <summary>Directories that were made, beside those that files are in.</summary>
    public ConcurrentDictionary<string, bool> Directories { get; } = new(StringComparer.Ordinal);

    /// <summary>The times of the files, as MDTM says them; those without one were never changed.</summary>
    public ConcurrentDictionary<string, string> Times { get; } = new(StringComparer.Ordinal);

    /// <summary>Every command of all sessions, in the order in which they came.</summary>
    public ConcurrentQueue<string> Heard { get; } = new();

    /// <summary>Every content that a name got by a rename, and what it had before.</summary>
    public ConcurrentQueue<string> Renamed { get; } = new();

    /// <summary>Sessions that ended in another way than by QUIT.</summary>
    public int Departed { get; private set; }

    public int Sessions => _sessions;

    public TransferSide Side(int sessions = 4, Func<FtpClientOptions, FtpClientOptions>? change = null, string path = "", string name = "the peer")
    {
        var options = new FtpClientOptions
        {
            Host = "127.0.0.1",
            Port = _peer.Port,
            Credential = FtpCredential.WithPassword("joe", "secret"),
            Trust = new TrustPolicy { Roots = [_peer.Certificate.Issuer] },
            ConnectTimeout = HangGuard,
            ReplyTimeout = HangGuard,
            StallTimeout = HangGuard,
            Profile = ServerProfile.None,
        };
        options = change?.Invoke(options) ?? options;
        var pool = new FtpClientPool(options, new FtpClientPoolOptions { MaxSessions = sessions, BusyLimit = BusyLimit });
        return TransferSide.Ftp(pool, path.Length == 0 ? FtpPath.Home : FtpPath.Parse(path), name, $"{options.Credential.User}@{name}");
    }

    public int CountOf(string verb) => _counts.GetValueOrDefault(verb);

    public int Count(string verb) => _counts.AddOrUpdate(verb, 1, static (_, count) => count + 1);

    public ValueTask DisposeAsync() => _peer.DisposeAsync();

    private async Task ServeAsync(ScriptedSession session)
    {
        var number = Interlocked.Increment(ref _sessions);
        if (IsAway())
        {
            session.Reset();
            return;
        }

        var isOver = Interlocked.Increment(ref _now) > MaxSessions;
        try
        {
            if (isOver && RefusalAtGreeting is { } refusal)
            {
                await session.SendAsync(refusal);
                return;
            }

            await session.BeginExplicitAsync();
            await new FaultSession(this, session, number, isOver).RunAsync();
        }
        catch (Exception e) when (e is ScriptMismatchException or IOException or AuthenticationException or ObjectDisposedException or InvalidOperationException)
        {
            // The client went away, or this peer cut the connection: what that comes to is for the test to say.
            Departed++;
        }
        finally
        {
            Interlocked.Decrement(ref _now);
        }
    }
}
