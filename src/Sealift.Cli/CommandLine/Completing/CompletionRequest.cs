using System.CommandLine;
using Sealift.Core;

namespace Sealift.Cli.CommandLine.Completing;

/// <summary>
/// What the scripts of the shells ask: <c>sealift completion --for =WORD…</c>, each word as the shell split it, behind an equals sign because some
/// shells drop empty words. The answer is a line a candidate, its text, a
/// tab and what it is; <c>:files</c> stands for local files. It is read before the command line is parsed, because it is half of one.
/// </summary>
internal static class CompletionRequest
{
    private const string Mark = "--for";

    /// <summary>The words; <see langword="null"/> if this is another command line.</summary>
    public static IReadOnlyList<string>? Find(string[] arguments) => arguments is ["completion", Mark, .. var words]
        ? [.. words.Select(word => word.StartsWith('=') ? word[1..] : word)]
        : null;

    /// <summary>Writes the candidates.</summary>
    public static void Answer(TextWriter output, RootCommand root, IReadOnlyList<string> words)
    {
        foreach (var candidate in Completer.Complete(root, words))
            output.WriteLine($"{TerminalText.Escape(candidate.Text)}\t{TerminalText.Escape(candidate.Detail)}");
        output.Flush();
    }
}
