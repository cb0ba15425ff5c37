using System.Globalization;
using Sealift.Core.Timeline;
using Sealift.Core.Timeline.Drawing;
using Sealift.Core.Wire;

namespace Sealift.Core.Tests.Timeline;

[Trait("Threat", "T34")]
public sealed class TimelineTextTests
{
    [Fact]
    public void A_session_is_drawn_between_two_life_lines()
    {
        TimelineEvent[] events = [.. SampleSession.Explicit().Where(static one => one.Channel == 0).Take(4)];
        var drawn = Draw(events, new TimelineDrawing { Lessons = false }, new TimelineTextOptions { Width = 60 });

        Assert.Equal(
            """
                     client           ~ the internet ~            server
                     198.51.100.4:50000                     192.0.2.7:21
              0.000  ●──────── TCP connection to 192.0.2.7:21 ─────────●
              0.005  │                        220-Welcome              │
                     │◀────────────────────── 220 to ftp.example.org ──│
              0.010  │── AUTH TLS ────────────────────────────────────▶│
              0.015  │◀─────────────────────────────────── 234 Go on ──│

            """.ReplaceLineEndings("\n"),
            drawn);
    }

    [Theory]
    [InlineData(48)]
    [InlineData(80)]
    [InlineData(120)]
    [InlineData(200)]
    public void No_line_is_wider_than_the_terminal_and_no_word_is_lost(int width)
    {
        var events = SampleSession.Explicit();
        var lines = Draw(events, null, new TimelineTextOptions { Width = width }).Split('\n');

        Assert.All(lines, line => Assert.InRange(DisplayWidth.Of(line), 0, width));
        var words = string.Join(' ', lines);
        foreach (var word in new[] { "ClientHello", "TLS_AES_128_GCM_SHA256", "ftp.example.org", "summary", "2026.pdf", "1,234,567", "close_notify", "QUIT" })
            Assert.Contains(word, words, StringComparison.Ordinal);
    }

    [Fact]
    public void Encrypted_stretches_have_double_life_lines()
    {
        var lines = Draw(SampleSession.Explicit(), new TimelineDrawing { Lessons = false }, null).Split('\n');
        var secured = Array.FindIndex(lines, static line => line.Contains("encrypted: TLS 1.3", StringComparison.Ordinal));

        Assert.All(lines[2..secured], static line => Assert.DoesNotContain('║', line));
        Assert.All(lines[(secured + 1)..^2], static line => Assert.True(line.Contains('║', StringComparison.Ordinal) || line.Contains('┊', StringComparison.Ordinal), line));
    }

    [Fact]
    public void What_was_received_is_drawn_before_the_close_notify_that_ended_it()
    {
        TimelineEvent[] events =
        [
            new ConnectionOpened("192.0.2.7:40000", "198.51.100.4:50000") { At = default, Channel = 1 },
            new HandshakeMessage(FromClient: false, "Alert", "close_notify") { At = TimeSpan.FromSeconds(0.2), Channel = 1 },
            new DataTransferred(42, TimeSpan.FromSeconds(0.1), FromServer: true) { At = TimeSpan.FromSeconds(0.3), Channel = 1 },
        ];
        var lines = Draw(events, null, null).Split('\n');
        var data = Array.FindIndex(lines, static line => line.Contains("42 bytes", StringComparison.Ordinal));

        Assert.Contains("close_notify", lines[data + 1], StringComparison.Ordinal);
        Assert.StartsWith("  0.200", lines[data], StringComparison.Ordinal);
        Assert.IsType<HandshakeMessage>(events[1]); // the recording is as it was
    }

    [Fact]
    public void Time_that_passes_is_a_break_with_its_length()
    {
        var drawn = Draw(SampleSession.Explicit(), null, null);

        Assert.Single(drawn.Split('\n'), static line => line.Contains("≈ 3.2 s pass ≈", StringComparison.Ordinal));
    }

