using System.Globalization;
using System.Xml.Linq;
using CsCheck;
using Sealift.Core.Timeline;
using Sealift.Core.Wire;
using Sealift.TestKit;

namespace Sealift.Core.Tests.Timeline;

[Trait("Threat", "T34")]
public sealed class TimelineFormatsTests
{
    public static TheoryData<string> Sessions => ["explicit", "many", "commands", "crowded", "unreachable", "hostile", "empty"];

    [Theory]
    [MemberData(nameof(Sessions))]
    public void Svg_is_well_formed_and_asks_for_nothing_from_outside(string session)
    {
        var svg = Draw(TimelineSvg.Write, session);
        var root = XDocument.Parse(svg).Root!;

        Assert.Equal("svg", root.Name.LocalName);
        Assert.DoesNotContain(root.Descendants(), static one => one.Name.LocalName is "script" or "image" or "use" or "foreignObject" or "a");
        Assert.DoesNotContain("url(", svg, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", svg, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Sessions))]
    public void In_the_svg_nothing_stands_in_the_way_of_anything_else(string session)
    {
        var writer = new StringWriter(CultureInfo.InvariantCulture);
        TimelineSvg.Write(writer, Events(session), new TimelineDrawing { Title = $"Session with {new string('h', 250)}.example port 21" });

        Assert.Empty(SvgLayout.FindCollisions(writer.ToString()));
    }

    [Fact]
    public void A_layout_that_collides_is_noticed()
    {
        const string Svg = """
            <svg width="100" height="100"><rect class="seal data" data-channel="1" x="0" y="0" width="90" height="30"/><path class="life" d="M40 0V90M95 0V90"/>
            <g data-channel="0"><text x="20" y="20">abcde</text><text x="30" y="25">fghij</text><text x="80" y="60">klmno</text></g></svg>
            """;

        Assert.Equal(7, SvgLayout.FindCollisions(Svg).Count);
    }

    [Theory]
    [InlineData("explicit")]
    [InlineData("hostile")]
    public void A_certificate_is_told_whole_in_every_format(string session)
    {
        var certificate = Events(session).OfType<HandshakeMessage>().First(static one => one.Certificates.Count > 0).Certificates[0];
        var fingerprint = Core.TerminalText.Escape(certificate.Fingerprint);
        Action<TextWriter, IEnumerable<TimelineEvent>, TimelineDrawing?>[] pictures =
            [TimelineSvg.Write, TimelineMermaid.Write, (writer, events, drawing) => TimelineText.Write(writer, events, drawing, new TimelineTextOptions { Width = 200 })];

        foreach (var draw in pictures)
            Assert.Contains(session == "explicit" ? "A5A5A5A5 A5A5A5A5" : "pwn", Draw(draw, session), StringComparison.Ordinal);
        Assert.Contains(Sealift.Core.Timeline.Drawing.Xml.Escape(fingerprint), Draw(TimelineHtml.Write, session), StringComparison.Ordinal);

        var writer = new StringWriter();
        TimelineJson.Write(writer, Events(session));
        var read = TimelineJson.Read(new StringReader(writer.ToString())).Events.OfType<HandshakeMessage>().First(static one => one.Certificates.Count > 0);
        Assert.Equal(Events(session).OfType<HandshakeMessage>().First(static one => one.Certificates.Count > 0).Certificates, read.Certificates);
    }

    [Theory]
    [MemberData(nameof(Sessions))]
    public void Html_has_one_script_of_its_own_and_a_policy_that_allows_no_other(string session)
    {
        var html = Draw(TimelineHtml.Write, session);

        Assert.Single(html.Split("<script>").Skip(1));
        Assert.Contains("default-src 'none'", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", html, StringComparison.Ordinal);
        Assert.DoesNotContain("http://", html.Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("https://", html, StringComparison.Ordinal);
        Assert.DoesNotContain(html, static c => (char.IsControl(c) && c != '\n') || c == '\u202e');
    }

    [Fact]
    public void Html_lists_every_event_even_the_folded_ones()
    {
        var events = SampleSession.Many(50);
        var html = Draw(TimelineHtml.Write, "many");

        Assert.Equal(events.Count, html.Split("<tr data-row=").Length - 1);
        Assert.Contains("RETR file 25<", html, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Sessions))]
    public void Mermaid_text_holds_nothing_that_its_grammar_would_act_on(string session)
    {
        var lines = Draw(TimelineMermaid.Write, session).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal("sequenceDiagram", lines[0]);
        Assert.All(lines.Skip(3), static line => Assert.Matches(@"^    (Note over C,S: |[CS](-->>|->>|-x)[CS]: )", line));
        Assert.All(lines.Skip(3), static line => Assert.DoesNotContain("<script", line, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Sessions))]
    public void Json_reads_back_as_what_was_written_but_for_secrets(string session)
    {
        var events = Events(session);
        var writer = new StringWriter();
        TimelineJson.Write(writer, events, dropped: 7);
        var read = TimelineJson.Read(new StringReader(writer.ToString()));

        Assert.DoesNotContain("S3cr3t", writer.ToString(), StringComparison.Ordinal);
        Assert.Equal(7, read.Dropped);
        Assert.Equal(Shown(events), Shown(read.Events));
        Assert.All(writer.ToString(), static c => Assert.InRange(c, '\n', '~'));
    }

    [Fact]
    public void Json_of_any_texts_reads_back()
    {
        var events =
            from texts in Generators.Text.Array[4]
            from ticks in Gen.Long[0, long.MaxValue / 2]
            from channel in Gen.Int[0, 1000]
            select new TimelineEvent[]
            {
                new TimelineNote(Valid(texts[0])) { At = TimeSpan.FromTicks(ticks), Channel = channel },
                new HandshakeMessage(ticks % 2 == 0, Valid(texts[1]), Valid(texts[2])) { At = TimeSpan.FromTicks(ticks), Channel = channel },
                new ConnectionOpened(Valid(texts[2]), Valid(texts[3])) { At = TimeSpan.FromTicks(ticks), Channel = channel },
            };
        events.Sample(one =>
        {
            var writer = new StringWriter();
            TimelineJson.Write(writer, one);
            return one.SequenceEqual(TimelineJson.Read(new StringReader(writer.ToString())).Events);
        });
    }

    [Fact]
    public void A_recording_that_ends_in_the_middle_of_a_line_is_read_up_to_there()
    {
        var writer = new StringWriter();
        TimelineJson.Write(writer, SampleSession.Explicit());
        var read = TimelineJson.Read(new StringReader(writer.ToString()[..^10]));

        Assert.Equal(SampleSession.Explicit().Count, read.Events.Count);
        Assert.Contains("ends in the middle", Assert.IsType<TimelineNote>(read.Events[^1]).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("hello\n", "no recorded timeline")]
    [InlineData("{}\n", "no recorded timeline")]
    [InlineData("{\"format\":\"sealift-timeline\",\"version\":99}\n", "version 99")]
    [InlineData("{\"format\":\"sealift-timeline\",\"version\":1}\n{\"at\":0}\n", "Line 2")]
    [InlineData("{\"format\":\"sealift-timeline\",\"version\":1}\n{\"at\":0,\"channel\":0,\"event\":\"command\",\"verb\":\"A B\",\"argument\":null}\n", "Line 2")]
    [InlineData("{\"format\":\"sealift-timeline\",\"version\":1}\n{\"at\":0,\"channel\":-1,\"event\":\"note\",\"text\":\"\"}\n", "Line 2")]
    [InlineData("{\"format\":\"sealift-timeline\",\"version\":1}\n[[[[\n{}\n", "Line 2")]
    [InlineData("{\"format\":\"sealift-timeline\",\"version\":1}\n{\"at\":1e40,\"channel\":0,\"event\":\"note\",\"text\":\"\"}\n", "Line 2")]
    [InlineData("{\"format\":\"sealift-timeline\",\"version\":1}\n{\"at\":-922337203685,\"channel\":0,\"event\":\"note\",\"text\":\"\"}\n", "Line 2")]
    [InlineData("{\"format\":\"sealift-timeline\",\"version\":1}\n{\"at\":0,\"channel\":1,\"event\":\"transferred\",\"bytes\":-1,\"seconds\":1,\"from\":\"server\"}\n", "Line 2")]
    [InlineData("{\"format\":\"\uD800\"}\n", "no recorded timeline")]
    public void A_damaged_recording_is_refused_with_its_line(string text, string words)
    {
        var error = Assert.Throws<FormatException>(() => TimelineJson.Read(new StringReader(text)));

        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Redaction_takes_names_and_addresses_out_and_leaves_the_story()
    {
        var events = TimelineRedaction.Apply(SampleSession.Explicit(), "ftp.example.org");
        var writer = new StringWriter();
        TimelineJson.Write(writer, events);
        var text = writer.ToString();

        foreach (var word in new[] { "anna", "example", "192.0.2.7", "198.51.100.4", "summary", "reports", "S3cr3t" })
            Assert.DoesNotContain(word, text, StringComparison.OrdinalIgnoreCase);
        foreach (var word in new[] { "user-1", "host-1", "address-1", "name-1/name-2", "TLS_AES_128_GCM_SHA256", "40001", "1234567" })
            Assert.Contains(word, text, StringComparison.Ordinal);
        Assert.Equal("***", events.OfType<CommandSent>().Single(static sent => sent.Command.Verb == "PASS").Command.Argument);
    }

    [Fact]
    public void Redaction_takes_the_names_of_certificates_out_and_the_certificates_themselves()
    {
        var recording = new RecordedTimeline(SampleSession.Explicit(), 3) { Title = "Session with ftp.example.org port 21" };
        var redacted = TimelineRedaction.Apply(recording, "ftp.example.org");
        var writer = new StringWriter();
        TimelineJson.Write(writer, redacted);

        Assert.Equal(("Session with host-1 port 21", 3L), (redacted.Title, redacted.Dropped));
        foreach (var word in new[] { "Example", "A5:A5", "MIIB" }) Assert.DoesNotContain(word, writer.ToString(), StringComparison.OrdinalIgnoreCase);
        foreach (var word in new[] { "ECDSA P-256", "fingerprint-1", "2027-05-01" }) Assert.Contains(word, writer.ToString(), StringComparison.Ordinal);
        TimelineText.Write(writer, redacted.Events);
        Assert.Contains("SHA-256 fingerprint-1", writer.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("LIST", "-a", "-a")]
    [InlineData("LIST", "-la plan", "-la name-1")]
    [InlineData("NLST", "-R -t dir/plan", "-R -t name-1/name-2")]
    [InlineData("STAT", "-l plan", "-l name-1")]
    [InlineData("RETR", "-a", "name-1")]
    public void Redaction_tells_the_options_of_a_listing_from_names(string verb, string argument, string expected)
    {
        TimelineEvent[] events = [new CommandSent(new FtpCommand(verb, argument)) { At = TimeSpan.Zero, Channel = 0 }];

        Assert.Equal(expected, Assert.IsType<CommandSent>(TimelineRedaction.Apply(events)[0]).Command.Argument);
    }

    [Fact]
    public void A_recording_keeps_its_title()
    {
        var writer = new StringWriter();
        TimelineJson.Write(writer, new RecordedTimeline([], 0) { Title = "Session with ftp.example.org port 21" });

        Assert.Equal("Session with ftp.example.org port 21", TimelineJson.Read(new StringReader(writer.ToString())).Title);
    }

    [Theory]
    [InlineData("227 Entering (10,1,2,3,200,10).", "227 Entering (address-1,200,10).")]
    [InlineData("ProFTPD 1.3.8 Server ready.", "ProFTPD 1.3.8 Server ready.")]
    [InlineData(" MLST type*;UNIX.mode*;UNIX.owner;", " MLST type*;UNIX.mode*;UNIX.owner;")]
    [InlineData("Welcome to mail.corp.example, admin@corp.example", "Welcome to host-1, host-2")]
    [InlineData("Connected from ::ffff:10.0.0.1 and [2001:db8::1]:990", "Connected from address-1 and address-2:990")]
    [InlineData("\"/home/anna/x y\" is the current directory", "\"name-1 y\" is the current directory")]
    public void Redaction_knows_an_address_when_it_sees_one(string text, string expected)
    {
        TimelineEvent[] events = [new TimelineNote(text) { At = TimeSpan.Zero, Channel = 0 }];

        Assert.Equal(expected, Assert.IsType<TimelineNote>(TimelineRedaction.Apply(events)[0]).Text);
    }

    [Theory]
    [InlineData("CHMOD 644 plan", "CHMOD 644 name-1")]
    [InlineData("UTIME 20260102030405 dir/plan", "UTIME 20260102030405 name-1/name-2")]
    [InlineData("COPY plan", "COPY name-1")]
    [InlineData("QUOTA", "QUOTA")]
    public void Redaction_knows_the_name_behind_the_number_of_a_site_command(string argument, string expected)
    {
        TimelineEvent[] events =
        [
            new CommandSent(new FtpCommand("SITE", argument)) { At = TimeSpan.Zero, Channel = 0 },
            new TimelineNote("plan was changed") { At = TimeSpan.Zero, Channel = 0 },
        ];

        var redacted = TimelineRedaction.Apply(events);

        Assert.Equal(expected, Assert.IsType<CommandSent>(redacted[0]).Command.Argument);
        Assert.Equal(argument != "QUOTA", !Assert.IsType<TimelineNote>(redacted[1]).Text.Contains("plan", StringComparison.Ordinal));
    }

    [Fact]
    public void Drawing_a_long_timeline_takes_time_in_proportion()
    {
        var writer = new StringWriter(CultureInfo.InvariantCulture);
        TimelineSvg.Write(writer, SampleSession.Many(5000));

        // Folded: the picture does not grow with the number of transfers.
        Assert.InRange(writer.ToString().Length, 1000, 60_000);
    }

    private static string Shown(IEnumerable<TimelineEvent> events)
    {
        var writer = new StringWriter();
        TimelineText.Write(writer, events, new TimelineDrawing { Fold = false });
        return writer.ToString();
    }

    private static string Draw(Action<TextWriter, IEnumerable<TimelineEvent>, TimelineDrawing?> draw, string session)
    {
        var writer = new StringWriter();
        draw(writer, Events(session), null);
        return writer.ToString();
    }

    private static IReadOnlyList<TimelineEvent> Events(string session) => session switch
    {
        "explicit" => SampleSession.Explicit(),
        "many" => SampleSession.Many(50),
        "commands" => SampleSession.Commands(1000),
        "crowded" => SampleSession.Crowded(),
        "unreachable" => SampleSession.Unreachable(),
        "hostile" => SampleSession.Hostile(),
        _ => [],
    };

    private static string Valid(string text) => new([.. text.Where(static c => !char.IsSurrogate(c))]);
}
