using Sealift.Core.Timeline;
using Sealift.Core.Wire;

namespace Sealift.Core.Tests.Timeline;

/// <summary>Timelines to draw: a whole session, many transfers, and what hostile peers leave behind.</summary>
internal static class SampleSession
{
    public const string Evil = "a\x1b]0;pwn\x07\r\u009b2J\u202e</text><script>alert(1)</script>\"'&";

    /// <summary>An explicit session that downloads one file; the server takes its time in the middle.</summary>
    public static IReadOnlyList<TimelineEvent> Explicit()
    {
        var events = new Sequence();
        events.Add(new ConnectionOpened("192.0.2.7:21", "198.51.100.4:50000") { At = default, Channel = 0 });
        events.Add(new ReplyReceived(new FtpReply(220, "Welcome", "to ftp.example.org")) { At = default, Channel = 0 });
        events.Add(new CommandSent(new FtpCommand("AUTH", "TLS")) { At = default, Channel = 0 });
        events.Add(new ReplyReceived(new FtpReply(234, "Go on")) { At = default, Channel = 0 });
        events.Add(new HandshakeMessage(FromClient: true, "ClientHello", "server name ftp.example.org, ALPN ftp, offers no resumption") { At = default, Channel = 0 });
        events.Add(new HandshakeMessage(FromClient: false, "ServerHello", "TLS 1.3, TLS_AES_128_GCM_SHA256, secp256r1") { At = default, Channel = 0 });
        events.Add(new HandshakeMessage(FromClient: false, "Certificate", "a chain of 2") { At = default, Channel = 0, Certificates = [Certificate("ftp.example.org"), Certificate("Example CA")] });
        events.Add(new CertificateTrusted("chains to a given root (CN=Example Root) and names ftp.example.org") { At = default, Channel = 0 });
        events.Add(new ChannelSecured("TLSv1.3", "TLS_AES_128_GCM_SHA256", "secp256r1", "ftp", Resumed: false) { At = default, Channel = 0 });
        foreach (var command in new[] { new FtpCommand("USER", "anna"), new FtpCommand("PASS", "S3cr3t"), new FtpCommand("PBSZ", "0"), new FtpCommand("PROT", "P") })
            events.Add(new CommandSent(command) { At = default, Channel = 0 });
        foreach (var (code, text) in new[] { (331, "Password"), (230, "Hello anna"), (200, "PBSZ=0"), (200, "Private") })
            events.Add(new ReplyReceived(new FtpReply(code, text)) { At = default, Channel = 0 });
        Transfer(events, 1, "reports/summary 2026.pdf", pause: TimeSpan.FromSeconds(3.2));
        events.Add(new CommandSent(new FtpCommand("QUIT")) { At = default, Channel = 0 });
        events.Add(new ConnectionClosed(CloseNotifySent: true, CloseNotifyReceived: true, null) { At = default, Channel = 0 });
        return events.All;
    }

    /// <summary>A session with many transfers that look the same.</summary>
    public static IReadOnlyList<TimelineEvent> Many(int count)
    {
        var events = new Sequence();
        events.Add(new ConnectionOpened("192.0.2.7:990", "198.51.100.4:50000") { At = default, Channel = 0 });
        for (var i = 1; i <= count; i++) Transfer(events, i, $"file {i}", pause: default);
        return events.All;
    }

    /// <summary>A thousand commands that are answered alike, one or two for each name.</summary>
    public static IReadOnlyList<TimelineEvent> Commands(int count)
    {
        var events = new Sequence();
        events.Add(new ConnectionOpened("192.0.2.7:21", "198.51.100.4:50000") { At = default, Channel = 0 });
        for (var i = 1; i <= count; i++) Exchange(events, new FtpCommand("MKD", $"directory {i}"), 257, "created");
        for (var i = 1; i <= count; i++)
        {
            Exchange(events, new FtpCommand("RNFR", $"old {i}"), 350, "go on");
            Exchange(events, new FtpCommand("RNTO", $"new {i}"), 250, "done");
        }

        Exchange(events, new FtpCommand("DELE", "last"), 550, "no such file");
        Exchange(events, new FtpCommand("QUIT"), 221, "goodbye");
        return events.All;
    }

