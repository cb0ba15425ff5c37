using System.Collections.Concurrent;
using System.Globalization;
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

    public bool KnowsRest { get; set; } = true;

    public bool RenamesOver { get; set; } = true;

    /// <summary>The files by name, with their content.</summary>
    public ConcurrentDictionary<string, byte[]> Files { get; } = new(StringComparer.Ordinal);

    /// <summary>The times of the files, as MDTM says them; those without one were never changed.</summary>
    public ConcurrentDictionary<string, string> Times { get; } = new(StringComparer.Ordinal);

    /// <summary>Every command of all sessions, in the order in which they came.</summary>
    public ConcurrentQueue<string> Heard { get; } = new();

    /// <summary>Every content that a name got by a rename, and what it had before.</summary>
    public ConcurrentQueue<string> Renamed { get; } = new();

    /// <summary>Sessions that ended in another way than by QUIT.</summary>
    public int Departed { get; private set; }

    public int Sessions => _sessions;

    public TransferSide Side(int sessions = 4, Func<FtpClientOptions, FtpClientOptions>? change = null)
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
        var pool = new FtpClientPool(change?.Invoke(options) ?? options, new FtpClientPoolOptions { MaxSessions = sessions });
        return TransferSide.Ftp(pool, FtpPath.Home, "the peer", "joe@peer");
    }

    public int CountOf(string verb) => _counts.GetValueOrDefault(verb);

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

    private sealed class FaultSession(FaultPeer peer, ScriptedSession session, int number, bool isOver)
    {
        private long _offset;
        private string _from = "";

        public async Task RunAsync()
        {
            while (await session.ReadLineAsync() is { } line)
            {
                if (peer.IsAway())
                {
                    session.Reset();
                    return;
                }

                var (verb, argument) = Split(line);
                peer.Heard.Enqueue(line);
                var command = new PeerCommand(verb, argument, number, peer._counts.AddOrUpdate(verb, 1, static (_, count) => count + 1));
                var fault = peer.Fault(command);
                if (fault?.Reply is { } reply)
                {
                    await session.SendAsync(reply);
                    if (reply.StartsWith("421", StringComparison.Ordinal)) return;
                    continue;
                }

                if (fault is { CutsControl: true } && verb is not ("RETR" or "STOR"))
                {
                    if (verb is "RNTO") Rename(argument);
                    session.Reset();
                    return;
                }

                if (verb is "RETR" or "STOR")
                {
                    if (!await TransferAsync(verb, argument, fault ?? new PeerFault())) return;
                    continue;
                }

                await session.SendAsync(Answer(verb, argument));
                if (verb == "QUIT" || (verb == "PASS" && isOver)) return;
            }
        }

        private static (string Verb, string Argument) Split(string line)
        {
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            return space < 0 ? (line.ToUpperInvariant(), "") : (line[..space].ToUpperInvariant(), line[(space + 1)..]);
        }

        private string Answer(string verb, string argument)
        {
            switch (verb)
            {
                case "PASS":
                    return isOver ? peer.RefusalAtLogin : "230 Welcome.";
                case "FEAT":
                    return $"211-Features:\r\n EPSV\r\n MDTM\r\n MFMT\r\n MLST type*;size*;modify*;\r\n{(peer.KnowsRest ? " REST STREAM\r\n" : "")} SIZE\r\n TVFS\r\n UTF8\r\n211 End";
                case "EPSV":
                    return session.ListenForData().EpsvReply;
                case "SIZE":
                    return peer.Files.TryGetValue(argument, out var sized) ? $"213 {sized.Length}" : "550 None.";
                case "MDTM":
                    return peer.Files.ContainsKey(argument) ? $"213 {peer.Times.GetValueOrDefault(argument, "20260101120000")}" : "550 None.";
                case "MFMT":
                    var (time, name) = Split(argument);
                    peer.Times[name] = time;
                    return $"213 Modify={time}; {name}";
                case "REST":
                    if (!peer.KnowsRest) return "502 No.";
                    _offset = long.Parse(argument, CultureInfo.InvariantCulture);
                    return "350 There.";
                case "RNFR":
                    _from = argument;
                    return peer.Files.ContainsKey(argument) ? "350 And now?" : "550 None.";
                case "RNTO":
                    if (!peer.RenamesOver && peer.Files.ContainsKey(argument)) return "550 It is there already.";
                    return Rename(argument) ? "250 Renamed." : "550 None.";
                case "DELE":
                    return peer.Files.TryRemove(argument, out _) ? "250 Gone." : "550 None.";
                case "MLST":
                    return peer.Files.TryGetValue(argument, out var listed)
                        ? $"250-Listing\r\n type=file;size={listed.Length};modify={peer.Times.GetValueOrDefault(argument, "20260101120000")}; {argument}\r\n250 End"
                        : "550 None.";
                case "LIST":
                    return "550 Not here.";
                default:
                    return session.Answers.TryGetValue(verb, out var usual) ? usual : "500 What?";
            }
        }

        private bool Rename(string to)
        {
            if (!peer.Files.TryRemove(_from, out var content)) return false;
            peer.Renamed.Enqueue(to);
            peer.Files[to] = content;
            if (peer.Times.TryRemove(_from, out var time)) peer.Times[to] = time;
            return true;
        }

        // False when the session is over.
        private async Task<bool> TransferAsync(string verb, string name, PeerFault fault)
        {
            var offset = (int)(fault.IgnoresOffset ? 0 : _offset);
            _offset = 0;
            if (verb == "RETR" && !peer.Files.ContainsKey(name))
            {
                await session.SendAsync("550 None.");
                return true;
            }

            await session.SendAsync("150 Go.");
            using var data = await session.Data.AcceptAsync();
            if (fault.CutsControlBeforeData)
            {
                if (fault.Final is { } goodbye) await session.SendAsync(goodbye);
                await session.CloseAsync();
            }

            if (verb == "RETR") await SendAsync(data, name, offset, fault);
            else await ReceiveAsync(data, name, offset, fault);
            if (fault.CutsControlBeforeData) return false;
            if (fault.CutsControl)
            {
                session.Reset();
                return false;
            }

            await session.SendAsync(fault.Final ?? (fault.CutDataAt is null ? "226 Done." : "426 Cut."));
            return fault.Final?.StartsWith("421", StringComparison.Ordinal) != true;
        }

        private async Task SendAsync(ScriptedDataChannel data, string name, int offset, PeerFault fault)
        {
            ReadOnlyMemory<byte> content = peer.Files[name].AsMemory(offset);
            if (fault.CutDataAt is { } most)
            {
                await data.SendAsync(content[..Math.Min(most, content.Length)]);
                data.Reset();
                return;
            }

            if (fault.Meanwhile is { } happen)
            {
                await data.SendAsync(content[..(content.Length / 2)]);
                happen();
                content = peer.Files[name].AsMemory(offset + (content.Length / 2));
            }

            await data.SendAllAsync(content);
        }

        private async Task ReceiveAsync(ScriptedDataChannel data, string name, int offset, PeerFault fault)
        {
            var buffer = new byte[16 * 1024];
            using var content = new MemoryStream();
            if (offset > 0) content.Write(peer.Files[name].AsSpan(0, Math.Min(offset, peer.Files[name].Length)));
            peer.Files[name] = content.ToArray();
            while (true)
            {
                var most = fault.CutDataAt is { } cut ? Math.Min(buffer.Length, cut - (int)content.Length) : buffer.Length;
                var count = most > 0 ? await data.Stream.ReadAsync(buffer.AsMemory(0, most)) : 0;
                content.Write(buffer.AsSpan(0, count));
                if (count > 0) continue;
                peer.Files[name] = fault.KeepsOnly is { } kept ? content.ToArray()[..kept] : content.ToArray();
                if (most == 0) data.Reset();
                else await data.CloseAsync();
                return;
            }
        }
    }
}
