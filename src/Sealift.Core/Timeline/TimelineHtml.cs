using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Sealift.Core.Timeline.Drawing;

namespace Sealift.Core.Timeline;

/// <summary>
/// Draws a timeline as one HTML page: the picture, the details of each event on hover and in a table, and a filter. It makes no
/// requests, and its own policy forbids them.
/// </summary>
public static class TimelineHtml
{
    // The browser cuts a printed page between two pictures, not inside one: low ones fill the page, below the title too.
    private const int PieceHeight = 160;

    private const string Style = """

        :root{color-scheme:light dark;--ink:#1c2430;--page:#fff;--faint:#5f6b7a;--edge:#d4dae2;--soft:#f3f5f8}
        @media (prefers-color-scheme:dark){:root{--ink:#e4e9f0;--page:#151a21;--faint:#9aa7b8;--edge:#36404d;--soft:#1d242d}}
        *{box-sizing:border-box}body{margin:0 auto;max-width:1040px;padding:24px 16px;background:var(--page);color:var(--ink);font:15px/1.5 ui-sans-serif,system-ui,"DejaVu Sans",sans-serif}
        h1{font-size:22px;margin:0 0 12px}form{position:sticky;top:0;z-index:1;display:flex;flex-wrap:wrap;gap:6px 18px;align-items:center;padding:10px 0;background:var(--page);border-bottom:1px solid var(--edge)}
        input[type=search]{font:inherit;padding:4px 8px;min-width:220px;color:inherit;background:var(--soft);border:1px solid var(--edge);border-radius:6px}
        .picture{overflow-x:auto}.picture svg{display:block;width:100%;min-width:720px;height:auto}svg g[data-event]:hover text{text-decoration:underline}svg g.off{opacity:.12}
        table{border-collapse:collapse;width:100%;font-size:13px}td,th{text-align:left;vertical-align:top;padding:3px 10px 3px 0;border-bottom:1px solid var(--edge)}td:first-child{font-variant-numeric:tabular-nums;color:var(--faint);white-space:nowrap}
        td pre{margin:0;font:12px ui-monospace,"DejaVu Sans Mono",monospace;white-space:pre-wrap;overflow-wrap:anywhere}tr[hidden]{display:none}
        #details{position:fixed;right:12px;bottom:12px;max-width:min(560px,90vw);max-height:45vh;overflow:auto;padding:10px 14px;background:var(--soft);border:1px solid var(--edge);border-radius:8px;box-shadow:0 4px 18px #0003;white-space:pre-wrap;overflow-wrap:anywhere;font:12px/1.45 ui-monospace,"DejaVu Sans Mono",monospace}
        @media print{body{max-width:none;padding:0}form,#details{display:none}.picture svg{break-inside:avoid}}

        """;

    private const string Script = """

        const form=document.querySelector('form'),details=document.getElementById('details'),rows=[...document.querySelectorAll('tr[data-row]')],groups=[...document.querySelectorAll('svg g[data-event]')];
        const kinds={handshake:['handshake'],data:['data'],lesson:['lesson','note','fold']};
        function apply(){const word=form.word.value.toLowerCase();for(const g of groups){let off=false;for(const k in kinds)if(!form[k].checked&&kinds[k].some(c=>g.classList.contains(c)))off=true;if(!form.channels.checked&&g.dataset.channel!=='0')off=true;if(word&&!g.textContent.toLowerCase().includes(word))off=true;g.classList.toggle('off',off)}
        for(const r of rows)r.hidden=(word&&!r.textContent.toLowerCase().includes(word))||(!form.channels.checked&&r.dataset.channel!=='0')||(!form.handshake.checked&&r.dataset.kind==='tls')||(!form.data.checked&&r.dataset.kind==='bytes')}
        form.addEventListener('input',apply);form.addEventListener('submit',e=>e.preventDefault());
        const texts=new Map(rows.map(r=>[r.dataset.row,r.cells[0].textContent+' s  '+r.cells[1].textContent+'\n'+r.cells[2].textContent]));
        for(const g of groups){const show=()=>{const t=texts.get(g.dataset.event);if(t){details.textContent=t;details.hidden=false}};g.addEventListener('mouseenter',show);g.addEventListener('mouseleave',()=>{details.hidden=true})}

        """;