    /// <summary>Two data connections at once and names in wide and combined characters, with everything told while both are open.</summary>
    public static IReadOnlyList<TimelineEvent> Crowded()
    {
        var events = new Sequence();
        events.Add(new ConnectionOpened("[2001:db8:aaaa:bbbb:cccc:dddd:eeee:1]:21", "[2001:db8:aaaa:bbbb:cccc:dddd:eeee:2]:50000") { At = default, Channel = 0 });
        events.Add(new ChannelSecured("TLSv1.3", "TLS_AES_128_GCM_SHA256", "secp256r1", "ftp", Resumed: false) { At = default, Channel = 0 });
        foreach (var channel in new[] { 1, 2 })
        {
            events.Add(new ConnectionOpened($"[2001:db8:aaaa:bbbb:cccc:dddd:eeee:1]:{40000 + channel}", "[::1]:50001") { At = default, Channel = channel });
            events.Add(new CommandSent(new FtpCommand("RETR", $"{channel} 日本語のとても長い名前のファイル 한국어 e\u0301te\u0301 {new string('漢', 90)}.txt")) { At = default, Channel = 0 });
            events.Add(new HandshakeMessage(FromClient: true, "ClientHello", "server name a-very-long-host-name.in-a-very-long-domain.example.org, ALPN ftp, offers resumption") { At = default, Channel = channel });
            events.Add(new ChannelSecured("TLSv1.3", "TLS_AES_128_GCM_SHA256", "secp256r1", "ftp", Resumed: channel == 1) { At = default, Channel = channel });
            events.Add(new ReplyReceived(new FtpReply(150, $"Sending {new string('漢', 60)}")) { At = default, Channel = 0 });
            events.Add(new TimelineNote("a remark of this side that is as long as such remarks are, so that it has to be broken into two lines or more") { At = default, Channel = channel });
        }

        events.Wait(TimeSpan.FromSeconds(70));
        foreach (var channel in new[] { 1, 2 })
        {
            events.Add(new DataTransferred(1_234_567_890, TimeSpan.FromSeconds(1.5), FromServer: true) { At = default, Channel = channel });
            events.Add(new ConnectionClosed(CloseNotifySent: channel == 2, CloseNotifyReceived: false, channel == 1 ? "The connection was reset by the other side." : null) { At = default, Channel = channel });
        }

        events.Add(new ReplyReceived(new FtpReply(226, "Done")) { At = default, Channel = 0 });
        events.Add(new ConnectionFailed("[2001:db8::1]:40003", "The server's data port 40003 did not answer within 15 s.") { At = default, Channel = 3 });
        events.Add(new ConnectionClosed(CloseNotifySent: false, CloseNotifyReceived: false, "The server closed the connection.") { At = default, Channel = 0 });
        return events.All;
    }

    /// <summary>A server that cannot be reached at any of its addresses.</summary>
    public static IReadOnlyList<TimelineEvent> Unreachable() =>
    [
        new ConnectionFailed("[2001:db8::7]:21", "2001:db8::7 cannot be reached: the network is unreachable.") { At = TimeSpan.Zero, Channel = 0 },
        new ConnectionFailed("192.0.2.7:21", "192.0.2.7 refuses connections.") { At = TimeSpan.FromSeconds(2), Channel = 0 },
    ];

