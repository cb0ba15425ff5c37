using System.CommandLine;
using Sealift.Cli.CommandLine;
using Sealift.Cli.CommandLine.Completing;
using Sealift.Cli.Output;
using Sealift.Cli.Transfers;
using Sealift.Client;
using Sealift.Core;

namespace Sealift.Cli.Commands;

/// <summary>Copies a file from one server to another, or within one.</summary>
internal sealed class CpCommand : RemoteCommand
{
    private readonly Argument<string> _source = new("SOURCE") { Description = "The file to copy: a URL or a saved site's name:/path.", CompletionSources = { _ => SiteNames.WithColon() } };
    private readonly Argument<string> _target = new("TARGET") { Description = "Where it goes, on another server or the same: a new name, or a directory, in which it keeps its own name.", CompletionSources = { _ => SiteNames.WithColon() } };
    private readonly Option<bool> _relay = new("--relay") { Description = "Let the bytes go through this machine and do not try another way." };
    private readonly Option<bool> _directOnly = new("--direct-only") { Description = "Never let the bytes go through this machine; where no direct way works, fail (exit code 6)." };
    private readonly Option<bool> _unproven = new("--unproven") { Description = "Allow the direct way between servers without a common checksum; only the size is then compared." };
    private readonly Option<bool> _noTimes = new("--no-times") { Description = "Leave the time of the last change to the target's server instead of the source's." };
    private readonly Option<bool> _json = new("--json") { Description = "When done, one JSON object: action, source, target, bytes, seconds, route, relayReason, evidence, hashAlgorithm, hash." };

    public CpCommand(Terminal terminal)
        : base(terminal, "cp", "copy a file from server to server")
    {
        Arguments.Add(_source);
        Arguments.Add(_target);
        Options.Add(_relay);
        Options.Add(_directOnly);
        Options.Add(_unproven);
        Options.Add(_noTimes);
        Options.Add(_json);
        TakeConnectionOptions();
    }

