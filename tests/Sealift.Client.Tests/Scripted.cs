using Sealift.Core;
using Sealift.TestKit;
using Sealift.Tls;
using Sealift.Tls.Trust;

namespace Sealift.Client.Tests;

/// <summary>A client for a scripted peer, and the words that most scripts share.</summary>
internal static class Scripted
{
    public const string User = "joe";

    /// <summary>Nothing but a PASS command may ever show this.</summary>
    public const string Secret = "c4n4ry-S3cr3t%40";

    public static readonly FtpPath RemoteFile = FtpPath.Parse("file");

    /// <summary>No wait ends here but one that would never end; a busy machine does not come near it.</summary>
    public static readonly TimeSpan HangGuard = TimeSpan.FromSeconds(60);

    // The client waits no longer than a second or so for some answers (to ABOR, to an end of the data that was confirmed). A machine that is held up
    // for longer is not a server that says nothing; a test of such a limit has a clock of its own.
    private static readonly SlowTime Unhurried = new(factor: 40, limitsFrom: TimeSpan.FromMilliseconds(500));

    private const string FeaturesWithoutMlst = "211-Features:\r\n EPSV\r\n MDTM\r\n REST STREAM\r\n SIZE\r\n UTF8\r\n211 End";

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static FtpClientOptions Options(this ScriptedFtpPeer peer) => new()
    {
        Host = "127.0.0.1",
        Port = peer.Port,
        Credential = FtpCredential.WithPassword(User, Secret),
        Trust = new TrustPolicy { Roots = [peer.Certificate.Issuer] },
        ConnectTimeout = HangGuard,
        ReplyTimeout = HangGuard,
        StallTimeout = HangGuard,
        TimeProvider = Unhurried,
        Profile = ServerProfile.None, // no SYST: most scripts are about other things
    };

    public static Task<FtpClient> ConnectAsync(
        this ScriptedFtpPeer peer, Func<FtpClientOptions, FtpClientOptions>? change = null) =>
        FtpClient.ConnectAsync(change is null ? peer.Options() : change(peer.Options()), Stop);

    /// <summary>The usual explicit session up to this command, which is left unanswered.</summary>
    public static async Task<string> BeginUntilAsync(this ScriptedSession session, string verb)
    {
        await session.BeginExplicitAsync();
        return await session.AnswerUntilAsync(verb);
    }

    /// <summary>Waits for the first byte of the client's handshake and answers it in clear text.</summary>
    public static async Task AnswerHandshakeAsync(this ScriptedSession session, string line)
    {
        const byte HandshakeRecord = 0x16; // RFC 8446 section 5.1

        var heard = session.BytesInClear.Count;
        var reading = session.ReadLineAsync();
        while (session.BytesInClear.Count == heard && !reading.IsCompleted) await Task.Delay(1, Stop);
        Assert.Equal(HandshakeRecord, session.BytesInClear[heard]);
        await session.SendAsync(line);
        try
        {
            await reading;
        }
        catch (Exception e) when (e is ScriptMismatchException or IOException)
        {
            Assert.Equal(heard, session.CommandsInClear.Sum(command => command.Length + 2)); // a ClientHello is no line
        }
    }

    /// <summary>Says that this server knows no MLST, so that LIST is used.</summary>
    public static void ForgetMlst(this ScriptedSession session) => session.Answers["FEAT"] = FeaturesWithoutMlst;

    /// <summary>Answers until QUIT or the end of the connection; whether a session ended well is for the test to say.</summary>
    public static async Task AnswerToTheEndAsync(this ScriptedSession session)
    {
        try
        {
            await session.AnswerUntilEndAsync();
        }
        catch (ScriptMismatchException e)
        {
            Assert.EndsWith("heard the end of the connection.", e.Message, StringComparison.Ordinal);
        }
        catch (IOException)
        {
            Assert.Equal("QUIT", session.CommandsInClear.Concat(session.CommandsInTls).Last()); // its answer is not awaited
        }
    }

    /// <summary>Accepts the data connection, sends this and ends it in order.</summary>
    public static async Task SendDataAsync(this ScriptedSession session, string content)
    {
        using var data = await session.Data.AcceptAsync();
        await data.SendAllAsync(System.Text.Encoding.UTF8.GetBytes(content));
    }

    /// <summary>A whole download: the bytes that arrived, if it succeeds.</summary>
    public static async Task<byte[]> GetAsync(this FtpClient client, CancellationToken? cancellationToken = null)
    {
        using var target = new MemoryStream();
        await client.DownloadAsync(RemoteFile, target, cancellationToken: cancellationToken ?? Stop);
        return target.ToArray();
    }

    /// <summary>A whole upload of these bytes.</summary>
    public static async Task<FtpTransferResult> PutAsync(
        this FtpClient client, byte[] content, CancellationToken? cancellationToken = null)
    {
        using var source = new MemoryStream(content, writable: false);
        return await client.UploadAsync(source, RemoteFile, cancellationToken: cancellationToken ?? Stop);
    }

    public static async Task<List<FtpEntry>> EntriesAsync(this FtpClient client, FtpPath? directory = null)
    {
        var entries = new List<FtpEntry>();
        await foreach (var entry in client.ListAsync(directory ?? FtpPath.Home, Stop)) entries.Add(entry);
        return entries;
    }

    /// <summary>The session still answers, and the script saw all of it.</summary>
    public static async Task AssertUsableAsync(this FtpClient client)
    {
        Assert.True(client.IsUsable);
        await client.PingAsync(Stop);
        await client.QuitAsync(Stop);
    }

    /// <summary>The session is dead and says so.</summary>
    public static async Task AssertDeadAsync(this FtpClient client)
    {
        Assert.False(client.IsUsable);
        var error = await Assert.ThrowsAsync<FtpConnectionException>(() => client.PingAsync(Stop));
        Assert.Equal(FtpConnectionFailure.Closed, error.Failure);
    }

    /// <summary>After the client has gone: it never tried to log in, by any connection, in clear or inside TLS.</summary>
    public static async Task AssertNoLoginAsync(this ScriptedFtpPeer peer)
    {
        foreach (var session in peer.Sessions)
        {
            await session.Ended.WaitAsync(HangGuard, Stop);
            Assert.DoesNotContain(
                session.CommandsInClear.Concat(session.CommandsInTls),
                line => line.StartsWith("USER", StringComparison.OrdinalIgnoreCase)
                    || line.StartsWith("PASS", StringComparison.OrdinalIgnoreCase)
                    || line.StartsWith("ACCT", StringComparison.OrdinalIgnoreCase));
            Assert.False(Contains(session.BytesInClear, Secret));
        }
    }

    /// <summary>Restricts both sides to one TLS version.</summary>
    public static FtpClientOptions Only(this FtpClientOptions options, TlsVersion version) =>
        options with { MinTlsVersion = version, MaxTlsVersion = version };

    private static bool Contains(IReadOnlyList<byte> bytes, string text) =>
        System.Text.Encoding.Latin1.GetString([.. bytes]).Contains(text, StringComparison.Ordinal);
}
