using System.CommandLine;
using Sealift.Cli.CommandLine;
using Sealift.Cli.Connecting;
using Sealift.Cli.Output;
using Sealift.Cli.Trees;
using Sealift.Client;
using Sealift.Core;
using Sealift.Sites;
using Sealift.Transfer;
using Sealift.Transfer.Planning;
using Sealift.Transfer.Queues;
using Sealift.Transfer.Running;

namespace Sealift.Cli.Queues;

/// <summary>Makes a job of the queue one that can be run: sides, sessions, options, passwords. A job goes on with the sessions of the one before it where it has the same login.</summary>
internal sealed class JobPreparation : IAsyncDisposable
{
    private readonly Terminal _terminal;
    private readonly JobSyntax _syntax;
    private readonly JobSessions _sessions = new(TimeProvider.System);

    public JobPreparation(Terminal terminal)
    {
        _terminal = terminal;

        // One for the whole run, so that the passphrase of the vault is asked for once.
        _syntax = new JobSyntax(new Command("job"), new Option<bool>("--json"));
    }

    /// <summary>The most files at once, in place of what jobs say; null for what they say.</summary>
    public int? Sessions { get; init; }

    /// <summary>The speed, in place of what jobs say; null for what they say.</summary>
    public RateLimit? Rate { get; init; }

    /// <summary>Words that every job gets behind its own.</summary>
    public IReadOnlyList<string> MoreWords { get; init; } = [];

    /// <summary>Asks whether more may be deleted than a limit allows; null where nobody can be asked.</summary>
    public Func<DeletionCount, CancellationToken, ValueTask<bool>>? ConfirmDeletion { get; init; }

    /// <summary>
    /// Asks what becomes of files that would be replaced, for jobs whose words say that their person is asked; null where nobody can be asked, so that those
    /// files stay and count as failed.
    /// </summary>
    public Func<TransferJob, TransferStep, CancellationToken, ValueTask<ConflictDecision>>? DecideConflict { get; init; }

    /// <summary>Makes the sessions of a job ones that are recorded, where that is wanted; null for nothing.</summary>
    public Func<FtpClientOptions, ConnectionSettings, FtpClientOptions>? Observe { get; init; }

    /// <summary>The vault, where others use it too; null for one of its own.</summary>
    public VaultAccess? Vault
    {
        get => _syntax.Connection.Vault;
        init => _syntax.Connection.Vault = value;
    }

    /// <summary>What was typed before in this process; null where nothing is kept.</summary>
    public TypedPasswords? Typed
    {
        get => _syntax.Connection.Typed;
        init => _syntax.Connection.Typed = value;
    }

    /// <summary>What is known of servers that this process itself runs, as if it were typed; null for nothing.</summary>
    public Func<RemoteLocation, ConnectionSettings?>? Known
    {
        get => _syntax.Connection.Known;
        init => _syntax.Connection.Known = value;
    }

    /// <summary>Opens the sides of a job.</summary>
    public async ValueTask<PreparedJob> PrepareAsync(TransferJob job, CancellationToken cancellationToken)
    {
        var words = JobWords.Of(job);
        var arguments = _syntax.Parse(new JobWords([.. words.Arguments, .. MoreWords]));
        var source = JobEnd.Read(job.Source);
        var target = JobEnd.Read(job.Target);
        var keepTimes = !arguments.GetValue(_syntax.NoTimes);
        var sessions = Sessions ?? _syntax.Tree.Sessions(arguments);
        var run = _syntax.Tree.ReadRun(arguments, keepTimes, arguments.GetValue(_syntax.Verify));
        run = run with { Sessions = sessions, RateLimit = Rate ?? run.RateLimit };
        var plan = _syntax.Tree.ReadPlan(arguments, keepTimes) with { ConfirmDeletion = ConfirmDeletion };
        if (words.Asks) plan = plan with { DecideConflict = (step, token) => DecideAsync(job, words, step, token) };

        TreeServer? from = null;
        TreeServer? to = null;
        try
        {
            var isOneServer = new TreeEnd(source.Text, source.Remote).IsSameServer(new TreeEnd(target.Text, target.Remote));
            if (source.Remote is not null) from = await OpenAsync(arguments, source, isOneServer ? Math.Max(2, sessions) : sessions, cancellationToken);
            if (target.Remote is not null) to = isOneServer ? from! with { Location = target.Remote } : await OpenAsync(arguments, target, sessions, cancellationToken);
            if (await IsFileAsync(source, from, cancellationToken)) return await SingleAsync(source, target, from, to, cancellationToken) with { Plan = plan, Run = run };
            return new PreparedJob(from?.Side(source.Remote!.Path) ?? TransferSide.Local(source.Text), to?.Side(target.Remote!.Path) ?? TransferSide.LocalOrNew(target.Text))
            {
                Plan = plan,
                Run = run,
            };
        }
        catch
        {
            if (from is not null) await from.DisposeAsync();
            if (to is not null) await to.DisposeAsync();
            throw;
        }
    }

