using System.Globalization;
using Sealift.Core.Timeline.Drawing;

namespace Sealift.Core.Timeline;

/// <summary>
/// A timeline as SVG in pieces from top to bottom, for a page that shows those in view and brings the style with it. The classes of the elements are those
/// of <see cref="TimelineSvg"/>, <c>data-event</c> is the position of the event in the timeline and <c>data-channel</c> its channel.
/// What a peer said is text in it, never markup.
/// </summary>
public sealed class TimelineSheet
{
    /// <summary>The width of every piece, in the units of the picture; a pixel where it is not magnified.</summary>
    public const int Width = SvgSheet.Width;

    // A piece fills no window, so that a page draws little besides what is looked at.
    private const int PieceHeight = 480;

    private readonly SvgSheet _sheet;
    private readonly (int First, int Next)[] _cuts;

    private TimelineSheet(SvgSheet sheet)
    {
        _sheet = sheet;
        _cuts = [.. sheet.Cut(PieceHeight)];
        var head = sheet.HeadHeight - sheet.TitleHeight;
        Pieces = [new TimelinePiece(0, head), .. _cuts.Select(cut => new TimelinePiece(head + sheet.Top(cut.First), sheet.Top(cut.Next) - sheet.Top(cut.First)))];
    }

    /// <summary>The pieces from top to bottom. The first one has the names of the two sides.</summary>
    public IReadOnlyList<TimelinePiece> Pieces { get; }

    /// <summary>The height of all pieces, in the units of the picture.</summary>
    public int Height => Pieces[^1].Top + Pieces[^1].Height;

    /// <summary>Lays a timeline out.</summary>
    /// <param name="events">The events in their order.</param>
    /// <param name="drawing">What is drawn; the defaults of <see cref="TimelineDrawing"/> if <see langword="null"/>. A title is not.</param>
    public static TimelineSheet Create(IEnumerable<TimelineEvent> events, TimelineDrawing? drawing = null)
    {
        ArgumentNullException.ThrowIfNull(events);
        return new TimelineSheet(new SvgSheet(TimelinePicture.Create(events, drawing)));
    }

    /// <summary>An event in words with everything that is known of it, escaped for display; several lines where it needs them.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="isEncrypted">Whether its channel was encrypted. Default true.</param>
    public static string Describe(TimelineEvent happened, bool isEncrypted = true)
    {
        ArgumentNullException.ThrowIfNull(happened);
        return EventWords.InFull(happened, isEncrypted);
    }

    /// <summary>Writes a piece as an <c>svg</c> element, which takes the width that the page gives it.</summary>
    /// <param name="writer">Where it goes.</param>
    /// <param name="piece">Which one, from 0.</param>
    public void Write(TextWriter writer, int piece)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentOutOfRangeException.ThrowIfNegative(piece);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(piece, Pieces.Count);
        var top = piece == 0 ? _sheet.TitleHeight : _sheet.Top(_cuts[piece - 1].First);
        writer.Write(string.Create(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 {top} {Width} {Pieces[piece].Height}\">\n"));
        if (piece == 0) _sheet.WriteHead(writer, withTitle: false);
        else _sheet.WriteRows(writer, _cuts[piece - 1].First, _cuts[piece - 1].Next - _cuts[piece - 1].First);
        writer.Write("</svg>\n");
    }
}
