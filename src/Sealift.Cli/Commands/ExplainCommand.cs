using System.CommandLine;
using System.Globalization;
using Sealift.Cli.CommandLine;
using Sealift.Cli.Output;
using Sealift.Cli.Output.Json;
using Sealift.Core;
using Sealift.Core.Errors;
using Sealift.Doctor;
using Sealift.Doctor.Reporting;
using Sealift.Sites;

namespace Sealift.Cli.Commands;

/// <summary>Explains a failure by its code.</summary>
internal sealed class ExplainCommand : SealiftCommand
{
    private const int MostProposals = 5;

    private readonly Argument<string[]> _words = new("CODE")
    {
        Arity = ArgumentArity.ZeroOrMore,
        Description = "What an error ends with (SL-NET-02), a server's reply code (522), or an area (NET). Without it: all of them, a line each.",
        CompletionSources = { _ => ErrorCatalogue.All.Select(entry => new System.CommandLine.Completions.CompletionItem(entry.Code, detail: entry.Title)) },
    };

    private readonly Option<bool> _json = new("--json") { Description = "One JSON object an entry: code, title, exitCode, causes, evidence, steps, replies." };

    public ExplainCommand(Terminal terminal)
        : base(terminal, "explain", "explain an error: its causes, and what to do")
    {
        Arguments.Add(_words);
        Options.Add(_json);
    }