    [Fact]
    public void Secrets_are_masked_by_their_type()
    {
        var drawn = Draw(SampleSession.Explicit(), null, null);

        Assert.Contains("PASS ***", drawn, StringComparison.Ordinal);
        Assert.DoesNotContain("S3cr3t", drawn, StringComparison.Ordinal);
    }

    [Fact]
    public void Equal_transfers_are_folded_and_counted()
    {
        var drawn = Draw(SampleSession.Many(200), null, null);

        Assert.Contains("RETR file 1 ", drawn, StringComparison.Ordinal);
        Assert.Contains("RETR file 200 ", drawn, StringComparison.Ordinal);
        Assert.DoesNotContain("RETR file 100 ", drawn, StringComparison.Ordinal);
        Assert.Contains("198 more transfers like this, folded (EPSV, RETR)", drawn, StringComparison.Ordinal);
        Assert.Contains((198L * 1_234_567).ToString("N0", CultureInfo.InvariantCulture), drawn.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Fact]
    public void Commands_that_repeat_are_folded_and_counted_and_a_refusal_is_not()
    {
        var drawn = Draw(SampleSession.Commands(1000), null, null).ReplaceLineEndings(" ");

        foreach (var seen in new[] { "MKD directory 1 ", "MKD directory 1000 ", "RNFR old 1 ", "RNTO new 1000 ", "DELE last", "550 no such file", "QUIT" })
            Assert.Contains(seen, drawn, StringComparison.Ordinal);
        Assert.DoesNotContain("MKD directory 500 ", drawn, StringComparison.Ordinal);
        Assert.Contains("998 more commands like this, folded (MKD): all answered 257", drawn, StringComparison.Ordinal);
        Assert.Contains("1,996 more commands like this, folded (RNFR, RNTO): all answered 350, 250", drawn, StringComparison.Ordinal);
        Assert.Contains("MKD directory 500 ", Draw(SampleSession.Commands(1000), new TimelineDrawing { Fold = false }, null), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(48)]
    [InlineData(80)]
    [InlineData(200)]
    public void Two_data_connections_and_wide_names_leave_every_life_line_in_its_place(int width)
    {
        var drawn = Draw(SampleSession.Crowded(), new TimelineDrawing { Fold = false }, new TimelineTextOptions { Width = width }).TrimEnd().Split('\n');

        // From the first bar on each line begins after the time and ends at the edge.
        var first = Array.FindIndex(drawn, static line => line.Contains('●', StringComparison.Ordinal));
        Assert.All(drawn[first..], line => Assert.Equal(width, DisplayWidth.Of(line)));
        Assert.Equal(2 * 90 + 2 * 60, string.Concat(drawn).Count(static c => c == '漢'));
    }

    [Fact]
    public void A_connection_that_did_not_come_about_is_drawn_with_its_address_and_its_cause()
    {
        var drawn = Draw(SampleSession.Unreachable(), null, null);

        foreach (var words in new[] { "no TCP connection to [2001:db8::7]:21", "the network is unreachable", "no TCP connection to 192.0.2.7:21", "refuses connections", "No connection was made" })
            Assert.Contains(words, drawn, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Only_where_there_was_tls_the_end_speaks_of_close_notify(bool isEncrypted)
    {
        var events = new List<TimelineEvent> { new ConnectionOpened("192.0.2.7:21", "198.51.100.4:50000") { At = TimeSpan.Zero, Channel = 0 } };
        if (isEncrypted) events.Add(new ChannelSecured("TLSv1.3", "TLS_AES_128_GCM_SHA256", null, null, Resumed: false) { At = TimeSpan.Zero, Channel = 0 });
        events.Add(new ConnectionClosed(CloseNotifySent: false, CloseNotifyReceived: false, null) { At = TimeSpan.Zero, Channel = 0 });
        var page = new StringWriter();
        TimelineHtml.Write(page, events, null);

        Assert.Equal(isEncrypted, Draw(events, null, null).Contains("without close_notify", StringComparison.Ordinal));
        Assert.Equal(isEncrypted, page.ToString().Contains("without close_notify", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_folding_every_transfer_is_drawn()
    {
        var drawn = Draw(SampleSession.Many(20), new TimelineDrawing { Fold = false }, null);

        for (var i = 1; i <= 20; i++) Assert.Contains($"RETR file {i} ", drawn, StringComparison.Ordinal);
    }

    [Fact]
    public void A_transfer_with_a_refusal_is_never_folded()
    {
        List<TimelineEvent> events = [.. SampleSession.Many(20)];
        var done = events.FindIndex(static one => one is ReplyReceived { Reply.Code: 226 } && one.At > TimeSpan.FromMilliseconds(500));
        events[done] = new ReplyReceived(new FtpReply(451, "Disk error")) { At = events[done].At, Channel = 0 };

        Assert.Contains("451 Disk error", Draw(events, null, null), StringComparison.Ordinal);
    }

    [Fact]
    public void Each_phase_has_a_note_unless_it_is_switched_off()
    {
        var with = Draw(SampleSession.Explicit(), null, null);
        var without = Draw(SampleSession.Explicit(), new TimelineDrawing { Lessons = false }, null);

        foreach (var word in new[] { "Explicit mode:", "PBSZ 0:", "PROT P (private):", "Resumed:", "one flight:", "passive mode" })
        {
            Assert.Contains(word, with, StringComparison.Ordinal);
            Assert.DoesNotContain(word, without, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Lost_events_are_told_where_the_first_that_is_left_is_on_a_data_connection()
    {
        TimelineEvent left = new TimelineNote("still here") { At = default, Channel = 3 };

        var drawn = Draw([left], new TimelineDrawing { Dropped = 2 }, null);

        Assert.Contains("2 earlier events were not kept", drawn, StringComparison.Ordinal);
        Assert.Contains("still here", drawn, StringComparison.Ordinal);
    }

    [Fact]
    public void Lost_events_are_told()
    {
        var drawn = Draw(SampleSession.Many(1), new TimelineDrawing { Dropped = 1234 }, null);

        Assert.Contains("1,234 earlier events were not kept", drawn, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Nothing_from_a_peer_reaches_the_terminal_as_it_is(bool colour)
    {
        var drawn = Draw(SampleSession.Hostile(), new TimelineDrawing { Title = SampleSession.Evil }, new TimelineTextOptions { Colour = colour });
        var text = colour ? drawn.Replace("\x1b[0", "", StringComparison.Ordinal) : drawn;

        Assert.DoesNotContain(text, static c => (char.IsControl(c) && c != '\n') || c == '\u202e');
    }

    [Fact]
    public void Ascii_pictures_have_ascii_lines()
    {
        var drawn = Draw(SampleSession.Explicit(), null, new TimelineTextOptions { Ascii = true });

        Assert.DoesNotContain(drawn, static c => c > '~');
    }

    [Theory]
    [InlineData("日本語のファイル", 16)]
    [InlineData("e\u0301te\u0301", 3)]
    [InlineData("🚢 ahoi", 7)]
    public void Width_is_what_a_terminal_shows(string text, int width) => Assert.Equal(width, DisplayWidth.Of(text));

    [Fact]
    public void Wide_names_are_wrapped_without_loss()
    {
        var name = string.Concat(Enumerable.Repeat("日本語", 60));
        TimelineEvent[] events = [new CommandSent(new FtpCommand("RETR", name)) { At = TimeSpan.Zero, Channel = 0 }];
        var drawn = Draw(events, null, new TimelineTextOptions { Width = 80 });

        Assert.All(drawn.Split('\n'), static line => Assert.InRange(DisplayWidth.Of(line), 0, 80));
        Assert.Equal(60, drawn.Count(static c => c == '日'));
    }

    private static string Draw(IEnumerable<TimelineEvent> events, TimelineDrawing? drawing, TimelineTextOptions? options)
    {
        var writer = new StringWriter();
        TimelineText.Write(writer, events, drawing, options);
        return writer.ToString();
    }
}
