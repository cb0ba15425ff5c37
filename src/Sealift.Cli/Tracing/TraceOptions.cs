using System.CommandLine;
using Sealift.Core.Timeline;

namespace Sealift.Cli.Tracing;

/// <summary>The options that draw the session of any command that connects.</summary>
internal sealed class TraceOptions
{
    private readonly Option<string?> _trace = new("--trace")
    {
        Arity = ArgumentArity.ZeroOrOne,
        HelpName = "[=FILE]",
        Description = "Draw the session when it is over, also when it failed: on stderr, or into FILE as its ending says: .txt, .svg, .html, "
            + ".jsonl (a recording for \"sealift trace --replay\"), .mmd (Mermaid), .zip (a support bundle).",
    };

    private readonly Option<bool> _redact = new("--redact") { Description = "Take users, hosts, addresses and file names out of the picture. Secrets are never in it." };
    private readonly Option<bool> _noNotes = new("--no-notes") { Description = "Leave out the picture's explanations." };
    private readonly Option<bool> _full = new("--full") { Description = "Draw every transfer, where a run of equal ones would be folded." };

    public TraceOptions(Command command)
    {
        foreach (var option in All) command.Options.Add(option);
    }

    /// <summary>All of them, in the order of the help.</summary>
    public IReadOnlyList<Option> All => [_trace, _redact, _noNotes, _full];

    /// <summary>Whether a picture is wanted.</summary>
    public bool IsWanted(ParseResult arguments) => arguments.GetResult(_trace) is { Implicit: false };

    /// <summary>The file to write; null for the terminal.</summary>
    public string? File(ParseResult arguments)
    {
        var file = arguments.GetValue(_trace);
        if (file is not null) _ = TraceFormats.OfFile(file);
        return file;
    }

    public bool IsRedacted(ParseResult arguments) => arguments.GetValue(_redact);

    /// <summary>What is drawn.</summary>
    public TimelineDrawing Drawing(ParseResult arguments) =>
        new() { Lessons = !arguments.GetValue(_noNotes), Fold = !arguments.GetValue(_full) };
}
