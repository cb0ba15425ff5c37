using System.Globalization;

namespace Sealift.Doctor.Reporting;

/// <summary>Writes a report for people: the verdict in a line, problems with what to do, advice, and in short what is good.</summary>
public static class DoctorText
{
    private const string Red = "\x1b[1;31m", Yellow = "\x1b[1;33m", Green = "\x1b[1;32m", Dim = "\x1b[2m", Bold = "\x1b[1m", Reset = "\x1b[0m";
    private const int Label = 11;

    /// <summary>Writes a report.</summary>
    /// <param name="writer">Where it goes.</param>
    /// <param name="report">What was found.</param>
    /// <param name="options">Width, colours, remedies; null for the defaults.</param>
    public static void Write(TextWriter writer, DoctorReport report, DoctorTextOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(report);
        options ??= new DoctorTextOptions();
        var sheet = new Sheet(writer, options);
        var colour = report.Verdict switch { Verdict.Problem => Red, Verdict.Advice => Yellow, Verdict.Good => Green, _ => Red };
        sheet.Line(0, ReportWords.Headline(report), colour);
        if (report.IsReached) sheet.Line(0, ReportWords.Server(report));
        sheet.Line(0, ReportWords.Tally(report));

        foreach (var finding in report.With(Verdict.Problem)) WriteInFull(sheet, finding, report, options, Red, "PROBLEM");
        foreach (var finding in report.With(Verdict.Advice)) WriteInFull(sheet, finding, report, options, Yellow, "ADVICE");
        WriteShort(sheet, "Good", report.With(Verdict.Good), Green);
        WriteUntold(sheet, [.. report.With(Verdict.CannotTell)], report.IsReached);
    }

    /// <summary>Writes what a check is; with <see cref="DoctorTextOptions.AllRemedies"/> each of its faults in full.</summary>
    /// <param name="writer">Where it goes.</param>
    /// <param name="check">The check.</param>
    /// <param name="options">Width and colours; null for the defaults.</param>
    public static void Write(TextWriter writer, DoctorCheck check, DoctorTextOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(check);
        var sheet = new Sheet(writer, options ?? new DoctorTextOptions());
        sheet.Row(check.Id, check.Title + check.Needs switch { CheckNeeds.Login => " (with a login)", CheckNeeds.Writing => " (with a login and --allow-write)", _ => "" });
        sheet.Labelled("does", [check.Does]);
        sheet.Labelled("why", [check.Matters]);
        if (options is not { AllRemedies: true }) sheet.Labelled("finds", [string.Join("; ", check.Faults.Select(fault => fault.Title))]);
        foreach (var fault in options is { AllRemedies: true } ? check.Faults : [])
        {
            sheet.Blank();
            sheet.Line(2, fault.Title, Bold);
            sheet.Line(4, fault.Meaning);
            foreach (var remedy in fault.Remedies) sheet.Labelled(remedy.Family, [.. remedy.Text.Split('\n')], hangs: true);
            if (fault.Meanwhile is { } meanwhile) sheet.Labelled("meanwhile", [meanwhile]);
        }

        sheet.Blank();
    }

    private static void WriteInFull(Sheet sheet, Finding finding, DoctorReport report, DoctorTextOptions options, string colour, string word)
    {
        var fault = finding.Fault!;
        sheet.Blank();
        sheet.Heading(word, fault.Title, finding.Id, colour);
        sheet.Line(2, finding.Summary);
        sheet.Line(2, fault.Meaning);
        sheet.Labelled("seen", finding.Evidence);
        var remedies = options.AllRemedies ? fault.Remedies : ReportWords.Remedies(finding, report.Family);
        foreach (var remedy in remedies) sheet.Labelled(remedies.Count == 1 ? "to set" : remedy.Family, [.. remedy.Text.Split('\n')], hangs: true);
        if (finding.Meanwhile is { } meanwhile) sheet.Labelled("meanwhile", [meanwhile]);
    }

    private static void WriteShort(Sheet sheet, string title, IEnumerable<Finding> findings, string colour)
    {
        var first = true;
        foreach (var finding in findings)
        {
            if (first) sheet.Blank();
            if (first) sheet.Line(0, title, colour);
            first = false;
            sheet.Row(finding.Id, $"{finding.Check.Title}: {finding.Summary}");
        }
    }

    // What could not be told for the same reason is told once. Without a server there is one reason for nearly all, and no login would help.
    private static void WriteUntold(Sheet sheet, List<Finding> findings, bool isReached)
    {
        var leftOut = isReached ? 0 : findings.RemoveAll(finding => finding.IsLeftOut);
        if (findings.Count == 0) return;
        sheet.Blank();
        sheet.Line(0, "Could not be checked", Bold);
        foreach (var same in findings.GroupBy(finding => finding.Summary, StringComparer.Ordinal))
        {
            var many = same.ToList();
            if (many.Count == 1)
            {
                sheet.Row(many[0].Id, $"{many[0].Check.Title}: {same.Key}");
                continue;
            }

            sheet.Line(2, same.Key);
            if (isReached) sheet.Line(4, string.Join(", ", many.Select(finding => $"{finding.Check.Title} ({finding.Id})")));
            else sheet.Line(4, string.Create(CultureInfo.InvariantCulture, $"{many.Count + leftOut} checks need one; \"sealift doctor --list\" shows them."));
        }
    }

    private sealed class Sheet(TextWriter writer, DoctorTextOptions options)
    {
        private const int IdWidth = 12;

        public void Blank() => writer.WriteLine();

        public void Line(int indent, string text, string? colour = null) => Wrap(text, indent, indent, colour);

        public void Heading(string word, string title, string id, string colour)
        {
            var gap = Math.Max(2, options.Width - word.Length - 2 - title.Length - id.Length);
            writer.WriteLine($"{Paint(word, colour)}  {Paint(title, Bold)}{new string(' ', gap)}{Paint(id, Dim)}");
        }

        public void Row(string id, string text)
        {
            writer.Write($"  {Paint(id.PadRight(IdWidth), Dim)}");
            Wrap(text, 0, IdWidth + 2, null, already: IdWidth + 2);
        }

        /// <summary>Lines with a word before the first; each of them wraps under itself.</summary>
        public void Labelled(string label, IReadOnlyList<string> lines, bool hangs = false)
        {
            for (var i = 0; i < lines.Count; i++)
            {
                if (lines[i].Length == 0) continue;
                writer.Write($"    {Paint((i == 0 ? label : "").PadRight(Label), Dim)}");
                Wrap(lines[i], 0, 4 + Label + (hangs ? 2 : 0), null, already: 4 + Label);
            }
        }

        private string Paint(string text, string? colour) => options.Colour && colour is not null && text.Trim().Length > 0 ? $"{colour}{text}{Reset}" : text;

        private void Wrap(string text, int indent, int hanging, string? colour, int already = 0)
        {
            var column = already + indent;
            var line = new System.Text.StringBuilder(new string(' ', indent));
            var isEmpty = true;
            foreach (var word in text.Split(' '))
            {
                if (!isEmpty && column + 1 + word.Length > options.Width)
                {
                    writer.WriteLine(Paint(line.ToString(), colour));
                    line.Clear().Append(' ', hanging);
                    column = hanging;
                    isEmpty = true;
                }

                if (!isEmpty) line.Append(' ');
                line.Append(word);
                column += word.Length + (isEmpty ? 0 : 1);
                isEmpty = false;
            }

            writer.WriteLine(Paint(line.ToString(), colour));
        }
    }
}
