using System.CommandLine;
using Sealift.Cli.Output;

namespace Sealift.Cli.Trees;

/// <summary>The options of "sync --watch".</summary>
internal sealed class WatchOptions
{
    private readonly Option<bool> _watch = new("--watch") { Description = "Go on when it is done: follow SOURCE, a directory of this machine, and carry what changes, until Ctrl-C." };
    private readonly Option<string?> _settle = new("--settle") { HelpName = "TIME", Description = "With --watch: how long a file must stay the same before it is carried: 500ms, 2s (the default), 1m." };
    private readonly Option<string?> _rescan = new("--rescan") { HelpName = "TIME", Description = "With --watch: how often both trees are compared as a whole, in case the system told of a change too little: 15m (the default), 1h." };

    public WatchOptions(Command command)
    {
        command.Options.Add(_watch);
        command.Options.Add(_settle);
        command.Options.Add(_rescan);
    }

    public bool IsOn(ParseResult arguments) => arguments.GetValue(_watch);

    /// <summary>Refuses what makes no sense together.</summary>
    public void RequireSense(ParseResult arguments, TreeOptions tree, TreeEnd source)
    {
        if (!IsOn(arguments))
        {
            if (arguments.GetValue(_settle) is null && arguments.GetValue(_rescan) is null) return;
            throw CommandException.Usage("--settle and --rescan say how --watch follows.", "Add --watch.");
        }

        if (source.Remote is not null) throw CommandException.Usage("--watch follows a directory of this machine, and SOURCE is on a server.", "\"sealift queue add … --cron\" looks at a server again and again.");
        if (tree.IsDryRun(arguments)) throw CommandException.Usage("--watch and --dry-run exclude each other.", "Leave one of them out.");
        _ = Read(arguments);
    }

    public Transfer.Watching.WatchOptions Read(ParseResult arguments)
    {
        var options = new Transfer.Watching.WatchOptions();
        if (arguments.GetValue(_settle) is { } settle) options = options with { Settle = ReadTime("--settle", settle, TimeSpan.FromMilliseconds(50)) };
        if (arguments.GetValue(_rescan) is { } rescan) options = options with { Rescan = ReadTime("--rescan", rescan, TimeSpan.FromSeconds(1)) };
        return options;
    }

    private static TimeSpan ReadTime(string option, string text, TimeSpan least) => AmountText.FindTime(text) is { } time && time >= least && time < TimeSpan.FromDays(20)
        ? time
        : throw CommandException.Usage($"{option}: \"{text}\" is no time, or too short.", "Write 500ms, 2s, 15m or 1h.");
}
