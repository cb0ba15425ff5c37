using System.CommandLine;
using Sealift.Cli.CommandLine;
using Sealift.Cli.CommandLine.Completing;
using Sealift.Cli.Output;
using Sealift.Cli.Trees;
using Sealift.Transfer;

namespace Sealift.Cli.Commands;

/// <summary>Makes a tree like another one.</summary>
internal sealed class SyncCommand : RemoteCommand
{
    private readonly Argument<string> _source = new("SOURCE") { Description = "The directory to copy: of this machine, a URL, or a saved site's name:/path.", CompletionSources = { _ => SiteNames.WithColon() } };
    private readonly Argument<string> _target = new("TARGET") { Description = "The directory that becomes like it: of this machine, a URL, or a saved site's name:/path. It is made if it is not there.", CompletionSources = { _ => SiteNames.WithColon() } };
    private readonly TreeOptions _options;
    private readonly WatchOptions _watch;

    public SyncCommand(Terminal terminal)
        : base(terminal, "sync", "make a directory like another one")
    {
        Arguments.Add(_source);
        Arguments.Add(_target);
        _options = new TreeOptions(this);
        _watch = new WatchOptions(this);
        TakeConnectionOptions();
    }

    public override IReadOnlyList<string> Details =>
    [
        "Either side may be on this machine or on a server, or both on servers. The content of SOURCE becomes the content of TARGET, with a slash at "
        + "the end or without. A directory of this machine whose name could be a URL or a site is written with a path: ./name:x.",
        "",
        "A file is copied if the target does not have it, or if size or time differ. Each is written under a temporary name beside its target, proven, "
        + "and then takes the name in one step. Nothing is deleted without --delete. Running it again copies what is still missing, and nothing else.",
        "",
        "Patterns: * any characters of a name, ** any directories, ? one character, [a-z], {a,b}; a slash in front or in the middle binds a pattern to the top, "
        + "one at the end means directories and all below. Quote them, so that the shell leaves them alone.",
        "",
        "In a pipe each change is a line on stdout: mkdir, copy, replace, time, link, delete or rmdir, and the path. What failed is named on stderr with "
        + "its cause; the rest is done all the same, and the exit code is 1.",
        "",
        "--watch goes on after the first run: it follows the directory of this machine and carries what changes once it has stayed the same for --settle. A server that "
        + "goes away is tried again, later and later; Ctrl-C ends it. What is deleted here is deleted there only with --delete, within --delete-limit.",
        "",
        "The options of the connection hold for both servers. Where they need different ones, save them: sealift site add --help.",
    ];

    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        ("sealift sync --dry-run --delete ./site ftpes://alice@ftp.example.org/www/", "what would be uploaded and deleted, and why"),
        ("sealift sync ftps://alice@ftp.example.org/reports ./reports", "download what is new, implicit TLS"),
        ("sealift sync --exclude '*.tmp' --exclude 'cache/' ./site bank:/www/", "to a saved site, without some files"),
        ("sealift sync --include '*.{csv,xml}' --newer-than 2d supplier:/out/ ./in", "only two kinds of files, changed in the last two days"),
        ("sealift sync --watch --delete ./site bank:/www/", "upload what changes, as soon as it is stable, until Ctrl-C"),
        ("sealift sync --delete --delete-limit none old:/data new:/data", "from server to server, an exact copy"),
    ];

    protected override async Task<ExitCode> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var from = TreeEnd.Read(arguments.GetRequiredValue(_source));
        var to = TreeEnd.Read(arguments.GetRequiredValue(_target));
        var sessions = _options.Sessions(arguments);
        _watch.RequireSense(arguments, _options, from);
        var transfer = new TreeTransfer(Terminal, _options, (location, token) => ResolveAsync(arguments, location, token))
        {
            KeepTimes = _options.KeepsTimes(arguments),
            IsVerified = _options.IsVerified(arguments),
        };
        _ = _options.ReadPlan(arguments, keepTimes: true);
        if (from.Remote is null && !Directory.Exists(from.Text))
            throw CommandException.Local($"{from.Text}: no such directory on this machine.", "Check the path. A server is named by a URL or by a saved site's name: with a colon.");

        // Two sides of one server share its sessions: a copy reads by one and writes by another.
        var isOneServer = from.IsSameServer(to);
        await using var sourceServer = from.Remote is { } source ? await transfer.OpenAsync(source, isOneServer ? Math.Max(2, sessions) : sessions, cancellationToken) : null;
        await using var otherServer = to.Remote is { } target && !isOneServer ? await transfer.OpenAsync(target, sessions, cancellationToken) : null;
        var targetServer = isOneServer ? sourceServer! with { Location = to.Remote! } : otherServer;
        await using var sourceSide = sourceServer?.Side(from.Remote!.Path) ?? TransferSide.Local(from.Text);
        await using var targetSide = targetServer?.Side(to.Remote!.Path) ?? TransferSide.LocalOrNew(to.Text);
        return _watch.IsOn(arguments)
            ? await new WatchTransfer(Terminal, _options, _watch).RunAsync(arguments, from.Text, targetSide, cancellationToken)
            : await transfer.RunAsync(arguments, sourceSide, targetSide, cancellationToken);
    }
}