    /// <summary>Every event with every text as bad as a peer can make it.</summary>
    public static IReadOnlyList<TimelineEvent> Hostile() =>
    [
        new ConnectionFailed(Evil, Evil) { At = TimeSpan.Zero, Channel = 0 },
        new ConnectionOpened(Evil, Evil) { At = TimeSpan.Zero, Channel = 0 },
        new HandshakeMessage(FromClient: false, "Certificate", Evil)
        {
            At = TimeSpan.Zero,
            Channel = 0,
            Certificates = [new PresentedCertificate(Evil, Evil, default, default, Evil, Evil, Evil), PresentedCertificate.Unreadable("AAAA")],
        },
        new CertificateTrusted(Evil) { At = TimeSpan.Zero, Channel = 0 },
        new ReplyReceived(FtpReply.Received(220, [Evil, Evil])) { At = TimeSpan.Zero, Channel = 0 },
        new HandshakeMessage(FromClient: false, Evil, Evil) { At = TimeSpan.Zero, Channel = 0 },
        new HandshakeMessage(FromClient: false, "Alert", Evil) { At = TimeSpan.Zero, Channel = 0 },
        new ChannelSecured(Evil, Evil, Evil, Evil, Resumed: false) { At = TimeSpan.Zero, Channel = 0 },
        new ChannelCleared { At = TimeSpan.Zero, Channel = 0 },
        new TimelineNote(Evil) { At = TimeSpan.Zero, Channel = 2 },
        new DataTransferred(long.MaxValue, TimeSpan.Zero, FromServer: false) { At = TimeSpan.Zero, Channel = 3 },
        new ConnectionClosed(CloseNotifySent: false, CloseNotifyReceived: false, Evil) { At = TimeSpan.FromDays(400), Channel = 0 },
    ];

    private static PresentedCertificate Certificate(string name) => new(
        $"CN={name}, O=Example Inc",
        "CN=Example CA, O=Example Inc",
        new DateTimeOffset(2026, 5, 1, 12, 30, 0, TimeSpan.Zero),
        new DateTimeOffset(2027, 5, 1, 12, 30, 0, TimeSpan.Zero),
        "ECDSA P-256",
        string.Join(':', Enumerable.Repeat("A5", 32)),
        "MIIB");

    private static void Exchange(Sequence events, FtpCommand command, int code, string text)
    {
        events.Add(new CommandSent(command) { At = default, Channel = 0 });
        events.Add(new ReplyReceived(new FtpReply(code, text)) { At = default, Channel = 0 });
    }

    private static void Transfer(Sequence events, int channel, string name, TimeSpan pause)
    {
        events.Add(new CommandSent(new FtpCommand("EPSV")) { At = default, Channel = 0 });
        events.Add(new ReplyReceived(new FtpReply(229, $"Extended (|||{40000 + channel}|)")) { At = default, Channel = 0 });
        events.Add(new ConnectionOpened($"192.0.2.7:{40000 + channel}", "198.51.100.4:50001") { At = default, Channel = channel });
        events.Add(new CommandSent(new FtpCommand("RETR", name)) { At = default, Channel = 0 });
        events.Add(new HandshakeMessage(FromClient: true, "ClientHello", "offers resumption") { At = default, Channel = channel });
        events.Add(new ReplyReceived(new FtpReply(150, $"Sending {name}")) { At = default, Channel = 0 });
        events.Add(new ChannelSecured("TLSv1.3", "TLS_AES_128_GCM_SHA256", "secp256r1", "ftp", Resumed: true) { At = default, Channel = channel });
        events.Wait(pause);
        events.Add(new DataTransferred(1_234_567, TimeSpan.FromSeconds(1.5), FromServer: true) { At = default, Channel = channel });
        events.Add(new HandshakeMessage(FromClient: false, "Alert", "close_notify") { At = default, Channel = channel });
        events.Add(new ConnectionClosed(CloseNotifySent: true, CloseNotifyReceived: true, null) { At = default, Channel = channel });
        events.Add(new ReplyReceived(new FtpReply(226, "Done")) { At = default, Channel = 0 });
    }

    private sealed class Sequence
    {
        private readonly List<TimelineEvent> _events = [];
        private TimeSpan _now;

        public IReadOnlyList<TimelineEvent> All => _events;

        public void Add(TimelineEvent one)
        {
            _events.Add(one with { At = _now });
            _now += TimeSpan.FromMilliseconds(5);
        }

        public void Wait(TimeSpan time) => _now += time;
    }
}
