using System.Globalization;
using System.Text;
using System.Text.Json;
using Sealift.Cli.Output.Json;
using Sealift.Doctor.Reporting;

namespace Sealift.App.Doctor;

/// <summary>Reports as files that the browser saves: as the command writes them.</summary>
internal static class DoctorFiles
{
    /// <summary>Gives them at <c>/doctor/reports/NUMBER.html</c>, <c>.txt</c> and <c>.json</c>.</summary>
    public static void Map(WebApplication app) => app.MapGet("/doctor/reports/{name}", static (string name, DoctorRuns runs) =>
    {
        var dot = name.LastIndexOf('.');
        if (dot < 0 || !int.TryParse(name.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || runs.Find(number) is not { Report: not null } run) return Results.NotFound();
        var extension = name[(dot + 1)..];
        var type = extension switch { "html" => "text/html", "txt" => "text/plain", "json" => "application/x-ndjson", _ => null };
        return type is null ? Results.NotFound() : Results.File(Encoding.UTF8.GetBytes(Write(run, extension)), type + "; charset=utf-8", run.FileName(extension));
    });

    /// <summary>The text of a file.</summary>
    /// <param name="run">An examination with a report.</param>
    /// <param name="extension">html, txt or json.</param>
    public static string Write(DoctorRun run, string extension)
    {
        var report = run.Report!;
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        switch (extension)
        {
            case "html":
                DoctorHtml.Write(writer, report);
                break;
            case "txt":
                DoctorText.Write(writer, report);
                break;
            default:
                foreach (var finding in report.Findings) writer.Write(JsonSerializer.Serialize(FindingRecord.Of(finding), JsonLines.Default.FindingRecord) + "\n");
                writer.Write(JsonSerializer.Serialize(DoctorReportRecord.Of(report), JsonLines.Default.DoctorReportRecord) + "\n");
                break;
        }

        return writer.ToString();
    }
}
