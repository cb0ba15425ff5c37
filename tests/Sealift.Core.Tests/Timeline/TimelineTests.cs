using Sealift.Core.Timeline;
using Sealift.Core.Wire;

namespace Sealift.Core.Tests.Timeline;

public sealed class TimelineTests
{
    private readonly FixedTime _time = new(DateTimeOffset.UnixEpoch);

    [Fact]
    public void Events_carry_the_time_since_the_beginning_and_are_told_as_they_come()
    {
        var timeline = new SessionTimeline(_time);
        var told = new List<TimelineEvent>();
        timeline.Added += told.Add;
        _time.Advance(TimeSpan.FromMilliseconds(1500));
        timeline.Add(static at => new TimelineNote("x") { At = at, Channel = 0 });

        Assert.Equal(TimeSpan.FromMilliseconds(1500), Assert.Single(timeline.Events).At);
        Assert.Equal(timeline.Events, told);
    }

    [Fact]
    public void A_full_timeline_drops_its_oldest_events_and_counts_them()
    {
        var timeline = new SessionTimeline(_time, capacity: 2);
        foreach (var text in new[] { "a", "b", "c" })
            timeline.Add(at => new TimelineNote(text) { At = at, Channel = 0 });

        Assert.Equal(["b", "c"], timeline.Events.Cast<TimelineNote>().Select(static note => note.Text));
        Assert.Equal(1, timeline.Dropped);
    }

    [Fact]
    public void Parallel_events_are_all_kept_in_the_order_of_their_times()
    {
        var timeline = new SessionTimeline();
        Parallel.For(0, 1000, _ => timeline.Add(static at => new TimelineNote("x") { At = at, Channel = 0 }));

        Assert.Equal(1000, timeline.Events.Count);
        Assert.Equal(timeline.Events.Select(static one => one.At).Order(), timeline.Events.Select(static one => one.At));
    }

    [Fact]
    public void A_timeline_reads_as_a_conversation()
    {
        TimelineEvent[] events =
        [
            new ConnectionOpened("127.0.0.1:21", "127.0.0.1:5000") { At = TimeSpan.Zero, Channel = 0 },
            new ReplyReceived(new FtpReply(220, "Hello", "there")) { At = TimeSpan.FromMilliseconds(10), Channel = 0 },
            new CommandSent(new FtpCommand("PASS", "S3cr3t")) { At = TimeSpan.FromMilliseconds(20), Channel = 0 },
            new HandshakeMessage(FromClient: true, "ClientHello", null) { At = TimeSpan.FromMilliseconds(30), Channel = 1 },
            new HandshakeMessage(FromClient: false, "ServerHello", "x") { At = TimeSpan.FromMilliseconds(30), Channel = 1 },
            new ChannelSecured("TLSv1.3", "TLS_AES_256_GCM_SHA384", "X25519", "ftp", Resumed: true) { At = TimeSpan.FromMilliseconds(40), Channel = 1 },
            new DataTransferred(1234567, TimeSpan.FromSeconds(1.5), FromServer: true) { At = TimeSpan.FromSeconds(2), Channel = 1 },
            new ConnectionClosed(CloseNotifySent: true, CloseNotifyReceived: false, "truncated") { At = TimeSpan.FromSeconds(2), Channel = 1 },
        ];
        var writer = new StringWriter();
        TimelineText.Write(writer, events, width: 70);

        Assert.Equal(
            """
               0.000  * connected to 127.0.0.1:21 from 127.0.0.1:5000
               0.010                                <-- 220-Hello
               0.010                                <-- 220 there
               0.020  --> PASS ***
               0.030      data 1  ~ ClientHello
               0.030      data 1                                ~ ServerHello (x)
               0.040      data 1  * TLSv1.3, TLS_AES_256_GCM_SHA384, X25519, ALPN ftp, resumed
               2.000      data 1  * 1,234,567 bytes from the server in 1.500 s
               2.000      data 1  * closed, close_notify sent, none received: truncated

            """.ReplaceLineEndings("\n"),
            writer.ToString());
    }

    [Fact]
    public void Nothing_from_a_peer_reaches_the_terminal_as_it_is()
    {
        const string Evil = "a\x1b]0;pwn\x07\r\u009b2J\u202e";
        TimelineEvent[] events =
        [
            new ReplyReceived(FtpReply.Received(220, [Evil, Evil])) { At = TimeSpan.Zero, Channel = 0 },
            new HandshakeMessage(FromClient: false, Evil, Evil) { At = TimeSpan.Zero, Channel = 0 },
            new ChannelSecured(Evil, Evil, Evil, Evil, Resumed: false) { At = TimeSpan.Zero, Channel = 0 },
            new ConnectionOpened(Evil, Evil) { At = TimeSpan.Zero, Channel = 0 },
            new ConnectionClosed(CloseNotifySent: false, CloseNotifyReceived: false, Evil) { At = TimeSpan.Zero, Channel = 0 },
            new TimelineNote(Evil) { At = TimeSpan.Zero, Channel = 2 },
        ];
        var writer = new StringWriter();
        TimelineText.Write(writer, events);

        Assert.DoesNotContain(writer.ToString(), static c => (char.IsControl(c) && c != '\n') || c == '\u202e');
    }
}
