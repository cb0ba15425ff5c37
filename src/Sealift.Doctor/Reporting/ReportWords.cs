using System.Globalization;
using Sealift.Core;

namespace Sealift.Doctor.Reporting;

/// <summary>The words that all forms of a report share.</summary>
internal static class ReportWords
{
    /// <summary>The verdict in one line: what was examined, and what it came to.</summary>
    public static string Headline(DoctorReport report)
    {
        var problems = report.With(Verdict.Problem).ToList();
        var advice = report.With(Verdict.Advice).Count();
        if (!report.IsReached)
            return $"{Place(report)}: no FTP server could be examined{(problems.Count > 0 ? $": {Lower(problems[0].Fault!.Title)}" : "")}.";
        var first = problems.Count > 0 ? $": {Lower(problems[0].Fault!.Title)}" : "";
        var more = problems.Count > 1 ? $", and {problems.Count - 1} more" : "";
        return problems.Count > 0
            ? $"{Place(report)}: {Count(problems.Count, "problem", "problems")}{first}{more}."
            : $"{Place(report)}: no problems{(advice > 0 ? $", {Count(advice, "piece", "pieces")} of advice" : "")}.";
    }

    /// <summary>How many checks came to what.</summary>
    public static string Tally(DoctorReport report)
    {
        var untold = report.With(Verdict.CannotTell).ToList();
        var leftOut = untold.Count(finding => finding.IsLeftOut);
        List<string> parts = [Count(report.Findings.Count, "check", "checks")];
        Add(report.With(Verdict.Problem).Count(), "problem", "problems");
        Add(report.With(Verdict.Advice).Count(), "piece of advice", "pieces of advice");
        Add(report.With(Verdict.Good).Count(), "good", "good");
        Add(untold.Count - leftOut, "that could not tell", "that could not tell");
        Add(leftOut, "left out", "left out");
        return $"{parts[0]}: {string.Join(", ", parts.Skip(1))}. They took {report.Elapsed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s.";

        void Add(int count, string one, string many)
        {
            if (count > 0) parts.Add(Count(count, one, many));
        }
    }

    /// <summary>The server and how it was recognised.</summary>
    public static string Server(DoctorReport report) => report.Family is { } family
        ? $"{ServerFamily.NameOf(family)}: {report.FamilyEvidence}.{(ServerFamily.All.Contains(family) ? "" : " Its settings are not known here; those of other servers show what to look for.")}"
        : "Which server it is cannot be told; remedies are given for those that are common.";

    /// <summary>The words for what a finding is about: its fault, or the check's title.</summary>
    public static string Title(Finding finding) => finding.Fault?.Title ?? finding.Check.Title;

    /// <summary>The remedies of a finding that are shown: the detected family's, or all.</summary>
    public static IReadOnlyList<Remedy> Remedies(Finding finding, string? family) => finding.Fault is not { } fault ? []
        : fault.Remedies.Any(remedy => remedy.Family == family) ? [.. fault.Remedies.Where(remedy => remedy.Family == family)]
        : fault.Remedies;

    private static string Place(DoctorReport report) => string.Create(CultureInfo.InvariantCulture, $"{TerminalText.Escape(report.Host)} port {report.Port ?? report.AskedPort}");

    private static string Count(int count, string one, string many) => string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many)}");

    private static string Lower(string title) => title.Length > 1 && char.IsUpper(title[0]) && char.IsLower(title[1]) ? char.ToLowerInvariant(title[0]) + title[1..] : title;
}
