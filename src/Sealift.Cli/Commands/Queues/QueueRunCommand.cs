using System.CommandLine;
using Sealift.Cli.Connecting;
using Sealift.Cli.Output;
using Sealift.Cli.Queues;
using Sealift.Cli.Trees;
using Sealift.Sites;
using Sealift.Transfer.Queues;

namespace Sealift.Cli.Commands.Queues;

/// <summary>Runs the jobs that are due.</summary>
internal sealed class QueueRunCommand : QueueCommand
{
    private readonly Argument<string[]> _ids = new("ID") { Description = "The numbers of the jobs to run; without any: all that are due.", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<bool> _stay = new("--stay") { Description = "Go on when nothing is due: wait for jobs that are due later or added meanwhile, until Ctrl-C or SIGTERM." };
    private readonly Option<int?> _sessions = new("--sessions") { HelpName = "N", Description = "How many files travel at once, 1 to 64, whatever the jobs say. Without it: what each job says, 4 where it says nothing." };
    private readonly Option<string?> _limitRate = new("--limit-rate") { HelpName = "RATE", Description = "Bytes a second, whatever the jobs say: 500k, 2M." };
    private readonly Option<string?> _limitSchedule = new("--limit-schedule") { HelpName = "TIMES", Description = "Other rates at times of day, in local time: mon-fri 08:00-18:00=500k,22:00-06:00=none. Outside of them --limit-rate counts." };
    private readonly Option<bool> _json = new("--json") { Description = "One JSON object a line: each job when it begins and when it has ended, and in between what \"sync\" tells." };
    private readonly SettingOptions _vault = new([KnownSettings.VaultPassphraseFile]);

    public QueueRunCommand(Terminal terminal)
        : base(terminal, "run", "run the jobs that are due")
    {
        Arguments.Add(_ids);
        Options.Add(_stay);
        Options.Add(_sessions);
        Options.Add(_limitRate);
        Options.Add(_limitSchedule);
        Options.Add(_json);
        _vault.AddTo(this);
        TakeTraceOptions();
    }

    public override IReadOnlyList<(string Title, IReadOnlyList<Option> Options)> OptionGroups => [TraceGroup];

    public override IReadOnlyList<string> Details =>
    [
        "One job after the other, each as \"sync\" would do it, until nothing is due; then it ends. The exit code is 1 if a job failed or had failures. With --stay it "
        + "waits for what is due later, which makes it a service: a systemd unit, or \"@reboot\" of cron. Without it, a line of cron does as well.",
        "It may be killed at any moment. The next run goes on: what arrived is found done, a large file is resumed, and no file is there twice. One process runs the "
        + "queue at a time; a second one is refused and told which. Jobs may be added, paused and removed meanwhile.",
        "Ctrl-C ends it within a second; the job waits and goes on with the next run.",
    ];

    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        ("sealift queue run", "what is due now"),
        ("sealift queue run --stay --limit-schedule \"mon-fri 08:00-18:00=500k\"", "a service that leaves the line to others in office hours"),
        ("sealift queue run 7 --json", "job 7 alone, for a program"),
    ];

    protected override async Task<ExitCode> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var isJson = arguments.GetValue(_json);
        if (arguments.GetValue(_sessions) is < 1 or > 64) throw CommandException.Usage("--sessions is a number from 1 to 64.", "4 is a good one.");
        var rate = (arguments.GetValue(_limitRate), arguments.GetValue(_limitSchedule)) is (null, null) ? null : RateText.Read(arguments.GetValue(_limitRate), arguments.GetValue(_limitSchedule));
        var ids = (arguments.GetValue(_ids) ?? []).Select(ReadId).ToList();
        await using var file = await OpenAsync(cancellationToken);
        var queue = new TransferQueue(file);
        foreach (var id in ids.Where(id => queue.Find(id) is null)) throw NoJob(id);

        using var view = new QueueView(Terminal, file, isJson);
        await using var preparation = new JobPreparation(Terminal)
        {
            Sessions = arguments.GetValue(_sessions),
            Rate = rate,
            Observe = (options, settings) => Trace.Observe(arguments, options, settings),
            MoreWords = _vault.Read(arguments).Find(KnownSettings.VaultPassphraseFile) is { } passphrase ? [$"--{KnownSettings.VaultPassphraseFile.Name}", Path.GetFullPath(passphrase)] : [],
        };
        var runner = new QueueRunner(file, preparation.PrepareAsync, new QueueRunnerOptions
        {
            Stays = arguments.GetValue(_stay),
            Only = ids.Count == 0 ? null : ids,
            Describe = exception => exception is OutputClosedException or OperationCanceledException ? null : view.Describe(exception),
        });
        await foreach (var happened in runner.RunAsync(cancellationToken)) view.Show(happened, runner.Plan);

        // A job that was asked for by its number and is not due is no success.
        foreach (var id in ids.Where(id => !view.Ended.Contains(id)))
            Terminal.WriteWarning(queue.Find(id) is { } job ? $"job {id} was not run: it is {JobText.State(job, TimeProvider.System.GetUtcNow())}." : $"job {id} is gone.");
        if (view.Ended.Count == 0 && ids.Count == 0 && !cancellationToken.IsCancellationRequested)
            Terminal.WriteRemark(queue.NextDue() is { } next ? $"Nothing is due; the next job is at {JobText.Moment(next)}." : "Nothing is due.");
        if (cancellationToken.IsCancellationRequested) return arguments.GetValue(_stay) && !view.WasStopped ? ExitCode.Ok : ExitCode.Cancelled;
        return view.HasFailures || ids.Exists(id => !view.Ended.Contains(id)) ? ExitCode.SomeFailed : ExitCode.Ok;
    }
}
