using System.Xml.Linq;
using Sealift.App.Live;
using Sealift.App.Timelines;
using Sealift.Core.Timeline;
using Sealift.Core.Wire;

namespace Sealift.App.Tests.Frame;

public sealed class TimelineViewTests
{
    private const string Evil = "<img src=x onerror=alert(1)></text><script>alert(2)</script>\x1b[2J\u202e";

    private readonly SessionRecord _record;

    public TimelineViewTests()
    {
        var timeline = new SessionTimeline();
        _record = new SessionRecord(7, "ftp.example.org", "ftp.example.org:21", "test", DateTimeOffset.UnixEpoch, timeline);
        timeline.Added += _record.Count;
    }

    [Fact]
    public void The_picture_is_laid_out_again_only_when_something_has_happened()
    {
        Add(at => new ConnectionOpened("192.0.2.7:21", "198.51.100.4:50000") { At = at, Channel = 0 });
        var view = new TimelineView(_record);

        Assert.True(view.Refresh());
        var version = view.Version;
        Assert.False(view.Refresh());
        Assert.Equal(version, view.Version);
        Add(at => new CommandSent(new FtpCommand("NOOP")) { At = at, Channel = 0 });
        Assert.True(view.Refresh());
        Assert.Equal(2, view.Events.Count);
    }

    [Fact]
    public void Events_are_filtered_by_word_connection_and_kind()
    {
        AddSession();
        var view = new TimelineView(_record);
        view.Refresh();
        Assert.Equal([1], view.Channels);
        Assert.Equal(view.Events.Count, view.Matching.Count);

        view.Filter = new TimelineFilter { Channel = 1 };
        Assert.All(view.Matching, i => Assert.Equal(1, view.Events[i].Channel));
        view.Filter = new TimelineFilter { Kinds = EventKind.Conversation };
        Assert.All(view.Matching, i => Assert.True(view.Events[i] is CommandSent or ReplyReceived));
        view.Filter = new TimelineFilter { Word = "retr" };
        Assert.IsType<CommandSent>(view.Events[Assert.Single(view.Matching)]);
        Assert.Single(Rows(view));
    }

    [Fact]
    public void The_facts_of_a_session_are_kept_while_it_goes_on()
    {
        AddSession();

        Assert.Equal(new SessionFacts { Events = 8, IsOpen = true, Tls = "TLS 1.3", DataConnections = 1, Resumed = 1, Bytes = 1000 }, _record.Facts);
        Add(at => new ConnectionClosed(CloseNotifySent: false, CloseNotifyReceived: false, "reset") { At = at, Channel = 0 });
        Assert.Equal("failed", TimelineWords.State(_record.Facts));
    }

    [Fact]
    public void What_a_server_says_is_never_markup_in_the_picture()
    {
        AddSession();
        Add(at => new ReplyReceived(new FtpReply(220, Evil, Evil)) { At = at, Channel = 0 });
        Add(at => new CommandSent(new FtpCommand("RETR", "<img src=x onerror=alert(1)>'\"&")) { At = at, Channel = 0 });
        Add(at => new TimelineNote(Evil) { At = at, Channel = 0 });
        var view = new TimelineView(_record);
        view.Refresh();

        foreach (var piece in Pieces(view))
        {
            Assert.All(piece.DescendantsAndSelf(), static element => Assert.Contains(element.Name.LocalName, (string[])["svg", "g", "text", "path", "rect", "circle"]));
            Assert.DoesNotContain(piece.DescendantsAndSelf().Attributes(), static attribute => attribute.Name.LocalName.StartsWith("on", StringComparison.OrdinalIgnoreCase) || attribute.Name.LocalName is "href" or "style");
            Assert.DoesNotContain(piece.Value, static c => c is '\x1b' or '\u202e');
        }

        Assert.Contains("<script>alert(2)</script>", string.Concat(Pieces(view).Select(static piece => piece.Value)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_to_give_away_has_no_names_unless_they_are_asked_for()
    {
        AddSession();
        using var redacted = new StringWriter();
        using var whole = new StringWriter();

        TimelineExport.Draw(_record, withNames: false, withNotes: true).Write(redacted, Cli.Tracing.TraceFormat.Html, new TimelineTextOptions());
        TimelineExport.Draw(_record, withNames: true, withNotes: true).Write(whole, Cli.Tracing.TraceFormat.Html, new TimelineTextOptions());

        Assert.All((string[])["ftp.example.org", "192.0.2.7", "anna", "secret-plan.pdf"], name => Assert.DoesNotContain(name, redacted.ToString(), StringComparison.Ordinal));
        Assert.All((string[])["ftp.example.org", "192.0.2.7", "anna", "secret-plan.pdf"], name => Assert.Contains(name, whole.ToString(), StringComparison.Ordinal));
        Assert.DoesNotContain("S3cret", whole.ToString(), StringComparison.Ordinal);
    }

    private void AddSession()
    {
        Add(at => new ConnectionOpened("192.0.2.7:21", "198.51.100.4:50000") { At = at, Channel = 0 });
        Add(at => new ChannelSecured("TLSv1.3", "TLS_AES_128_GCM_SHA256", null, "ftp", Resumed: false) { At = at, Channel = 0 });
        Add(at => new CommandSent(new FtpCommand("USER", "anna")) { At = at, Channel = 0 });
        Add(at => new CommandSent(new FtpCommand("PASS", "S3cret")) { At = at, Channel = 0 });
        Add(at => new ConnectionOpened("192.0.2.7:5000", "198.51.100.4:50001") { At = at, Channel = 1 });
        Add(at => new CommandSent(new FtpCommand("RETR", "secret-plan.pdf")) { At = at, Channel = 0 });
        Add(at => new ChannelSecured("TLSv1.3", "TLS_AES_128_GCM_SHA256", null, null, Resumed: true) { At = at, Channel = 1 });
        Add(at => new DataTransferred(1000, TimeSpan.FromSeconds(1), FromServer: true) { At = at, Channel = 1 });
    }

    private void Add(Func<TimeSpan, TimelineEvent> create) => _record.Timeline.Add(create);

    private static IEnumerable<XElement> Rows(TimelineView view) => Pieces(view).SelectMany(static piece => piece.Elements("g")).Where(static row => row.Attribute("data-event") is not null);

    private static IEnumerable<XElement> Pieces(TimelineView view)
    {
        for (var i = 0; i < view.Sheet.Pieces.Count; i++)
        {
            using var writer = new StringWriter();
            view.Sheet.Write(writer, i);
            yield return XElement.Parse(writer.ToString());
        }
    }
}
