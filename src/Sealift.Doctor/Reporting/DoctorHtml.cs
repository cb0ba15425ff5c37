namespace Sealift.Doctor.Reporting;

/// <summary>Writes a report as one page for a browser. It makes no requests, and its own policy forbids them.</summary>
public static class DoctorHtml
{
    private const string Style = """

        :root{color-scheme:light dark;--ink:#1c2430;--page:#fff;--faint:#566172;--edge:#d4dae2;--soft:#f4f6f9;--bad:#b3261e;--hint:#8a5a00;--good:#1b7a3d;--none:#566172}
        @media(prefers-color-scheme:dark){:root{--ink:#e3e8ef;--page:#14181f;--faint:#9aa6b6;--edge:#323b48;--soft:#1c222b;--bad:#ff8a80;--hint:#f2c14e;--good:#7bd796;--none:#9aa6b6}}
        *{box-sizing:border-box}body{margin:0 auto;max-width:60rem;padding:2rem 1.25rem 4rem;background:var(--page);color:var(--ink);font:16px/1.55 system-ui,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
        h1{font-size:1.5rem;line-height:1.3;margin:0 0 .5rem}h2{font-size:1.1rem;margin:2.5rem 0 .75rem}h3{font-size:1.05rem;margin:0;flex:1}
        .lead{border-left:.4rem solid var(--tone);padding:.25rem 0 .25rem 1rem;margin:0 0 1rem}.faint{color:var(--faint)}p{margin:.4rem 0}
        .problem{--tone:var(--bad)}.advice{--tone:var(--hint)}.good{--tone:var(--good)}.unknown{--tone:var(--none)}
        article{border:1px solid var(--edge);border-left:.4rem solid var(--tone);border-radius:.5rem;padding:.9rem 1.1rem;margin:0 0 1rem;break-inside:avoid}
        header{display:flex;gap:.75rem;align-items:baseline;flex-wrap:wrap}.tag{color:var(--tone);font-weight:700;font-size:.8rem;text-transform:uppercase;letter-spacing:.05em}
        code,pre,.id{font-family:ui-monospace,"DejaVu Sans Mono",Consolas,monospace;font-size:.86rem}.id{color:var(--faint)}
        pre{background:var(--soft);border-radius:.35rem;padding:.6rem .8rem;margin:.3rem 0 .6rem;white-space:pre-wrap;overflow-wrap:anywhere}
        dl{margin:.6rem 0 0}dt{font-weight:600;font-size:.9rem;margin-top:.5rem}dd{margin:0}summary{cursor:pointer;color:var(--faint);margin-top:.4rem}
        table{border-collapse:collapse;width:100%}td{border-top:1px solid var(--edge);padding:.4rem .75rem .4rem 0;vertical-align:top}td:first-child{white-space:nowrap}
        @media print{body{max-width:none;padding:0;font-size:11pt}details>summary{display:none}}

        """;

    /// <summary>Writes a report.</summary>
    /// <param name="writer">Where the page goes.</param>
    /// <param name="report">What was found.</param>
    public static void Write(TextWriter writer, DoctorReport report)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(report);
        var title = Escape(ReportWords.Headline(report));
        writer.Write("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        writer.Write("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n");
        writer.Write("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        writer.Write($"<title>{title}</title>\n<style>{Style}</style>\n</head>\n<body>\n");
        writer.Write($"<div class=\"lead {Word(report.Verdict)}\"><h1>{title}</h1>\n");
        if (report.IsReached) writer.Write($"<p>{Escape(ReportWords.Server(report))}</p>\n");
        writer.Write($"<p class=\"faint\">{Escape(ReportWords.Tally(report))} {report.Began.UtcDateTime:yyyy-MM-dd HH:mm} UTC.</p></div>\n");

        foreach (var finding in report.With(Verdict.Problem).Concat(report.With(Verdict.Advice))) WriteInFull(writer, finding, report);
        WriteTable(writer, "What is good", report.With(Verdict.Good));
        WriteTable(writer, "What could not be checked", report.With(Verdict.CannotTell));
        writer.Write("</body>\n</html>\n");
    }

    private static void WriteInFull(TextWriter writer, Finding finding, DoctorReport report)
    {
        var fault = finding.Fault!;
        writer.Write($"<article class=\"{Word(finding.Verdict)}\"><header><span class=\"tag\">{Word(finding.Verdict)}</span><h3>{Escape(fault.Title)}</h3><span class=\"id\">{finding.Id}</span></header>\n");
        writer.Write($"<p>{Escape(finding.Summary)}</p>\n<p>{Escape(fault.Meaning)}</p>\n<dl>\n");
        WriteLines(writer, "What was seen", finding.Evidence);
        var shown = ReportWords.Remedies(finding, report.Family);
        foreach (var remedy in shown) WriteLines(writer, $"What to set: {ServerFamily.NameOf(remedy.Family)}", [remedy.Text]);
        if (finding.Meanwhile is { } meanwhile) writer.Write($"<dt>Meanwhile, on this side</dt><dd>{Escape(meanwhile)}</dd>\n");
        writer.Write("</dl>\n");
        var others = fault.Remedies.Except(shown).ToList();
        if (others.Count > 0)
        {
            writer.Write("<details><summary>Other servers</summary>\n<dl>\n");
            foreach (var remedy in others) WriteLines(writer, ServerFamily.NameOf(remedy.Family), [remedy.Text]);
            writer.Write("</dl></details>\n");
        }

        writer.Write("</article>\n");
    }

    private static void WriteLines(TextWriter writer, string title, IReadOnlyList<string> lines)
    {
        if (lines.Count > 0) writer.Write($"<dt>{Escape(title)}</dt><dd><pre>{Escape(string.Join('\n', lines))}</pre></dd>\n");
    }

    private static void WriteTable(TextWriter writer, string title, IEnumerable<Finding> findings)
    {
        var first = true;
        foreach (var finding in findings)
        {
            if (first) writer.Write($"<h2>{title}</h2>\n<table>\n");
            first = false;
            writer.Write($"<tr><td class=\"id\">{finding.Id}</td><td>{Escape(finding.Check.Title)}: {Escape(finding.Summary)}");
            if (finding.Evidence.Count > 0) writer.Write($"<details><summary>What was seen</summary><pre>{Escape(string.Join('\n', finding.Evidence))}</pre></details>");
            writer.Write("</td></tr>\n");
        }

        if (!first) writer.Write("</table>\n");
    }

    private static string Word(Verdict verdict) => verdict switch
    {
        Verdict.Good => "good",
        Verdict.Advice => "advice",
        Verdict.Problem => "problem",
        _ => "unknown",
    };

    private static string Escape(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal)
        .Replace("\"", "&quot;", StringComparison.Ordinal);
}
