using System.Text;
using Sealift.App.Live;

namespace Sealift.App.Logs;

/// <summary>The log as a file to save.</summary>
internal static class LogExport
{
    /// <summary>Where it is.</summary>
    public const string Pattern = "/log.txt";

    public static async Task WriteAsync(HttpContext context, EventLog log)
    {
        var text = new StringBuilder();
        foreach (var line in log.Lines) text.Append(LogView.Format(line)).Append('\n');
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.Headers.ContentDisposition = "attachment; filename=\"sealift-log.txt\"";
        await context.Response.WriteAsync(text.ToString(), context.RequestAborted);
    }
}
