using System.Globalization;
using System.Text;
using Sealift.Cli.Connecting;
using Sealift.Cli.Output.Json;
using Sealift.Core;
using Sealift.Core.Timeline;

namespace Sealift.Cli.Output;

// The rules of the user interface. Every command keeps them.
//
//  1. Results go to stdout, everything else (errors, warnings, questions, progress) to stderr.
//  2. An error is "sealift: what happened [CODE]", then "hint: what to do", then "more: sealift explain CODE". Never a stack trace, never a password.
//  3. On a terminal: colours, aligned columns, progress. In a pipe: plain text, one thing a line, no decoration.
//  4. --json: one JSON object a line on stdout, ASCII only, and nothing else there; a failure is one more on stderr, its last line.
//  5. Text that a server chose is escaped before it reaches a terminal; names without control characters stay as they
//     are in a pipe, so that a script gets the real name.
//  6. Silence in a pipe means success. The exit code says the rest; see ExitCode.
//  7. A question is asked only when both stdin and stderr are terminals; otherwise the answer is no.
//  8. NO_COLOR (any value) and TERM=dumb switch colours and progress off.
//  9. A password in use is shown by nothing but the content of a file, whoever repeats it and in whatever form.

/// <summary>The three standard streams and what is known about them.</summary>
internal sealed class Terminal : IDisposable
{
    private const int MaxColumns = 1000;

    private static readonly string[] LocaleVariables = ["LC_ALL", "LC_CTYPE", "LANG"]; // locale(7): the first that is set
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly TextWriter _content;

    private Terminal(TextWriter output, TextWriter error, IPerson? person = null)
    {
        _content = output;
        Out = new MaskedWriter(output, Secrets);
        Error = new MaskedWriter(error, Secrets);
        Person = person;
        CanAsk = person is not null;
        if (CanAsk) return;
        OutIsTerminal = !Console.IsOutputRedirected;
        ErrorIsTerminal = !Console.IsErrorRedirected;
        CanAsk = ErrorIsTerminal && !Console.IsInputRedirected;
        var plain = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
            || Environment.GetEnvironmentVariable("TERM") is null or "" or "dumb";
        UsesColour = OutIsTerminal && !plain;
        DrawsProgress = ErrorIsTerminal && !plain;
    }

    /// <summary>The secrets that the command uses: rule 9.</summary>
    public SecretMask Secrets { get; } = new();

    /// <summary>The signals that stop the command; a command may give them another meaning. Null where there are none.</summary>
    public StopSignals? Signals { get; set; }

    /// <summary>Who answers in place of somebody at a terminal; null for a terminal.</summary>
    public IPerson? Person { get; }

    /// <summary>Results.</summary>
    public TextWriter Out { get; }

    /// <summary>Errors, warnings and questions.</summary>
    public TextWriter Error { get; }

    public bool OutIsTerminal { get; }

    public bool ErrorIsTerminal { get; }

    /// <summary>Whether somebody is there to answer a question.</summary>
    public bool CanAsk { get; }

    /// <summary>Whether stdout gets colours.</summary>
    public bool UsesColour { get; }

    /// <summary>Whether stderr gets a progress bar.</summary>
    public bool DrawsProgress { get; }

    /// <summary>How a picture of a session fits on stdout.</summary>
    public TimelineTextOptions Timeline => Picture(OutIsTerminal, UsesColour);

    /// <summary>How a picture of a session fits on stderr.</summary>
    public TimelineTextOptions TimelineOnError => Picture(ErrorIsTerminal, DrawsProgress);

    private static TimelineTextOptions Picture(bool isTerminal, bool hasColour) => new()
    {
        Width = Math.Max(TimelineTextOptions.MinWidth, Columns(isTerminal)),
        Colour = hasColour,
        Ascii = isTerminal && !SpeaksUtf8,
    };

    // COLUMNS as a shell or a user sets it, the window otherwise; 100 where there is no window.
    private static int Columns(bool isTerminal) =>
        ReadColumns() ?? (isTerminal && Console.WindowWidth is > 0 and var width ? width : new TimelineTextOptions().Width);