    /// <summary>Draws a timeline.</summary>
    /// <param name="writer">Where the page goes.</param>
    /// <param name="events">The events in their order.</param>
    /// <param name="drawing">What is drawn; the defaults of <see cref="TimelineDrawing"/> if <see langword="null"/>.</param>
    public static void Write(TextWriter writer, IEnumerable<TimelineEvent> events, TimelineDrawing? drawing = null)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(events);
        TimelineEvent[] all = [.. events];
        var picture = TimelinePicture.Create(all, drawing);
        var title = Xml.Escape(picture.Title ?? "FTP session");
        writer.Write("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        writer.Write(
            $"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; script-src '{Hash(Script)}'; "
            + "base-uri 'none'; form-action 'none'\">\n");
        writer.Write("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        writer.Write($"<title>{title}</title>\n<style>{Style}{SvgStyle.Rules}</style>\n</head>\n<body>\n<h1>{title}</h1>\n");
        writer.Write(
            "<form><input type=\"search\" name=\"word\" placeholder=\"Find a word\" aria-label=\"Find a word\">"
            + "<label><input type=\"checkbox\" name=\"handshake\" checked> TLS handshakes</label>"
            + "<label><input type=\"checkbox\" name=\"channels\" checked> data connections</label>"
            + "<label><input type=\"checkbox\" name=\"data\" checked> bytes</label>"
            + "<label><input type=\"checkbox\" name=\"lesson\" checked> notes</label></form>\n");
        WritePicture(writer, picture);
        WriteTable(writer, all);
        writer.Write($"<div id=\"details\" hidden></div>\n<script>{Script}</script>\n</body>\n</html>\n");
    }

    private static void WritePicture(TextWriter writer, TimelinePicture picture)
    {
        var sheet = new SvgSheet(picture);
        writer.Write("<div class=\"picture\">\n");
        writer.Write(string.Create(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 {sheet.TitleHeight} {SvgSheet.Width} {sheet.HeadHeight - sheet.TitleHeight}\">\n"));
        sheet.WriteHead(writer, withTitle: false);
        writer.Write("</svg>\n");
        foreach (var (first, next) in sheet.Cut(PieceHeight))
        {
            var (top, bottom) = (sheet.Top(first), sheet.Top(next));
            writer.Write(string.Create(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 {top} {SvgSheet.Width} {bottom - top}\">\n"));
            sheet.WriteRows(writer, first, next - first);
            writer.Write("</svg>\n");
        }

        writer.Write("</div>\n");
    }

    // Every event, the folded ones too.
    private static void WriteTable(TextWriter writer, TimelineEvent[] events)
    {
        writer.Write("<h2>All events</h2>\n<table>\n<tr><th>Seconds</th><th>Where</th><th>What</th></tr>\n");
        var encrypted = new HashSet<int>();
        for (var i = 0; i < events.Length; i++)
        {
            var one = events[i];
            if (one is ChannelSecured) encrypted.Add(one.Channel);
            if (one is ChannelCleared) encrypted.Remove(one.Channel);
            var words = EventWords.InFull(one, encrypted.Contains(one.Channel));
            if (one is ConnectionClosed) encrypted.Remove(one.Channel);
            var where = one.Channel == 0 ? "control" : string.Create(CultureInfo.InvariantCulture, $"data {one.Channel}");
            writer.Write(string.Create(
                CultureInfo.InvariantCulture,
                $"<tr data-row=\"{i}\" data-channel=\"{one.Channel}\" data-kind=\"{Kind(one)}\"><td>{one.At.TotalSeconds:0.000000}</td><td>{where}</td>"));
            writer.Write($"<td><pre>{Xml.Escape(words)}</pre></td></tr>\n");
        }

        writer.Write("</table>\n");
    }

    private static string Kind(TimelineEvent one) => one switch
    {
        HandshakeMessage => "tls",
        DataTransferred => "bytes",
        _ => "other",
    };

    private static string Hash(string script) => "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)));
}
