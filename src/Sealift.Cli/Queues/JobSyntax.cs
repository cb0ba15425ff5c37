using System.CommandLine;
using System.CommandLine.Parsing;
using Sealift.Cli.Connecting;
using Sealift.Cli.Output;
using Sealift.Cli.Trees;
using Sealift.Sites;

namespace Sealift.Cli.Queues;

/// <summary>The options of a transfer, which a job keeps as the words of a command line and which are read again when it runs.</summary>
internal sealed class JobSyntax
{
    private readonly Command _command;

    /// <summary>Lets a command take the options.</summary>
    public JobSyntax(Command command, Option<bool> json)
    {
        _command = command;
        Tree = new TreeOptions(command, json);
        foreach (var option in Own) command.Options.Add(option);
        Connection = new ConnectionOptions(command);
    }

    /// <summary>What takes part, what is compared, how it runs.</summary>
    public TreeOptions Tree { get; }

    /// <summary>The connections.</summary>
    public ConnectionOptions Connection { get; }

    /// <summary>Whether files get the time of their source.</summary>
    public Option<bool> NoTimes { get; } = new("--no-times") { Description = "Do not give files the time of their source." };

    /// <summary>Whether checksums are demanded.</summary>
    public Option<bool> Verify { get; } = new("--verify") { Description = "Compare checksums of both sides before a file takes its name; a file without one fails. Without it the size is compared." };

    private IReadOnlyList<Option> Own => [NoTimes, Verify];

    /// <summary>Reads the words of a job.</summary>
    /// <exception cref="CommandException">They are none that this version knows (usage).</exception>
    public ParseResult Parse(JobWords words)
    {
        var parsed = _command.Parse([.. words.Arguments], new ParserConfiguration { ResponseFileTokenReplacer = null });
        var wrong = parsed.Errors.FirstOrDefault(error => error.SymbolResult is not ArgumentResult { Argument.Name: "SOURCE" or "TARGET" });
        return wrong is null ? parsed : throw CommandException.Usage($"the options of the job are not known here: {wrong.Message}", "Another version added it; remove the job and add it again.");
    }

    /// <summary>The words of a command line that belong to the transfer, in their order; files by their full path.</summary>
    /// <exception cref="CommandException">One of them cannot wait in a queue (usage).</exception>
    public JobWords Read(ParseResult arguments)
    {
        var options = Tree.All.Concat(Own).Concat(Connection.All).SelectMany(option => option.Aliases.Append(option.Name).Select(name => (name, option))).ToDictionary(StringComparer.Ordinal);
        var words = new List<string>();
        for (var i = 0; i < arguments.Tokens.Count; i++)
        {
            if (arguments.Tokens[i] is not { Type: TokenType.Option } token || !options.TryGetValue(token.Value, out var option)) continue;
            if (Tree.OfDryRun.Contains(option)) throw CommandException.Usage($"{token.Value} shows a plan, and a job of the queue has none yet.", "\"sealift sync --dry-run\" with the same words shows it.");
            words.Add(option.Name);
            if (option is Option<bool> || i + 1 >= arguments.Tokens.Count) continue;
            words.Add(Absolute(option, arguments.Tokens[++i].Value));
        }

        return new JobWords(words);
    }

    private static string Absolute(Option option, string value)
    {
        if (KnownSettings.All.FirstOrDefault(setting => option.Name == $"--{setting.Name}") is not { IsFile: true } setting) return value;
        return value == "-"
            ? throw CommandException.Usage($"--{setting.Name} - reads from stdin, which is another one when the job runs.", "Name a file.")
            : Path.GetFullPath(value);
    }
}
