using Sealift.Cli.Output;

namespace Sealift.Cli.Tracing;

/// <summary>The names and file endings of the formats.</summary>
internal static class TraceFormats
{
    /// <summary>The format of a file, by its ending.</summary>
    /// <exception cref="CommandException">The ending belongs to none (usage).</exception>
    public static TraceFormat OfFile(string file) => Path.GetExtension(file).ToLowerInvariant() switch
    {
        ".txt" or ".text" or ".log" => TraceFormat.Text,
        ".svg" => TraceFormat.Svg,
        ".html" or ".htm" => TraceFormat.Html,
        ".jsonl" or ".json" => TraceFormat.Json,
        ".mmd" or ".mermaid" => TraceFormat.Mermaid,
        ".zip" => TraceFormat.Bundle,
        _ => throw CommandException.Usage(
            $"the ending of {file} says nothing about the format of the picture.",
            "Endings: .txt, .svg, .html, .jsonl (a recording), .mmd (Mermaid), .zip (a support bundle)."),
    };
}
