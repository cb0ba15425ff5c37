using System.Collections.Concurrent;
using System.Security.Authentication;
using System.Text;
using Sealift.Client;
using Sealift.Core;
using Sealift.Core.Listings;
using Sealift.TestKit;
using Sealift.Tls.Trust;

namespace Sealift.Transfer.Tests.Threats;

/// <summary>A server that lists whatever bytes a test gives it, cuts the listing where it is told to, and has a content for every name.</summary>
internal sealed class ListedDirectory : IAsyncDisposable
{
    public const string Content = "content";

    private static readonly TimeSpan HangGuard = TimeSpan.FromSeconds(120);

    private readonly ScriptedFtpPeer _peer;
    private readonly Func<string, byte[]?> _list;

    /// <param name="list">The listing of a directory, named as the client names it; null where there is none.</param>
    public ListedDirectory(Func<string, byte[]?> list)
    {
        _list = list;
        _peer = ScriptedFtpPeer.Start(ServeAsync, new ScriptedPeerOptions { Patience = HangGuard });
    }

    /// <summary>Bytes of a listing after which its data connection ends without close_notify; null for none.</summary>
    public int? CutAt { get; set; }

    /// <summary>Said at the end of a listing.</summary>
    public string Final { get; set; } = "226 Done.";

    /// <summary>Every command of all sessions.</summary>
    public ConcurrentQueue<string> Heard { get; } = new();

    public TransferSide Side(ListingFormat format, FtpPath? root = null, int sessions = 4, Func<FtpClientOptions, FtpClientOptions>? change = null)
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
            ListingFormat = format,
        };
        var pool = new FtpClientPool(change?.Invoke(options) ?? options, new FtpClientPoolOptions { MaxSessions = sessions });
        return TransferSide.Ftp(pool, root ?? FtpPath.Home, "the peer", "joe@peer");
    }

    /// <summary>A line of a listing that names a file of <see cref="Content"/>, or a directory.</summary>
    public static byte[] Line(ListingFormat format, ReadOnlySpan<byte> name, bool isDirectory = false)
    {
        var facts = (format, isDirectory) switch
        {
            (ListingFormat.Mlsd, true) => "type=dir; ",
            (ListingFormat.Mlsd, false) => $"type=file;size={Content.Length};modify=20260101120000; ",
            (ListingFormat.List, true) => "drwxr-xr-x 2 joe joe 4096 Jan  1  2025 ",
            (ListingFormat.List, false) => $"-rw-r--r-- 1 joe joe {Content.Length} Jan  1  2025 ",
            _ => "",
        };
        return [.. Encoding.ASCII.GetBytes(facts), .. name, .. "\r\n"u8];
    }

    public ValueTask DisposeAsync() => _peer.DisposeAsync();

    private static string TargetOf(string argument) => argument.StartsWith("./", StringComparison.Ordinal) ? argument[2..] : argument;

    private async Task ServeAsync(ScriptedSession session)
    {
        try
        {
            await session.BeginExplicitAsync();
            while (await session.ReadLineAsync() is { } line)
            {
                Heard.Enqueue(line);
                var words = line.Split(' ', 2);
                await AnswerAsync(session, words[0].ToUpperInvariant(), words.Length > 1 ? words[1] : "");
                if (words[0] == "QUIT") return;
            }
        }
        catch (Exception e) when (e is ScriptMismatchException or IOException or AuthenticationException or ObjectDisposedException)
        {
            Heard.Enqueue("(the client went away)");
        }
    }

    private async Task AnswerAsync(ScriptedSession session, string verb, string argument)
    {
        switch (verb)
        {
            case "EPSV":
                await session.SendAsync(session.ListenForData().EpsvReply);
                return;
            case "MLSD" or "LIST" or "NLST":
                await ListAsync(session, TargetOf(argument));
                return;
            case "RETR":
                await session.SendAsync("150 Go.");
                using (var data = await session.Data.AcceptAsync()) await data.SendAllAsync(Encoding.ASCII.GetBytes(Content));
                await session.SendAsync("226 Done.");
                return;
            case "SIZE":
                await session.SendAsync($"213 {Content.Length}");
                return;
            case "MDTM":
                await session.SendAsync("213 20260101120000");
                return;
            case "MLST":
                await session.SendBytesAsync(Encoding.UTF8.GetBytes($"250-Here\r\n type=file;size={Content.Length};modify=20260101120000; x\r\n250 End\r\n"));
                return;
            case "CWD":
                await session.SendAsync(_list(argument) is null ? "550 No directory." : "250 There.");
                return;
            default:
                await session.SendAsync(session.Answers.TryGetValue(verb, out var usual) ? usual : "550 No.");
                return;
        }
    }

    private async Task ListAsync(ScriptedSession session, string directory)
    {
        if (_list(directory) is not { } listing)
        {
            await session.SendAsync("550 No such directory.");
            return;
        }

        await session.SendAsync("150 Here it comes.");
        using (var data = await session.Data.AcceptAsync())
        {
            if (CutAt is { } most)
            {
                await data.SendAsync(listing.AsMemory(0, Math.Min(most, listing.Length)));
                await data.CloseAsync(closeNotify: false);
            }
            else
            {
                await data.SendAllAsync(listing);
            }
        }

        await session.SendAsync(Final);
    }
}
