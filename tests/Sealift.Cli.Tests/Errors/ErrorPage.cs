using System.Globalization;
using System.Text;
using Sealift.Core.Errors;

namespace Sealift.Cli.Tests.Errors;

/// <summary>docs/errors.md, made of the catalogue.</summary>
internal static class ErrorPage
{
    public static string Write()
    {
        var page = new StringBuilder();
        page.Append("# Errors\n\n")
            .Append("Every error of `sealift` ends with a code in brackets; `sealift explain CODE` shows what stands here, `sealift explain 522` what a\n")
            .Append("server's reply means. In the libraries it is `FtpException.Code`. A code keeps its meaning in later versions.\n\n")
            .Append("This page is made of `src/Sealift.Core/Errors/catalogue.txt` by `eng/errors-page.sh`; a test compares the two. Codes from 51 on are\n")
            .Append("checks of the doctor.\n\n")
            .Append("| code | exit code | replies | what happened |\n|---|---|---|---|\n");
        foreach (var entry in ErrorCatalogue.All)
        {
            var anchor = $"{entry.Code}-{entry.Title}".ToLowerInvariant();
            var link = string.Concat(anchor.Where(c => char.IsLetterOrDigit(c) || c is '-' or ' ' or '_')).Replace(' ', '-');
            page.Append(CultureInfo.InvariantCulture, $"| [{entry.Code}](#{link}) | {entry.ExitCode} | {string.Join(", ", entry.Replies)} | {entry.Title} |\n");
        }

        foreach (var entry in ErrorCatalogue.All) WriteEntry(page, entry);
        return page.ToString();
    }

    private static void WriteEntry(StringBuilder page, ErrorEntry entry)
    {
        page.Append(CultureInfo.InvariantCulture, $"\n## {entry.Code} {entry.Title}\n\n");
        foreach (var line in entry.Evidence) page.Append(line).Append('\n');
        page.Append("\nWhat may be behind it:\n\n");
        foreach (var line in entry.Causes) page.Append("- ").Append(line).Append('\n');
        page.Append("\nWhat to do:\n\n");
        for (var i = 0; i < entry.Steps.Count; i++) page.Append(CultureInfo.InvariantCulture, $"{i + 1}. {entry.Steps[i]}\n");
    }
}