    public override IReadOnlyList<string> Details =>
    [
        "Every error of sealift ends with a code in brackets. Its entry says what may be behind it, what one sees, and what to do, the likeliest first. "
        + "A code keeps its meaning in later versions.",
        "A check of \"sealift doctor\" (SL-TLS-54; their numbers begin at 51) is explained with everything that it can find.",
        "A server's reply code (400 to 599) leads to the entries that it means. No server is asked.",
    ];

    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        ("sealift explain SL-TRUST-01", "the certificate is not trusted: why, and what to do"),
        ("sealift explain 522", "what a server's reply 522 means"),
        ("sealift explain net", "all about the network"),
        ("sealift explain --json > errors.jsonl", "the whole catalogue, for a program"),
    ];

    protected override Task<ExitCode> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var words = arguments.GetValue(_words) ?? [];
        var checks = words.Select(FindCheck).OfType<DoctorCheck>().ToList();
        foreach (var check in checks)
        {
            if (arguments.GetValue(_json)) Terminal.WriteJson(CheckRecord.Of(check), JsonLines.Default.CheckRecord);
            else DoctorText.Write(Terminal.Out, check, new DoctorTextOptions { Width = Terminal.TextWidth, Colour = Terminal.UsesColour, AllRemedies = true });
        }

        var found = words.Length == 0 ? [.. ErrorCatalogue.All] : words.Where(word => FindCheck(word) is null).SelectMany(Look).Distinct().ToList();
        if (found.Count == 0) return Task.FromResult(ExitCode.Ok);
        if (arguments.GetValue(_json)) WriteJson(found);
        else if (words.Length == 0 || found.Count > MostProposals) WriteList(found);
        else WritePages(found);
        return Task.FromResult(ExitCode.Ok);
    }

    // Checks of "sealift doctor" have the same form of code; their numbers begin at 51.
    private static DoctorCheck? FindCheck(string word) =>
        DoctorCheck.Find(word) ?? DoctorCheck.All.FirstOrDefault(check => check.Id.Replace("-", "", StringComparison.Ordinal).Equals(word.Replace("-", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase));

    private static IReadOnlyList<ErrorEntry> Look(string word)
    {
        if (word.Length == 3 && int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var reply)) return OfReply(reply);
        var letters = string.Concat(word.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
        if (letters.StartsWith("SL", StringComparison.Ordinal)) letters = letters[2..];
        var area = letters.TrimEnd([.. "0123456789"]);
        if (area.Length == letters.Length && OfArea(area) is { Count: > 0 } all) return all;
        return ErrorCatalogue.Find($"SL-{area}-{letters[area.Length..].PadLeft(2, '0')}") is { } entry ? [entry] : throw Unknown(word);
    }

    private static List<ErrorEntry> OfArea(string area) =>
        [.. ErrorCatalogue.All.Where(entry => entry.Code.StartsWith($"SL-{area}-", StringComparison.Ordinal))];

    // RFC 959 section 4.2.1: 4xx is a refusal for now, 5xx a refusal. Servers use codes that no standard lists.
    private static IReadOnlyList<ErrorEntry> OfReply(int reply) => ErrorCatalogue.OfReply(reply) switch
    {
        { Count: > 0 } known => known,
        _ when reply is >= 400 and < 600 => [ErrorCatalogue.Find(reply < 500 ? "SL-REPLY-09" : "SL-REPLY-10")!],
        _ when reply is >= 100 and < 400 => throw CommandException.Usage(
            $"{reply} is no failure.", "Replies from 100 to 399 say that all is well so far; refusals are 400 to 599."),
        _ => throw CommandException.Usage($"{reply} is no reply of FTP that refuses something.", "Refusals are 400 to 599."),
    };

    private static CommandException Unknown(string word)
    {
        var told = ErrorCatalogue.All.Where(entry => entry.Title.Contains(word, StringComparison.OrdinalIgnoreCase)).Take(MostProposals).ToList();
        var near = told.Count > 0 ? told : [ErrorCatalogue.Find(NearestName.Of(word, ErrorCatalogue.All.Select(entry => entry.Code))!)!];
        return CommandException.Usage(
            $"there is no error \"{word}\".",
            $"Perhaps {string.Join(", ", near.Select(entry => $"{entry.Code} ({entry.Title})"))}. \"sealift explain\" lists all.");
    }

    private void WriteJson(List<ErrorEntry> entries)
    {
        foreach (var entry in entries)
        {
            var record = new ExplanationRecord
            {
                Code = entry.Code,
                Title = entry.Title,
                ExitCode = entry.ExitCode,
                Causes = entry.Causes,
                Evidence = entry.Evidence,
                Steps = entry.Steps,
                Replies = entry.Replies,
            };
            Terminal.WriteJson(record, JsonLines.Default.ExplanationRecord);
        }
    }

    private void WriteList(List<ErrorEntry> entries)
    {
        var width = entries.Max(entry => entry.Code.Length);
        foreach (var entry in entries) Terminal.Out.WriteLine($"{entry.Code.PadRight(width)}  {entry.Title}");
    }

    private void WritePages(List<ErrorEntry> entries)
    {
        var isFirst = true;
        foreach (var entry in entries)
        {
            if (!isFirst) Terminal.Out.WriteLine();
            isFirst = false;
            Terminal.Out.WriteLine($"{entry.Code}  {entry.Title}");
            Terminal.Out.WriteLine($"exit code {entry.ExitCode}{RepliesOf(entry)}");
            WriteItems("What may be behind it", "-", entry.Causes);
            WriteItems("What one sees", "", entry.Evidence);
            WriteItems("What to do", "#", entry.Steps);
        }
    }

    private static string RepliesOf(ErrorEntry entry) =>
        entry.Replies.Count == 0 ? "" : $", reply {string.Join(", ", entry.Replies)}";

    private void WriteItems(string title, string bullet, IReadOnlyList<string> items)
    {
        Terminal.Out.WriteLine();
        Terminal.Out.WriteLine(title);
        for (var i = 0; i < items.Count; i++)
        {
            var mark = bullet == "#" ? $"{i + 1}. " : bullet.Length > 0 ? $"{bullet} " : "";
            Terminal.Out.Write($"  {mark}");
            HelpPage.WriteWrapped(Terminal.Out, TerminalText.Escape(items[i]), 2 + mark.Length, Terminal.TextWidth);
        }
    }
}
