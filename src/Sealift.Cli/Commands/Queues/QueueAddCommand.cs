using System.CommandLine;
using System.Globalization;
using Sealift.Cli.CommandLine.Completing;
using Sealift.Cli.Output;
using Sealift.Cli.Output.Json;
using Sealift.Cli.Queues;
using Sealift.Transfer.Queues;

namespace Sealift.Cli.Commands.Queues;

/// <summary>Adds a job.</summary>
internal sealed class QueueAddCommand : QueueCommand
{
    private readonly Argument<string> _source = new("SOURCE") { Description = "What to copy: a file or directory of this machine, a URL, or a saved site's name:/path.", CompletionSources = { _ => SiteNames.WithColon() } };
    private readonly Argument<string> _target = new("TARGET") { Description = "Where it goes, written likewise. A directory becomes like SOURCE, as with \"sync\"; a file goes into a directory or becomes the file that is named.", CompletionSources = { _ => SiteNames.WithColon() } };
    private readonly Option<int> _priority = new("--priority") { HelpName = "N", Description = "Jobs of a higher priority run first. Default 0; below it is possible, too." };
    private readonly Option<bool> _paused = new("--paused") { Description = "Keep it from running until \"queue resume\"." };
    private readonly Option<string?> _at = new("--at") { HelpName = "TIME", Description = "Run it once, not before this time: 2026-12-24T18:00 in local time, with Z in UTC, or 22:30 for the next time the clock says so." };
    private readonly Option<string?> _cron = new("--cron") { HelpName = "EXPRESSION", Description = "Run it again and again: minute, hour, day of month, month, day of week, such as \"30 2 * * mon-fri\"; or @hourly, @daily, @weekly, @monthly." };
    private readonly Option<string?> _zone = new("--zone") { HelpName = "ZONE", Description = "The time zone of --cron, such as Europe/Berlin or UTC. Default: this machine's." };
    private readonly Option<bool> _json = new("--json") { Description = "The job as one JSON object, as \"queue ls\" has it." };
    private readonly JobSyntax _syntax;

    public QueueAddCommand(Terminal terminal)
        : base(terminal, "add", "add a job to the queue")
    {
        Arguments.Add(_source);
        Arguments.Add(_target);
        Options.Add(_at);
        Options.Add(_cron);
        Options.Add(_zone);
        Options.Add(_priority);
        Options.Add(_paused);
        Options.Add(_json);
        _syntax = new JobSyntax(this, _json);
    }

    public override IReadOnlyList<string> Details =>
    [
        "Nothing is transferred: \"queue run\" does that. The job's number is printed.",
        "A job keeps no secrets, so that a URL with a password is refused. If it will have to ask for one, a warning says so now; a job that has to ask fails where "
        + "nobody can answer. Keep the password with \"site passwd\", in ~/.netrc or in a --password-file.",
        "Where the clocks are put forward, a time that is left out is the next one there is; where they are put back, a single time comes once.",
    ];

