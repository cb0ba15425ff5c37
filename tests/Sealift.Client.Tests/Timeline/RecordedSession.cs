using System.Globalization;
using System.Text.RegularExpressions;
using Sealift.Core;
using Sealift.Core.Timeline;
using Sealift.Core.Wire;
using Sealift.TestKit;
using Sealift.Tls;
using static Sealift.Client.Tests.Scripted;

namespace Sealift.Client.Tests.Timeline;

/// <summary>
/// A session with a scripted peer that is recorded the same each time: the clock moves when the script says so, the script goes on when the
/// client has done what it waits for, and the few facts that chance decides (addresses, ports) are replaced.
/// </summary>
internal sealed partial class RecordedSession : IDisposable
{
    private const string Client = "198.51.100.4";
    private const string Server = "192.0.2.7";

    private static readonly TimeSpan OneWay = TimeSpan.FromMilliseconds(20);

    private readonly TestClock _clock = new();
    private readonly SemaphoreSlim _added = new(0);
    private readonly SemaphoreSlim _turn = new(0);
    private readonly SessionTimeline _timeline;
    private readonly FtpTlsMode _mode;

    private RecordedSession(FtpTlsMode mode)
    {
        _mode = mode;
        _timeline = new SessionTimeline(_clock);
        _timeline.Added += _ => _added.Release();
    }

    /// <summary>Plays a session and returns what its timeline has in the end.</summary>
    /// <param name="play">What the server does.</param>
    /// <param name="use">What the client does after the login.</param>
    /// <param name="mode">Explicit or implicit.</param>
    /// <param name="version">The only TLS version of the client.</param>
    /// <param name="peerOptions">The server's TLS.</param>
    public static async Task<IReadOnlyList<TimelineEvent>> PlayAsync(
        Func<RecordedSession, ScriptedSession, Task> play,
        Func<RecordedSession, FtpClient, Task> use,
        FtpTlsMode mode = FtpTlsMode.Explicit,
        TlsVersion version = TlsVersion.Tls13,
        ScriptedPeerOptions? peerOptions = null)
    {
        using var recording = new RecordedSession(mode);
        await using var peer = ScriptedFtpPeer.Start(session => play(recording, session), peerOptions);
        var options = peer.Options().Only(version) with
        {
            Host = "localhost",
            Mode = mode,
            TlsBackend = TlsBackend.OpenSsl,
            Timeline = recording._timeline,
            TimeProvider = recording._clock,
        };
        try
        {
            await using var client = await FtpClient.ConnectAsync(options, Stop);
            await recording._turn.WaitAsync(HangGuard, Stop);
            await use(recording, client);
        }
        catch (FtpTlsException)
        {
            // A session whose handshake fails ends here; its picture says why.
        }

        await peer.Completion;
        return recording.Settled(peer.Port);
    }

    /// <summary>Lets time pass: by default what a message takes on its way.</summary>
    public void Pass(double? milliseconds = null) =>
        _clock.Advance(milliseconds is { } time ? TimeSpan.FromMilliseconds(time) : OneWay);

    /// <summary>Waits until the client's timeline has such an event, so often, and then lets a message's time pass.</summary>
    public async Task SeenAsync<T>(int channel, Func<T, bool>? isIt = null, int times = 1)
        where T : TimelineEvent
    {
        while (_timeline.Events.OfType<T>().Count(one => one.Channel == channel && (isIt is null || isIt(one))) < times)
            Assert.True(await _added.WaitAsync(HangGuard, Stop), $"There was no {typeof(T).Name} on channel {channel}.");
        Pass();
    }

    /// <summary>The login, from the first connection to the data port that is named at the end of the flight.</summary>
    public async Task LogInAsync(ScriptedSession session, bool isPortDead = false)
    {
        if (_mode == FtpTlsMode.Explicit)
        {
            await SeenAsync<ConnectionOpened>(0);
            await session.SendAsync("220 Welcome to ftp.example.org.");
            await session.ExpectAsync("AUTH TLS");
            Pass();
            await session.SendAsync("234 Proceed with the negotiation.");
        }

        await SeenAsync<HandshakeMessage>(0, one => one.Name == "ClientHello");
        await session.StartTlsAsync();
        if (_mode == FtpTlsMode.Implicit)
        {
            await SeenAsync<ChannelSecured>(0);
            await session.SendAsync("220 Welcome to ftp.example.org.");
        }

        await session.AnswerUntilAsync("USER");
        Pass();
        await session.SendAsync(session.Answers["USER"]);
        await session.AnswerUntilAsync("EPSV");
        await session.SendAsync(isPortDead ? session.NameDeadPort() : session.ListenForData().EpsvReply);
        await SeenAsync<ReplyReceived>(0, one => one.Reply.Code == 229);
        Yield();
    }

    /// <summary>The beginning of a transfer: the announcement, then the handshake.</summary>
    public async Task<ScriptedDataChannel> AcceptAsync(ScriptedSession session, string verb, int channel = 1)
    {
        await session.AnswerUntilAsync(verb);
        await SeenAsync<HandshakeMessage>(channel, one => one.Name == "ClientHello");
        await session.SendAsync("150 Here it comes.");
        await SeenAsync<ReplyReceived>(0, one => one.Reply.Code == 150, times: channel);
        var data = await session.Data.AcceptAsync();

        // A client that uploads does not wait for anything now.
        if (verb == "STOR") await SeenAsync<HandshakeMessage>(channel, one => one is { FromClient: true, Name: "Alert" });
        else await SeenAsync<ChannelSecured>(channel);
        return data;
    }

