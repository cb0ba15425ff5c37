using System.CommandLine;
using System.CommandLine.Parsing;
using Sealift.Cli.Output;
using Sealift.Transfer.Filters;
using Sealift.Transfer.Planning;
using Sealift.Transfer.Running;

namespace Sealift.Cli.Trees;

/// <summary>The options of the commands that move trees: what takes part, what is compared, what may be deleted, how it runs.</summary>
internal sealed class TreeOptions
{
    private readonly Option<bool> _delete = new("--delete") { Description = "Delete in the target what the source does not have: last of all, only if every listing was complete and no file failed, and never what a filter leaves out." };
    private readonly Option<string?> _deleteLimit = new("--delete-limit") { HelpName = "N", Description = "How much may be deleted without a question: a number of files (500), a share of the target's entries (40%), or none. Default: 100 files and 25%. Above it a terminal is asked; elsewhere nothing is deleted, and the exit code is 1." };
    private readonly Option<string[]> _include = new("--include") { HelpName = "PATTERN", Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = false, Description = "Let what matches take part (again for more). Where the first rule is an --include, nothing else does." };
    private readonly Option<string[]> _exclude = new("--exclude") { HelpName = "PATTERN", Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = false, Description = "Leave out what matches (again for more). Of all rules the last one that matches decides." };
    private readonly Option<string?> _minSize = new("--min-size") { HelpName = "SIZE", Description = "Only files of this size or more: 500, 10k, 1.5M, 2G." };
    private readonly Option<string?> _maxSize = new("--max-size") { HelpName = "SIZE", Description = "Only files of this size or less." };
    private readonly Option<string?> _newerThan = new("--newer-than") { HelpName = "AGE", Description = "Only files changed since then: 30m, 12h, 2d, 3w ago, a date (2026-05-01) or a time in UTC (2026-05-01T12:30)." };
    private readonly Option<string?> _olderThan = new("--older-than") { HelpName = "AGE", Description = "Only files changed before then." };
    private readonly Option<string> _compare = new("--compare") { HelpName = "HOW", DefaultValueFactory = _ => "time", Description = "What makes two files equal: time (size and time, the default), size, or hash (checksums that both sides compute; exit code 8 where one cannot)." };
    private readonly Option<string> _existing = new("--existing") { HelpName = "POLICY", DefaultValueFactory = _ => "replace", Description = "What happens to a file that differs in the target: replace (the default), newer (replace only if the source's is newer), skip, always (replace equal ones too), both (put the source's beside it as \"name (1).ext\")." };
    private readonly Option<string> _links = new("--links") { HelpName = "POLICY", DefaultValueFactory = _ => "skip", Description = "What happens to symbolic links: skip (the default), follow (copy what they lead to), keep (make them in the target, where they are relative and stay inside)." };
    private readonly Option<bool> _noEscape = new("--no-escape") { Description = "Refuse names that the target cannot hold. By default they are written with % and two hexadecimal digits, which leads back." };
    private readonly Option<bool> _noTimes = new("--no-times") { Description = "Do not give files the time of their source." };
    private readonly Option<bool> _verify = new("--verify") { Description = "Compare checksums of both sides before a file takes its name; a file without one fails. Without it the size is compared." };
    private readonly Option<int> _sessions = new("--sessions") { HelpName = "N", DefaultValueFactory = _ => 4, Description = "How many files travel at once, 1 to 64. Default 4. A server that allows fewer sessions gets fewer." };
    private readonly Option<int> _segments = new("--segments") { HelpName = "N", DefaultValueFactory = _ => 1, Description = "Split a large file into up to N parts that travel at once, 1 to 64, each on a session of its own. Default 1: whole. Uploads need a server that joins files (COMB); elsewhere they travel whole." };
    private readonly Option<string?> _segmentSize = new("--segment-size") { HelpName = "SIZE", Description = "The smallest part that --segments makes, 64k at least: a file below twice this size travels whole. Default 4M." };
    private readonly Option<string?> _limitRate = new("--limit-rate") { HelpName = "RATE", Description = "Bytes a second, all sessions together: 500k, 2M." };
    private readonly Option<string?> _limitSchedule = new("--limit-schedule") { HelpName = "TIMES", Description = "Other rates at times of day, in local time: 08:00-18:00=500k, with days in front (mon-fri 08:00-18:00=500k), several with commas, none for no limit. Outside of them --limit-rate counts." };
    private readonly Option<bool> _dryRun = new("--dry-run", "-n") { Description = "Change nothing: show each step and its reason." };
    private readonly Option<bool> _all = new("--all") { Description = "With --dry-run: show the files that are as they should be, too." };
    private readonly Option<bool> _json;

    public TreeOptions(Command command, Option<bool>? json = null)
    {
        _json = json ?? new Option<bool>("--json") { Description = "One JSON object a line: what happens to each entry, how far it is, and a summary at the end." };
        List<Option> own = [_delete, _deleteLimit, _include, _exclude, _minSize, _maxSize, _newerThan, _olderThan, _compare, _existing, _links, _noEscape, _sessions, _segments, _segmentSize, _limitRate, _limitSchedule, _dryRun, _all];

        // A command with its own --json has these two as well.
        if (json is null) own.AddRange([_noTimes, _verify]);
        All = own;
        foreach (var option in own) command.Options.Add(option);
        if (json is null) command.Options.Add(_json);
    }

    /// <summary>Those that this class has added, but for --json.</summary>
    public IReadOnlyList<Option> All { get; }

    public int Sessions(ParseResult arguments) => arguments.GetValue(_sessions) is >= 1 and <= 64 and var count
        ? Math.Max(count, Segments(arguments))
        : throw CommandException.Usage("--sessions is a number from 1 to 64.", "4 is a good one.");