    public override IReadOnlyList<(string Title, IReadOnlyList<Option> Options)> OptionGroups => [("Connection, login and trust", _syntax.Connection.All)];

    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        ("sealift queue add report.pdf bank:outbox/", "one file, with the next run"),
        ("sealift queue add bank:inbox/ /srv/in --cron \"*/15 * * * *\"", "a directory, every quarter of an hour"),
        ("sealift queue add ./site web:/www/ --delete --exclude '*.tmp' --at 22:30", "tonight, with the options of sync"),
        ("sealift queue add /srv/backup offsite:backup/ --cron \"0 3 * * sun\" --zone UTC --limit-rate 2M", "on Sundays at three, at 2 MiB a second"),
        ("sealift queue add urgent.xml bank:outbox/ --priority 10", "before the others"),
    ];

    protected override async Task<ExitCode> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var words = _syntax.Read(arguments);
        var source = JobEnd.Read(arguments.GetRequiredValue(_source));
        var target = JobEnd.Read(arguments.GetRequiredValue(_target));

        // What is wrong is said now, not tonight at half past two.
        _ = _syntax.Tree.ReadPlan(arguments, keepTimes: true);
        _ = _syntax.Tree.ReadRun(arguments, keepTimes: true, isVerified: false);
        var schedule = ReadSchedule(arguments);
        if (source.Remote is null && !File.Exists(source.Text) && !Directory.Exists(source.Text))
            Terminal.WriteWarning($"{source.Text} is not there now; the job fails if it is not when it runs.");

        await using var file = await OpenAsync(cancellationToken);
        var job = new TransferQueue(file).Add(new NewJob(source.Text, target.Text)
        {
            Options = words.Write(),
            Priority = arguments.GetValue(_priority),
            Schedule = schedule,
            IsPaused = arguments.GetValue(_paused),
        });
        await WarnOfQuestionsAsync(arguments, job.Id, [source, target], cancellationToken);
        if (arguments.GetValue(_json)) Terminal.WriteJson(JobRecord.Of(job), JsonLines.Default.JobRecord);
        else Terminal.Out.WriteLine(job.Id.ToString(CultureInfo.InvariantCulture));
        Terminal.WriteRemark($"Job {job.Id} is {JobText.State(job, TimeProvider.System.GetUtcNow())}. \"sealift queue run\" runs what is due.");
        return ExitCode.Ok;
    }

    private async Task WarnOfQuestionsAsync(ParseResult arguments, long id, IEnumerable<JobEnd> ends, CancellationToken cancellationToken)
    {
        var outlook = new PasswordOutlook(Terminal);
        foreach (var location in ends.Select(end => end.Remote).OfType<CommandLine.RemoteLocation>())
        {
            if (await outlook.FindQuestionAsync(_syntax.Connection.Read(arguments), location, cancellationToken) is { } question)
                Terminal.WriteWarning($"job {id} will have to ask for {question}, and fails where nobody can answer.");
        }
    }

    private JobSchedule? ReadSchedule(ParseResult arguments)
    {
        var at = arguments.GetValue(_at);
        var cron = arguments.GetValue(_cron);
        var zone = arguments.GetValue(_zone);
        if (at is not null && cron is not null) throw CommandException.Usage("--at and --cron exclude each other: one is once, the other again and again.", "Leave one of them out.");
        if (zone is not null && cron is null) throw CommandException.Usage("--zone says where the times of --cron are.", "Add --cron; --at takes local time, or UTC with a Z.");
        if (at is not null) return JobSchedule.Once(ReadMoment(at));
        if (cron is null) return null;
        var found = TimeZoneInfo.Local;
        if (zone is not null && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out found))
            throw CommandException.Usage($"--zone: \"{zone}\" is no time zone that this machine knows.", "Write one such as Europe/Berlin, America/New_York or UTC.");
        try
        {
            return JobSchedule.Every(cron, found);
        }
        catch (FormatException e)
        {
            throw CommandException.Usage($"--cron: {e.Message}", "Five fields: minute, hour, day of month, month, day of week. \"30 2 * * mon-fri\" is half past two on weekdays.");
        }
    }

    private static DateTimeOffset ReadMoment(string text)
    {
        var now = TimeProvider.System.GetLocalNow();
        if (TimeOnly.TryParseExact(text, ["HH:mm", "H:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            var day = DateOnly.FromDateTime(now.DateTime);
            var next = new DateTime(TimeOnly.FromDateTime(now.DateTime) < time ? day : day.AddDays(1), time);
            return new DateTimeOffset(next, TimeZoneInfo.Local.GetUtcOffset(next));
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var moment) && text.Contains('-', StringComparison.Ordinal)
            ? moment
            : throw CommandException.Usage($"--at: \"{text}\" is no time.", "Write 2026-12-24T18:00 (local), 2026-12-24T17:00Z (UTC), or 22:30.");
    }
}
