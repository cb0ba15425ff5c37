using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Sealift.TestKit;

namespace Sealift.Transfer.Tests.Wire;

/// <summary>One session of a <see cref="FaultPeer"/>, after its handshake.</summary>
internal sealed class FaultSession(FaultPeer peer, ScriptedSession session, int number, bool isOver)
{
    private long _offset;
    private string _from = "";
    private string _root = "";

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
            var command = new PeerCommand(verb, argument, number, peer.Count(verb));
            var fault = peer.Fault(command);
            if (fault?.Reply is { } reply)
            {
                await session.SendAsync(reply);
                if (reply.StartsWith("421", StringComparison.Ordinal)) return;
                continue;
            }

            var movesData = verb is "RETR" or "STOR" or "MLSD";
            if (fault is { CutsControl: true } && !movesData)
            {
                if (verb is "RNTO") Rename(argument);
                session.Reset();
                return;
            }

            if (movesData)
            {
                if (!await TransferAsync(verb, Locate(argument), fault ?? new PeerFault())) return;
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

    // The path from the top of the server; the login directory is the top of what a login sees.
    private string Locate(string path)
    {
        var relative = path.Trim('/');
        if (relative == ".") relative = "";
        return _root.Length == 0 ? relative : relative.Length == 0 ? _root : $"{_root}/{relative}";
    }

    private string Answer(string verb, string argument)
    {
        var path = Locate(argument);
        switch (verb)
        {
            case "USER":
                _root = peer.Roots.GetValueOrDefault(argument, "");
                return "331 And the password?";
            case "PASS":
                return isOver ? peer.RefusalAtLogin : "230 Welcome.";
            case "FEAT":
                return $"211-Features:\r\n EPSV\r\n{(peer.KnowsHash ? " HASH SHA-256*\r\n" : "")} MDTM\r\n MFMT\r\n MLST type*;size*;modify*;{(peer.TellsUnique ? "unique*;" : "")}\r\n{(peer.KnowsRest ? " REST STREAM\r\n" : "")} SIZE\r\n TVFS\r\n UTF8\r\n211 End";
            case "EPSV":
                return session.ListenForData().EpsvReply;
            case "SIZE":
                return peer.Files.TryGetValue(path, out var sized) ? $"213 {sized.Length}" : "550 None.";
            case "MDTM":
                return peer.Files.ContainsKey(path) ? $"213 {TimeOf(path)}" : "550 None.";
            case "MFMT":
                var (time, name) = Split(argument);
                peer.Times[Locate(name)] = time;
                return $"213 Modify={time}; {name}";
            case "HASH":
                return peer.KnowsHash && peer.Files.TryGetValue(path, out var hashed)
                    ? $"213 SHA-256 0-{hashed.Length} {Convert.ToHexString(SHA256.HashData(hashed))} {argument}"
                    : "550 None.";
            case "REST":
                if (!peer.KnowsRest) return "502 No.";
                _offset = long.Parse(argument, CultureInfo.InvariantCulture);
                return "350 There.";
            case "RNFR":
                _from = path;
                return peer.Files.ContainsKey(path) ? "350 And now?" : "550 None.";
            case "RNTO":
                if (!peer.RenamesOver && peer.Files.ContainsKey(path)) return "550 It is there already.";
                return Rename(argument) ? "250 Renamed." : "550 None.";
            case "DELE":
                return peer.Files.TryRemove(path, out _) ? "250 Gone." : "550 None.";
            case "MKD":
                return !IsDirectory(path) && peer.Directories.TryAdd(path, true) ? $"257 \"{argument}\"" : "550 It is there already.";
            case "RMD":
                return peer.Directories.TryRemove(path, out _) ? "250 Gone." : "550 None.";
            case "MLST":
                return FactsOf(path) is { } facts ? $"250-Listing\r\n {facts} {argument}\r\n250 End" : "550 None.";
            case "LIST":
                return "550 Not here.";
            default:
                return session.Answers.TryGetValue(verb, out var usual) ? usual : "500 What?";
        }
    }

    private bool IsDirectory(string path) =>
        path.Length == 0 || peer.Directories.ContainsKey(path) || peer.Files.Keys.Concat(peer.Directories.Keys).Any(known => known.StartsWith(path + "/", StringComparison.Ordinal));

    private string TimeOf(string path) => peer.Times.GetValueOrDefault(path, "20260101120000");

    // RFC 3659 section 7.2: each fact ends with a semicolon, and a space comes before the name.
    private string? FactsOf(string path)
    {
        var unique = peer.TellsUnique ? $"unique=8U{Convert.ToHexString(Encoding.UTF8.GetBytes(path))};" : "";
        if (peer.Files.TryGetValue(path, out var content)) return $"type=file;size={content.Length};modify={TimeOf(path)};{unique}";
        return IsDirectory(path) ? $"type=dir;{unique}" : null;
    }

    private byte[] ListingOf(string directory)
    {
        var above = directory.Length == 0 ? "" : directory + "/";
        var names = peer.Files.Keys.Concat(peer.Directories.Keys)
            .Where(path => path.Length > above.Length && path.StartsWith(above, StringComparison.Ordinal))
            .Select(path => path[above.Length..].Split('/')[0])
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);
        return Encoding.UTF8.GetBytes(string.Concat(names.Select(name => $"{FactsOf(above + name)} {name}\r\n")));
    }