    private ValueTask<ConflictDecision> DecideAsync(TransferJob job, JobWords words, TransferStep step, CancellationToken cancellationToken) =>
        words.Decision is { } decision ? ValueTask.FromResult(decision) : DecideConflict?.Invoke(job, step, cancellationToken) ?? ValueTask.FromResult(ConflictDecision.Refuse);

    private async Task<TreeServer> OpenAsync(ParseResult arguments, JobEnd end, int sessions, CancellationToken cancellationToken)
    {
        var location = end.Remote!;
        _terminal.Servers.Add(location.Server);

        // Looked up for each job, so that what was changed meanwhile counts: the site, the password, a pin.
        var options = await _syntax.Connection.ResolveAsync(_terminal, arguments, location, stdinIsData: false, cancellationToken);
        var settings = _syntax.Connection.ReadAll(arguments, location);
        var login = JobLogin.Of(options, settings, sessions);
        var held = await _sessions.TakeAsync(login, () => new FtpClientPool(Observe?.Invoke(options, settings) ?? options, new FtpClientPoolOptions { MaxSessions = sessions }));
        return new TreeServer(location, held.Pool, TreeServer.IdentityOf(options, location), held);
    }

    public ValueTask DisposeAsync() => _sessions.DisposeAsync();

    private static async Task<bool> IsFileAsync(JobEnd source, TreeServer? server, CancellationToken cancellationToken)
    {
        if (source.Remote is not { } remote) return File.Exists(source.Text);
        if (remote.IsDirectory || remote.Path.IsTop) return false;
        await using var lease = await server!.Pool.RentAsync(cancellationToken);
        return await lease.Client.FindAsync(remote.Path, cancellationToken) is { Kind: FtpEntryKind.File };
    }

    // The directories of the two files are the sides.
    private static async Task<PreparedJob> SingleAsync(JobEnd source, JobEnd target, TreeServer? from, TreeServer? to, CancellationToken cancellationToken)
    {
        var name = source.Remote?.Path.Name ?? Path.GetFileName(source.Text);
        var file = FtpPath.IsName(name) ? FtpPath.Home.Append(name) : throw CommandException.Usage($"{source.Text}: the name contains a control character.", "Rename the file.");
        var here = from?.Side(source.Remote!.Path.Parent!) ?? TransferSide.Local(Path.GetDirectoryName(source.Text)!);
        if (target.Remote is { } remote)
        {
            var isDirectory = remote.IsDirectory || remote.Path.IsTop || await to!.HasDirectoryAsync(remote.Path, cancellationToken);
            return new PreparedJob(here, to!.Side(isDirectory ? remote.Path : remote.Path.Parent!)) { File = file, FileTarget = isDirectory ? file : FtpPath.Home.Append(remote.Path.Name) };
        }

        return target.IsDirectory
            ? new PreparedJob(here, TransferSide.LocalOrNew(target.Text)) { File = file }
            : new PreparedJob(here, TransferSide.LocalOrNew(Path.GetDirectoryName(target.Text)!)) { File = file, FileTarget = FtpPath.Home.Append(Path.GetFileName(target.Text)) };
    }
}