    public override IReadOnlyList<string> Details =>
    [
        "Whichever way the bytes take, they are written under a temporary name, compared, and then take the name in one step.",
        "",
        "Three ways, the first that works: inside the server, where both are the same one and it can (SITE COPY: ProFTPD's mod_copy); "
        + "directly from server to server; through this machine, which a warning then says with the reason, and --json as \"route\": \"relay\".",
        "",
        "Directly means that one server connects to the other, under TLS. It needs, on at least one of them, SSCN (ProFTPD, Serv-U, "
        + "RaidenFTPD) or CPSV (glFTPD), and on both addresses that the other reaches and permission for foreign addresses. For ProFTPD: "
        + "\"AllowForeignAddress on\" on both; \"TLSOptions NoSessionReuseRequired\" on the one that answers the handshake (the source), "
        + "because a data connection between two servers cannot resume a session with this machine; \"TLSCACertificateFile\" on the one "
        + "that begins it (the target), which checks the other's certificate.",
        "",
        "This machine cannot see that connection, and the server that answers does not know who calls it. So the direct way is taken only "
        + "where both servers compute SHA-256 or SHA-512 and the checksums are equal afterwards; --unproven does without. A difference is "
        + "exit code 8, and the target keeps what it had.",
        "",
        "The options below hold for both servers. Where they need different ones, save them: sealift site add --help. Passwords come "
        + "from the saved sites, .netrc or a prompt for each.",
    ];

    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        ("sealift cp ftpes://alice@old.example.org/big.iso ftpes://alice@new.example.org/archive/", "to archive/big.iso, whichever way works"),
        ("sealift cp supplier:/out/order.xml bank:/in/", "between two saved sites"),
        ("sealift cp --direct-only a:/big.iso b:/big.iso", "never through this machine"),
        ("sealift cp alice@ftp.example.org:/a.txt alice@ftp.example.org:/copy-of-a.txt", "within one server"),
    ];

    protected override async Task<ExitCode> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var source = ReadServer(arguments.GetRequiredValue(_source));
        var target = ReadServer(arguments.GetRequiredValue(_target));
        if (source.Path.IsTop || source.IsDirectory) throw CommandException.Usage($"{source} names a directory; cp copies one file.", "Name a file.");
        var options = Choose(arguments);

        var isOneServer = IsSame(source, target);
        await using var from = Pool(await ResolveAsync(arguments, source, cancellationToken));
        var other = isOneServer ? null : Pool(await ResolveAsync(arguments, target, cancellationToken));
        await using var to = other;
        await CopyAsync(arguments, (from, source), (other ?? from, target), options, cancellationToken);
        return ExitCode.Ok;
    }

    private async Task CopyAsync(
        ParseResult arguments,
        (FtpClientPool Pool, RemoteLocation Location) source,
        (FtpClientPool Pool, RemoteLocation Location) target,
        FtpSiteCopyOptions options,
        CancellationToken cancellationToken)
    {
        FtpEntry entry;
        await using (var lease = await source.Pool.RentAsync(cancellationToken))
            entry = await RemoteContent.FindFileAsync(lease.Client, source.Location.Path, cancellationToken);
        FtpPath path;
        await using (var lease = await target.Pool.RentAsync(cancellationToken))
            path = await TargetAsync(lease.Client, target.Location, entry.Name, cancellationToken);
        if (ReferenceEquals(source.Pool, target.Pool) && path == source.Location.Path)
            throw CommandException.Usage($"{path} is the same file.", "Give another name for TARGET.");

        var copy = new FtpSiteCopy(source.Pool, target.Pool, options);
        var result = await ProgressBar.RunAsync(
            Terminal, entry.Name, entry.Size, progress => copy.CopyAsync(source.Location.Path, path, progress, cancellationToken));
        if (!arguments.GetValue(_noTimes)) await KeepTimeAsync(source.Pool, source.Location.Path, entry, target.Pool, path, cancellationToken);

        var report = new CopyReport(Terminal, arguments.GetValue(_json));
        report.Write(source.Location.ToString(), target.Location.WithPath(path).ToString(), result);
    }

    private static RemoteLocation ReadServer(string text)
    {
        // A path of this machine is the likeliest mistake here.
        return SiteArgument.IsOne(text) || FtpUrl.TryParse(text, out _) || text.Contains("://", StringComparison.Ordinal)
            ? ArgumentParsing.ReadUrl(text)
            : throw CommandException.Usage(
                $"\"{text}\" is on this machine, or no URL; cp copies between servers.",
                "\"sealift put\" uploads a file of this machine and \"sealift get\" downloads one.");
    }

    private FtpSiteCopyOptions Choose(ParseResult arguments)
    {
        var isRelay = arguments.GetValue(_relay);
        var isDirect = arguments.GetValue(_directOnly);
        var isUnproven = arguments.GetValue(_unproven);
        if (isRelay && (isDirect || isUnproven))
            throw CommandException.Usage("--relay contradicts --direct-only and --unproven.", "Leave one of them out.");
        return new FtpSiteCopyOptions
        {
            Route = isRelay ? FtpSiteRouteChoice.RelayOnly : isDirect ? FtpSiteRouteChoice.DirectOnly : FtpSiteRouteChoice.Automatic,
            AllowUnproven = isUnproven,
        };
    }

    private static bool IsSame(RemoteLocation one, RemoteLocation other) =>
        one.Host.Equals(other.Host, StringComparison.OrdinalIgnoreCase) && one.Port == other.Port && one.Url.Mode == other.Url.Mode
        && one.User == other.User && one.Site?.Name == other.Site?.Name;

    // A copy within one server reads by one session and writes by another.
    private static FtpClientPool Pool(FtpClientOptions options) => new(options, new FtpClientPoolOptions { MaxSessions = 2 });

    private static async Task<FtpPath> TargetAsync(
        FtpClient client, RemoteLocation location, string name, CancellationToken cancellationToken)
    {
        var isDirectory = location.IsDirectory || location.Path.IsTop
            || await client.FindAsync(location.Path, cancellationToken) is { Kind: FtpEntryKind.Directory };
        if (!isDirectory) return location.Path;
        var target = location.Path.Append(name);
        return await client.FindAsync(target, cancellationToken) is { Kind: FtpEntryKind.Directory }
            ? throw CommandException.Refused($"{target} is a directory on the server; a file cannot take its place.", "Give another name in TARGET.", code: FailureCode.InTheWay)
            : target;
    }

    private static async Task KeepTimeAsync(
        FtpClientPool source, FtpPath from, FtpEntry entry, FtpClientPool target, FtpPath to, CancellationToken cancellationToken)
    {
        var time = entry.Modified?.ToUtc();
        if (time is null)
        {
            await using var lease = await source.RentAsync(cancellationToken);
            time = (await lease.Client.GetModifiedAsync(from, cancellationToken))?.ToUtc();
        }

        if (time is null) return;
        await using (var lease = await target.RentAsync(cancellationToken))
            await lease.Client.SetModifiedAsync(to, time.Value, cancellationToken);
    }
}
