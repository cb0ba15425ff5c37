using System.Globalization;
using System.Xml.Linq;
using Sealift.Core.Timeline;
using Sealift.Core.Wire;

namespace Sealift.Core.Tests.Timeline;

public sealed class TimelineSheetTests
{
    [Fact]
    public void The_pieces_stand_below_one_another_and_hold_every_row_once()
    {
        var events = SampleSession.Many(60);
        var drawing = new TimelineDrawing { Fold = false };

        var sheet = TimelineSheet.Create(events, drawing);

        var pieces = Enumerable.Range(0, sheet.Pieces.Count).Select(i => Write(sheet, i)).ToList();
        Assert.True(pieces.Count > 10);
        Assert.Equal(sheet.Height, sheet.Pieces.Sum(static piece => piece.Height));
        Assert.All(Enumerable.Range(1, pieces.Count - 1), i => Assert.Equal(sheet.Pieces[i - 1].Top + sheet.Pieces[i - 1].Height, sheet.Pieces[i].Top));
        Assert.Equal(sheet.Pieces.Select(static piece => piece.Height), pieces.Select(static piece => int.Parse(piece.Attribute("viewBox")!.Value.Split(' ')[3], CultureInfo.InvariantCulture)));
        var whole = new StringWriter(CultureInfo.InvariantCulture);
        TimelineSvg.Write(whole, events, drawing);
        Assert.Equal(Rows(XElement.Parse(whole.ToString())), pieces.SelectMany(Rows));
    }

    [Fact]
    public void What_a_peer_said_is_text_and_never_markup()
    {
        var sheet = TimelineSheet.Create(SampleSession.Hostile());

        for (var i = 0; i < sheet.Pieces.Count; i++)
        {
            var piece = Write(sheet, i);
            Assert.All(piece.DescendantsAndSelf(), static element => Assert.Contains(element.Name.LocalName, (string[])["svg", "g", "text", "path", "rect", "circle"]));
            Assert.All(piece.DescendantsAndSelf().Attributes(), static attribute => Assert.DoesNotContain("pwn", attribute.Value, StringComparison.Ordinal));
            Assert.DoesNotContain(piece.Value, static c => (char.IsControl(c) && c != '\n') || c == '\u202e');
        }

        Assert.All(SampleSession.Hostile(), static happened => Assert.DoesNotContain(TimelineSheet.Describe(happened), static c => (char.IsControl(c) && c != '\n') || c == '\u202e'));
    }

    [Fact]
    public void Only_the_events_that_are_wanted_are_drawn_between_the_lines_of_all_of_them()
    {
        var events = SampleSession.Explicit();

        var sheet = TimelineSheet.Create(events, new TimelineDrawing { Shows = static happened => happened is CommandSent { Command.Verb: "USER" or "RETR" } });

        var rows = Enumerable.Range(0, sheet.Pieces.Count).SelectMany(i => Write(sheet, i).Elements("g")).ToList();
        Assert.All(rows, row => Assert.IsType<CommandSent>(events[int.Parse(row.Attribute("data-event")!.Value, CultureInfo.InvariantCulture)]));
        Assert.Contains(rows, static row => row.Value.Contains("USER anna", StringComparison.Ordinal));
        Assert.DoesNotContain(rows, static row => row.Value.Contains("PASS", StringComparison.Ordinal));

        // Encrypted before they were sent.
        Assert.Contains(Enumerable.Range(0, sheet.Pieces.Count).SelectMany(i => Write(sheet, i).Elements("rect")), static rect => rect.Attribute("class")!.Value == "seal");
    }

    [Fact]
    public void A_session_without_events_has_a_head_alone()
    {
        var sheet = TimelineSheet.Create([]);

        Assert.Single(sheet.Pieces);
        Assert.Throws<ArgumentOutOfRangeException>(() => sheet.Write(TextWriter.Null, 1));
        Assert.Equal("client: NOOP", TimelineSheet.Describe(new CommandSent(new FtpCommand("NOOP")) { At = default, Channel = 0 }));
    }

    private static IEnumerable<string> Rows(XElement picture) => picture.Descendants("g").Concat(picture.Descendants(XName.Get("g", "http://www.w3.org/2000/svg")))
        .Where(static row => row.Attribute("data-event") is not null).Select(static row => row.Attribute("data-event")!.Value + row.Value);

    private static XElement Write(TimelineSheet sheet, int piece)
    {
        var writer = new StringWriter(CultureInfo.InvariantCulture);
        sheet.Write(writer, piece);
        return XElement.Parse(writer.ToString());
    }
}