    /// <summary>The end of a transfer: the data connection is closed on both sides, then comes the final reply.</summary>
    public async Task FinishAsync(ScriptedSession session, string reply, int channel = 1)
    {
        await SeenAsync<ConnectionClosed>(channel);
        await session.SendAsync(reply);
        var code = int.Parse(reply[..3], CultureInfo.InvariantCulture);
        await SeenAsync<ReplyReceived>(0, one => one.Reply.Code == code, times: channel);
        Yield();
    }

    /// <summary>The client's goodbye, which is not answered: whether an answer is still heard is chance.</summary>
    public async Task PartAsync(ScriptedSession session)
    {
        await session.AnswerUntilAsync("QUIT");
        await SeenAsync<ConnectionClosed>(0);
    }

    /// <summary>Lets the client go on; it waits for its turn after each operation, so that its next one begins at a known time.</summary>
    public void Yield() => _turn.Release();

    /// <summary>Waits for the script to say that the time has come.</summary>
    public Task TurnAsync() => _turn.WaitAsync(HangGuard, Stop);

    public void Dispose()
    {
        _added.Dispose();
        _turn.Dispose();
    }

    private List<TimelineEvent> Settled(int port)
    {
        var all = _timeline.Events.ToList();

        // A server's tickets come whenever the client reads next, beside everything else: here they follow their handshake.
        foreach (var ticket in all.OfType<HandshakeMessage>().Where(one => one.Name == "NewSessionTicket").Reverse().ToList())
        {
            var secured = all.FindIndex(one => one is ChannelSecured && one.Channel == ticket.Channel);
            if (secured < 0 || all.IndexOf(ticket) < secured) continue; // TLS 1.2: in the handshake, in its order
            all.RemoveAll(one => ReferenceEquals(one, ticket));
            all.Insert(secured + 1, ticket with { At = all[secured].At });
        }

        var dataPorts = all.OfType<ReplyReceived>()
            .Select(one => DataEndPointFormat.TryParseEpsv(one.Reply, out var named) ? named : 0)
            .Where(named => named > 0)
            .ToList();
        return [.. all.Select(one => Known(one, port, dataPorts))];
    }

    private TimelineEvent Known(TimelineEvent one, int port, List<int> dataPorts) => one switch
    {
        ConnectionOpened opened => opened with
        {
            Peer = one.Channel == 0 ? $"{Server}:{(_mode == FtpTlsMode.Implicit ? 990 : 21)}" : $"{Server}:{DataPort(one.Channel)}",
            Local = $"{Client}:{50_000 + one.Channel}",
        },
        HandshakeMessage message => message with
        {
            Detail = message.Detail is { } detail ? Named(detail) : null,
            Certificates = [.. message.Certificates.Select(Known)],
        },
        CertificateTrusted trusted => trusted with { Reason = Named(trusted.Reason) },
        ConnectionFailed failed => failed with { Peer = Numbered(failed.Peer.Replace("127.0.0.1", Server, StringComparison.Ordinal), dataPorts), Error = Numbered(failed.Error, dataPorts) },
        ConnectionClosed { Error: { } error } closed => closed with { Error = Named(error) },
        TimelineNote note => note with { Text = Numbered(Named(note.Text), dataPorts) },
        ReplyReceived received => received with
        {
            Reply = new FtpReply(received.Reply.Code, [.. received.Reply.Lines.Select(line => dataPorts.Aggregate(
                line, (text, named) => text.Replace($"|{named}|", $"|{DataPort(dataPorts.IndexOf(named) + 1)}|", StringComparison.Ordinal)))]),
        },
        _ => one,
    };

    // Keys and dates are made anew for each run.
    private static PresentedCertificate Known(PresentedCertificate one)
    {
        var hasEnded = one.NotAfter < TimeProvider.System.GetUtcNow();
        return one with
        {
            Subject = Named(one.Subject),
            NotBefore = new DateTimeOffset(hasEnded ? 2024 : 2026, 5, 1, 12, 30, 0, TimeSpan.Zero),
            NotAfter = new DateTimeOffset(hasEnded ? 2026 : 2028, 5, 1, 12, 30, 0, TimeSpan.Zero),
            Fingerprint = string.Join(':', Enumerable.Repeat("A5", 32)),
        };
    }

    private static string Numbered(string text, List<int> dataPorts) => Port().Replace(
        text, match => dataPorts.IndexOf(int.Parse(match.Value, CultureInfo.InvariantCulture)) is >= 0 and var at ? $"{DataPort(at + 1)}" : match.Value);

    private static string Named(string text) =>
        Minute().Replace(text.Replace("localhost", "ftp.example.org", StringComparison.Ordinal), "2026-05-01 12:30 UTC");

    [GeneratedRegex(@"\d{4}-\d\d-\d\d \d\d:\d\d UTC", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Minute();

    [GeneratedRegex(@"\b\d{4,5}\b", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Port();

    private static int DataPort(int number) => 40_000 + number;
}