    public int Segments(ParseResult arguments) => arguments.GetValue(_segments) is >= 1 and <= 64 and var count
        ? count
        : throw CommandException.Usage("--segments is a number from 1 to 64.", "4 is a good one for files of some hundred megabytes.");

    /// <summary>Those that say how a plan is shown, which a job of the queue cannot have.</summary>
    public IReadOnlyList<Option> OfDryRun => [_dryRun, _all];

    public bool IsDryRun(ParseResult arguments) => arguments.GetValue(_dryRun);

    public bool ShowsAll(ParseResult arguments) => arguments.GetValue(_all);

    public bool IsJson(ParseResult arguments) => arguments.GetValue(_json);

    /// <summary>The first option of these that was typed, which another command does not take; null if there is none.</summary>
    public string? FindTyped(ParseResult arguments, bool allowSegments = false) =>
        All.FirstOrDefault(option => !(allowSegments && option == _segments) && arguments.GetResult(option) is { Implicit: false })?.Name;

    public TransferPlanOptions ReadPlan(ParseResult arguments, bool keepTimes)
    {
        if (arguments.GetValue(_deleteLimit) is not null && !arguments.GetValue(_delete))
            throw CommandException.Usage("--delete-limit says how much --delete may delete.", "Add --delete.");
        return new TransferPlanOptions
        {
            Comparison = Choose("--compare", arguments.GetValue(_compare), ("time", ComparisonMethod.SizeAndTime), ("size", ComparisonMethod.Size), ("hash", ComparisonMethod.Hash)),
            Existing = Choose(
                "--existing",
                arguments.GetValue(_existing),
                ("replace", ExistingPolicy.ReplaceDifferent),
                ("newer", ExistingPolicy.ReplaceOlder),
                ("skip", ExistingPolicy.Skip),
                ("always", ExistingPolicy.ReplaceAlways),
                ("both", ExistingPolicy.KeepBoth)),
            Links = Choose("--links", arguments.GetValue(_links), ("skip", LinkPolicy.Skip), ("follow", LinkPolicy.Follow), ("keep", LinkPolicy.Keep)),
            Filter = ReadFilter(arguments),
            Delete = arguments.GetValue(_delete),
            DeletionLimit = arguments.GetValue(_deleteLimit) is { } limit ? AmountText.ReadLimit(limit) : DeletionLimit.Default,
            KeepTimes = keepTimes,
            EscapeNames = !arguments.GetValue(_noEscape),
            ParallelListings = Sessions(arguments),
        };
    }

    public TransferRunOptions ReadRun(ParseResult arguments, bool keepTimes, bool isVerified) => new()
    {
        Sessions = Sessions(arguments),
        Segments = Segments(arguments),
        SmallestSegment = ReadSegmentSize(arguments),
        KeepTimes = keepTimes,
        Proof = isVerified ? TransferProof.Hash : TransferProof.Size,
        RateLimit = RateText.Read(arguments.GetValue(_limitRate), arguments.GetValue(_limitSchedule)),
    };

    private long ReadSegmentSize(ParseResult arguments) => arguments.GetValue(_segmentSize) is not { } text
        ? 4 * 1024 * 1024
        : AmountText.ReadSize("--segment-size", text) is >= 64 * 1024 and var size ? size : throw CommandException.Usage("--segment-size is 64k at least.", "Write 64k, 8M or 1G.");

    /// <summary>Whether files get the time of their source, by this command's own option.</summary>
    public bool KeepsTimes(ParseResult arguments) => !arguments.GetValue(_noTimes);

    /// <summary>Whether checksums are demanded, by this command's own option.</summary>
    public bool IsVerified(ParseResult arguments) => arguments.GetValue(_verify);

    private static T Choose<T>(string option, string? text, params ReadOnlySpan<(string Word, T Value)> choices)
    {
        var words = new List<string>();
        foreach (var (word, value) in choices)
        {
            if (word == text) return value;
            words.Add(word);
        }

        throw CommandException.Usage($"{option}: \"{text}\" is none of {string.Join(", ", words)}.", $"Choose one of {string.Join(", ", words)}.");
    }

    private PathFilter ReadFilter(ParseResult arguments)
    {
        var now = TimeProvider.System.GetUtcNow();
        return new PathFilter
        {
            Rules = ReadRules(arguments),
            MinSize = arguments.GetValue(_minSize) is { } min ? AmountText.ReadSize("--min-size", min) : null,
            MaxSize = arguments.GetValue(_maxSize) is { } max ? AmountText.ReadSize("--max-size", max) : null,
            NewerThan = arguments.GetValue(_newerThan) is { } newer ? AmountText.ReadMoment("--newer-than", newer, now) : null,
            OlderThan = arguments.GetValue(_olderThan) is { } older ? AmountText.ReadMoment("--older-than", older, now) : null,
        };
    }

    // The order between the two options counts, so the words are read as they were typed.
    private List<PathRule> ReadRules(ParseResult arguments)
    {
        var rules = new List<PathRule>();
        var option = "";
        foreach (var token in arguments.Tokens)
        {
            if (token.Type == TokenType.Option) option = token.Value;
            else if (token.Type == TokenType.Argument && (option == _include.Name || option == _exclude.Name))
            {
                rules.Add(ReadRule(option, token.Value));
                option = "";
            }
        }

        return rules;
    }

    private PathRule ReadRule(string option, string pattern)
    {
        try
        {
            return option == _include.Name ? PathRule.Include(pattern) : PathRule.Exclude(pattern);
        }
        catch (FormatException e)
        {
            throw CommandException.Usage($"{option} \"{pattern}\": {e.Message}", "* any characters, ** any directories, ? one character, [a-z], {a,b}, a slash at the end for directories.");
        }
    }
}
