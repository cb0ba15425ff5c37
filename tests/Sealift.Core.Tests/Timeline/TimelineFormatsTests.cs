using System.Globalization;
using System.Xml.Linq;
using CsCheck;
using Sealift.Core.Timeline;
using Sealift.Core.Wire;

namespace Sealift.Core.Tests.Timeline;

public sealed class TimelineFormatsTests
{
    public static TheoryData<string> Sessions => ["explicit", "many", "hostile", "empty"];

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

    [Theory]
    [InlineData("227 Entering (10,1,2,3,200,10).", "227 Entering (address-1,200,10).")]
    [InlineData("ProFTPD 1.3.8 Server ready.", "ProFTPD 1.3.8 Server ready.")]
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
        "hostile" => SampleSession.Hostile(),
        _ => [],
    };

    private static string Valid(string text) => new([.. text.Where(static c => !char.IsSurrogate(c))]);
}