    private static bool SpeaksUtf8 => LocaleVariables
        .Select(Environment.GetEnvironmentVariable)
        .FirstOrDefault(static value => !string.IsNullOrEmpty(value))?
        .Replace("-", "", StringComparison.Ordinal)
        .Contains("utf8", StringComparison.OrdinalIgnoreCase) ?? OperatingSystem.IsWindows();

    /// <summary>How many columns text on stdout may have: those of the window, and never more than are read with ease.</summary>
    public int TextWidth => Math.Clamp(Columns(OutIsTerminal), 40, 100);

    /// <summary>How many columns stderr has, by COLUMNS or its window; 0 where it is no terminal or that is not known.</summary>
    public static int ErrorWidth => Console.IsErrorRedirected ? 0 : ReadColumns() ?? Console.WindowWidth;

    /// <summary>The streams of this process.</summary>
    public static Terminal Open() => new(
        new StreamWriter(StandardOutput.Open(), Utf8, bufferSize: 16 * 1024) { AutoFlush = false },
        TextWriter.Synchronized(new StreamWriter(StandardOutput.OpenError(), Utf8, bufferSize: 1024) { AutoFlush = true }));

    /// <summary>No terminal, but a person behind a program: what is said goes to a writer, what is asked to the person.</summary>
    public static Terminal Of(IPerson person, TextWriter said) => new(TextWriter.Null, TextWriter.Synchronized(said), person);

    /// <summary>Stdout as bytes: escaped on a terminal, as they are elsewhere.</summary>
    public Stream OpenOutput()
    {
        Out.Flush();
        return OutIsTerminal ? new EscapedTextStream(_content) : StandardOutput.Open();
    }

    /// <summary>Text of a server for stdout: rule 5. The control characters above 7F are some too, and a later "less" would obey them.</summary>
    public string Show(string text) => OutIsTerminal || text.Any(char.IsControl) || !FtpPath.IsName(text.Replace('/', '_')) ? TerminalText.Escape(text) : text;

    /// <summary>Whether a failure is told as a JSON object too. False until the command line has asked for JSON.</summary>
    public bool WritesFailuresAsJson { get; set; }

    /// <summary>The servers that the command works with, as "sealift doctor" takes them; it may explain why one cannot be reached.</summary>
    public IList<string> Servers { get; } = [];

    /// <summary>Tells what went wrong.</summary>
    public void WriteFailure(Failure failure)
    {
        Out.Flush();
        WriteLines("sealift: ", failure.Message, failure.Code is null ? "" : $" [{failure.Code}]");
        if (failure.Hint is { } hint)
        {
            WriteLines("hint: ", hint);
            if (failure.Code is { } code) Error.WriteLine($"more: sealift explain {code}");
        }

        if (failure.IsAboutConnection)
        {
            foreach (var server in Servers.Distinct(StringComparer.Ordinal)) WriteLines("try: ", $"sealift doctor {server}");
        }

        if (WritesFailuresAsJson) this.WriteJsonFailure(failure);
    }

    /// <summary>Tells something the user should know although the work goes on.</summary>
    public void WriteWarning(string message)
    {
        Out.Flush();
        WriteLines("warning: ", message);
    }

    /// <summary>Tells something the user could not know, such as the name of a file that was not asked for by it.</summary>
    public void WriteNotice(string message)
    {
        Out.Flush();
        Error.WriteLine(TerminalText.Escape(message));
    }

    /// <summary>Tells something for people only: nothing where stderr is not a terminal.</summary>
    public void WriteRemark(string message)
    {
        if (!ErrorIsTerminal) return;
        Out.Flush();
        Error.WriteLine(TerminalText.Escape(message));
    }

    public void Dispose()
    {
        Out.Dispose();
        Error.Dispose();
    }

    private static int? ReadColumns() =>
        int.TryParse(Environment.GetEnvironmentVariable("COLUMNS"), CultureInfo.InvariantCulture, out var columns) && columns is > 0 and <= MaxColumns
            ? columns
            : null;

    // Later lines are indented, so that no text from outside can pass for a line of our own.
    private void WriteLines(string prefix, string text, string suffix = "")
    {
        var first = true;
        foreach (var line in text.TrimEnd().EnumerateLines())
        {
            Error.Write(first ? prefix : "  ");
            Error.WriteLine(TerminalText.Escape(line.ToString()) + (first ? suffix : ""));
            first = false;
        }
    }
}
