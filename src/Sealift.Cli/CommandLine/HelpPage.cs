using System.CommandLine;
using System.CommandLine.Invocation;
using Sealift.Cli.Output;

namespace Sealift.Cli.CommandLine;

/// <summary>The manual: what "--help" prints, for the root and for each command.</summary>
internal sealed class HelpPage(Terminal terminal) : SynchronousCommandLineAction
{
    private const int Width = 100;
    private const int LargestColumn = 30;

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        Write(terminal.Out, parseResult.CommandResult.Command);
        return (int)ExitCode.Ok;
    }

    /// <summary>Writes the page of a command.</summary>
    public static void Write(TextWriter output, Command command)
    {
        var path = PathOf(command);
        output.WriteLine($"{path}: {command.Description}");
        output.WriteLine();
        WriteUsage(output, command, path);
        if (DetailsOf(command) is { Count: > 0 } details) WriteParagraphs(output, details);
        WriteRows(output, "Commands", [.. command.Subcommands.Select(sub => (sub.Name, sub.Description ?? ""))]);
        WriteRows(output, "Arguments", [.. command.Arguments.Select(argument => (argument.Name, argument.Description ?? ""))]);

        var groups = (command as SealiftCommand)?.OptionGroups ?? [];
        var grouped = groups.SelectMany(group => group.Options).ToHashSet();
        WriteRows(output, "Options", [.. OptionsOf(command).Where(option => !grouped.Contains(option)).Select(Row)]);
        foreach (var (title, options) in groups) WriteRows(output, title, [.. options.Select(Row)]);

        if (command is RootCommand) WriteContract(output);
        WriteExamples(output, ExamplesOf(command));
    }

    /// <summary>The examples of a command; all of them can be typed as they are.</summary>
    public static IReadOnlyList<(string Line, string Remark)> ExamplesOf(Command command) => command switch
    {
        SealiftCommand known => known.Examples,
        CommandGroup group => group.Examples,
        RootCommand => RootExamples,
        _ => [],
    };

    private static IReadOnlyList<string> DetailsOf(Command command) => command switch
    {
        SealiftCommand known => known.Details,
        CommandGroup group => group.Details,
        _ => [],
    };

    private static IReadOnlyList<(string Line, string Remark)> RootExamples =>
    [
        ("sealift demo", "see a whole session, explicit and implicit, on this machine"),
        ("sealift ls -l ftpes://alice@ftp.example.org/", "list a directory, explicit TLS"),
        ("sealift get ftps://alice@ftp.example.org/report.pdf", "download a file, implicit TLS"),
        ("sealift put report.pdf alice@ftp.example.org:/inbox/", "upload a file, short form of the URL"),
        ("sealift site add printer ftpes://alice@printer.example.org/inbox/", "save a server; then: sealift put report.pdf printer:"),
        ("sealift get --help", "the manual of one command"),
    ];

    private static string PathOf(Command command) =>
        command is RootCommand || command.Parents.OfType<Command>().FirstOrDefault() is not { } parent
            ? "sealift"
            : $"{PathOf(parent)} {command.Name}";

    private static IEnumerable<Option> OptionsOf(Command command) => command.Options
        .Concat(command.Parents.OfType<Command>().SelectMany(OptionsOf).Where(option => option.Recursive))
        .Where(option => !option.Hidden)
        .Distinct();

    private static void WriteUsage(TextWriter output, Command command, string path)
    {
        output.WriteLine("Usage:");
        output.Write($"  {path}");
        var isGroup = command.Subcommands.Count > 0;
        if (isGroup && command.Arguments.Count > 0) output.Write($" COMMAND …{Environment.NewLine}  {path}");
        else if (isGroup) output.Write(" COMMAND");
        output.Write(" [options]");
        foreach (var argument in command.Arguments)
        {
            var name = argument.Arity.MaximumNumberOfValues > 1 ? $"{argument.Name}…" : argument.Name;
            output.Write(argument.Arity.MinimumNumberOfValues == 0 ? $" [{name}]" : $" {name}");
        }

        output.WriteLine();
        output.WriteLine();
    }

    private static (string, string) Row(Option option)
    {
        var names = option.Aliases.Append(option.Name).Distinct().OrderBy(name => name.Length);
        var value = option.Arity.MaximumNumberOfValues == 0 || option.HelpName is null ? "" : $" {option.HelpName}";
        return (string.Join(", ", names) + value, option.Description ?? "");
    }

    private static void WriteRows(TextWriter output, string title, IReadOnlyList<(string Name, string Text)> rows)
    {
        if (rows.Count == 0) return;
        output.WriteLine($"{title}:");
        var column = Math.Min(rows.Max(row => row.Name.Length), LargestColumn) + 4;
        foreach (var (name, text) in rows)
        {
            output.Write($"  {name}".PadRight(column));
            if (name.Length + 4 > column)
            {
                output.WriteLine();
                output.Write(new string(' ', column));
            }

            WriteWrapped(output, text, column);
        }

        output.WriteLine();
    }

    private static void WriteParagraphs(TextWriter output, IReadOnlyList<string> paragraphs)
    {
        foreach (var paragraph in paragraphs)
        {
            output.Write("  ");
            WriteWrapped(output, paragraph, 2);
        }

        output.WriteLine();
    }

    private static void WriteExamples(TextWriter output, IReadOnlyList<(string Line, string Remark)> examples)
    {
        if (examples.Count == 0) return;
        output.WriteLine("Examples:");
        foreach (var (line, remark) in examples)
        {
            output.WriteLine($"  {line}");
            output.WriteLine($"      {remark}");
        }
    }

    private static void WriteContract(TextWriter output)
    {
        WriteRows(output, "URLs", [
            ("ftpes://host/path", "explicit TLS (AUTH TLS), port 21; ftp:// means the same, TLS is required all the same"),
            ("ftps://host/path", "implicit TLS, port 990"),
            ("user@host:/path", "short for ftpes://user@host//path; user@host:path is relative to the login directory"),
            ("name:/path, name:path", "a saved site (sealift site --help): from the server's top, or from where the site begins"),
            ("host/path, host//path", "relative to the login directory; with two slashes from the server's top"),
        ]);
        WriteRows(output, "Where the password comes from, in this order", [
            ("--password-file FILE", "its first line; - reads it from stdin"),
            ("URL", "ftpes://user:password@host/: accepted with a warning, others can see your command line"),
            ("SEALIFT_PASSWORD", "environment variable, used where a user is named"),
            ("vault", "what \"sealift site passwd NAME\" saved for that site; asks for the vault's passphrase"),
            (".netrc", "~/.netrc or $NETRC; ignored with a warning if others may read it"),
            ("prompt", "on a terminal, without echo"),
            ("", "No user anywhere means the anonymous user."),
        ]);
        WriteRows(output, "Exit codes", [
            ("0", "everything was done"),
            ("1", "some files failed"),
            ("2", "the command line is wrong"),
            ("3", "cannot connect, or the connection broke"),
            ("4", "the server is not trusted, or TLS failed"),
            ("5", "the login was refused, or the vault's passphrase is wrong"),
            ("6", "not found, or refused by the server"),
            ("7", "the local disk: missing, not writable, full; sites or a vault that cannot be used"),
            ("8", "the proof failed: the bytes that arrived may not be all"),
            ("130", "cancelled (Ctrl-C)"),
        ]);
    }

    /// <summary>Writes words on lines of at most <paramref name="width"/> columns; the lines after the first are indented.</summary>
    public static void WriteWrapped(TextWriter output, string text, int indent, int width = Width)
    {
        var used = indent;
        var first = true;
        foreach (var word in text.Split(' '))
        {
            if (!first && used + 1 + word.Length > width)
            {
                output.WriteLine();
                output.Write(new string(' ', indent));
                used = indent;
                first = true;
            }

            if (!first) output.Write(' ');
            output.Write(word);
            used += word.Length + (first ? 0 : 1);
            first = false;
        }

        output.WriteLine();
    }
}
