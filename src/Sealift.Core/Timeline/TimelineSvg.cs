using System.Globalization;
using Sealift.Core.Timeline.Drawing;

namespace Sealift.Core.Timeline;

/// <summary>
/// Draws a timeline as an SVG picture: one file without external requests, light or dark as the reader's system is, readable
/// when printed. An encrypted stretch is shaded.
/// </summary>
public static class TimelineSvg
{
    /// <summary>Draws a timeline.</summary>
    /// <param name="writer">Where the XML goes.</param>
    /// <param name="events">The events in their order.</param>
    /// <param name="drawing">What is drawn; the defaults of <see cref="TimelineDrawing"/> if <see langword="null"/>.</param>
    public static void Write(TextWriter writer, IEnumerable<TimelineEvent> events, TimelineDrawing? drawing = null)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(events);
        var picture = TimelinePicture.Create(events, drawing);
        var sheet = new SvgSheet(picture);
        var height = sheet.HeadHeight + sheet.Height + 10;
        writer.Write(string.Create(
            CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {SvgSheet.Width} {height}\" width=\"{SvgSheet.Width}\" height=\"{height}\" role=\"img\">\n"));
        writer.Write($"<title>{Xml.Escape(picture.Title ?? "FTP session")}</title>\n<style>{SvgStyle.Rules}</style>\n");
        writer.Write(string.Create(CultureInfo.InvariantCulture, $"<rect class=\"page\" width=\"{SvgSheet.Width}\" height=\"{height}\"/>\n"));
        sheet.WriteHead(writer);
        writer.Write(string.Create(CultureInfo.InvariantCulture, $"<g transform=\"translate(0 {sheet.HeadHeight})\">\n"));
        sheet.WriteRows(writer, 0, picture.Rows.Count);
        writer.Write("</g>\n</svg>\n");
    }
}