    private bool Rename(string argument)
    {
        var to = Locate(argument);
        if (!peer.Files.TryRemove(_from, out var content)) return false;
        peer.Renamed.Enqueue(to);
        peer.Files[to] = content;
        if (peer.Times.TryRemove(_from, out var time)) peer.Times[to] = time;
        return true;
    }

    // False when the session is over.
    private async Task<bool> TransferAsync(string verb, string path, PeerFault fault)
    {
        var offset = (int)(fault.IgnoresOffset ? 0 : _offset);
        _offset = 0;
        if ((verb == "RETR" && !peer.Files.ContainsKey(path)) || (verb == "MLSD" && !IsDirectory(path)))
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

        var isWhole = fault.CutDataAt is null;
        if (verb == "STOR") await ReceiveAsync(data, path, offset, fault);
        else isWhole &= await SendAsync(data, () => verb == "MLSD" ? ListingOf(path) : peer.Files[path], offset, fault);
        if (fault.CutsControlBeforeData) return false;
        if (fault.CutsControl)
        {
            session.Reset();
            return false;
        }

        await session.SendAsync(fault.Final ?? (isWhole ? "226 Done." : "426 Cut."));
        return fault.Final?.StartsWith("421", StringComparison.Ordinal) != true;
    }

    // Whether all of it was taken: a client that has enough breaks the data connection off and says ABOR.
    private static async Task<bool> SendAsync(ScriptedDataChannel data, Func<byte[]> read, int offset, PeerFault fault)
    {
        ReadOnlyMemory<byte> content = read().AsMemory(offset);
        if (fault.CutDataAt is { } most)
        {
            await data.SendAsync(content[..Math.Min(most, content.Length)]);
            data.Reset();
            return false;
        }

        if (fault.Meanwhile is { } happen)
        {
            await data.SendAsync(content[..(content.Length / 2)]);
            happen();
            content = read().AsMemory(offset + (content.Length / 2));
        }

        try
        {
            await data.SendAllAsync(content);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private async Task ReceiveAsync(ScriptedDataChannel data, string path, int offset, PeerFault fault)
    {
        var buffer = new byte[16 * 1024];
        using var content = new MemoryStream();
        if (offset > 0) content.Write(peer.Files[path].AsSpan(0, Math.Min(offset, peer.Files[path].Length)));
        peer.Files[path] = content.ToArray();
        while (true)
        {
            var most = fault.CutDataAt is { } cut ? Math.Min(buffer.Length, cut - (int)content.Length) : buffer.Length;
            var count = most > 0 ? await data.Stream.ReadAsync(buffer.AsMemory(0, most)) : 0;
            content.Write(buffer.AsSpan(0, count));
            if (count > 0) continue;
            peer.Files[path] = fault.KeepsOnly is { } kept ? content.ToArray()[..kept] : content.ToArray();
            if (most == 0) data.Reset();
            else await data.CloseAsync();
            return;
        }
    }
}
