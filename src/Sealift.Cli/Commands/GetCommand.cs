using System.CommandLine;
using Sealift.Cli.CommandLine;
using Sealift.Cli.Output;
using Sealift.Cli.Transfers;
using Sealift.Cli.Trees;
using Sealift.Client;
using Sealift.Core;
using Sealift.Core.Stores;
using Sealift.Transfer;
using Sealift.Transfer.Planning;

namespace Sealift.Cli.Commands;

/// <summary>Downloads a file.</summary>
internal sealed class GetCommand : RemoteCommand
{
    private readonly Argument<string> _url = ArgumentParsing.Url("The file to download; with --recursive a directory.");
    private readonly Argument<string?> _local = new("LOCAL")
    {
        Arity = ArgumentArity.ZeroOrOne,
        Description = "A new name, a directory, or - for stdout. Default: the file's own name in the current directory.",
    };

    private readonly Option<bool> _noTimes = new("--no-times") { Description = "Leave the time of the last change at now instead of the server's." };
    private readonly Option<bool> _json = new("--json") { Description = "When done, one JSON object: action, source, target, bytes, seconds, evidence, compressedBytes, hashAlgorithm, hash, tls." };

    private readonly Option<bool> _recursive = new("--recursive", "-r") { Description = "Download a directory with everything in it. Only what is missing or differs is copied; what a run left unfinished is gone on with." };
    private readonly TreeOptions _tree;
    private readonly FormOptions _form;
    private readonly VerifyOptions _verify;

    public GetCommand(Terminal terminal)
        : base(terminal, "get", "download a file, or a directory")
    {
        Arguments.Add(_url);
        Arguments.Add(_local);
        Options.Add(_recursive);
        _form = new FormOptions(this);
        _verify = new VerifyOptions(this);
        Options.Add(_noTimes);
        Options.Add(_json);
        _tree = new TreeOptions(this, _json);
        OwnGroups = [("With --recursive, --segments without it too", _tree.All)];
        TakeConnectionOptions();
    }

    public override IReadOnlyList<string> Details =>
    [
        "An existing file is replaced in one step when the download is complete and proven; until then, and after any failure, "
        + "it stays as it was. The download is written under a temporary name beside it, which ends in .sealift-part.",
        "",
        "With --recursive the directory arrives as LOCAL, or in it where LOCAL is a directory already or ends with a slash. A slash at the end of "
        + "the URL means the content of the directory: it arrives in LOCAL itself. \"sealift sync --help\" explains patterns, comparison and deletions.",
    ];

    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        ("sealift get ftpes://alice@ftp.example.org/report.pdf", "to ./report.pdf"),
        ("sealift get ftps://alice@ftp.example.org/report.pdf /tmp/", "to /tmp/report.pdf, implicit TLS"),
        ("sealift get --verify alice@ftp.example.org:/big.iso", "compare the checksum that the server computes"),
        ("sealift get --ascii alice@mainframe.example.org:/report.txt", "text, with the line ends of this machine"),
        ("sealift get alice@ftp.example.org:/logs/today - | grep error", "to stdout"),
        ("sealift get --segments 4 alice@ftp.example.org:/big.iso", "a large file on four sessions at once"),
        ("sealift get -r alice@ftp.example.org:/photos --exclude '*.raw'", "a directory to ./photos, without some files"),
        ("sealift get -r bank:/out/ ./in --dry-run", "what would be downloaded to ./in, and why"),
    ];

    protected override async Task<ExitCode> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        if (arguments.GetValue(_recursive)) return await GetTreeAsync(arguments, cancellationToken);
        if (_tree.FindTyped(arguments, allowSegments: true) is { } option) throw CommandException.Usage($"{option} belongs to --recursive.", "Add -r to download a directory, or leave it out.");
        var url = ArgumentParsing.ReadNamedUrl(arguments.GetRequiredValue(_url));
        if (url.IsDirectory) throw CommandException.Usage($"{url} names a directory; get downloads one file.", "Add -r to download the directory, or leave out the slash at the end if it is a file.");
        var form = _form.Read(arguments);
        _verify.RequireSense(arguments, form);
        var local = arguments.GetValue(_local);
        if (local == "-")
        {
            if (arguments.GetValue(_json)) throw CommandException.Usage("--json and the file cannot both go to stdout.", "Give LOCAL a name, or leave out --json.");
            await using var client = await ConnectAsync(arguments, url, cancellationToken);
            await RemoteContent.WriteToOutputAsync(Terminal, client, url.Path, form, _verify.Choose(arguments, client), cancellationToken);
            return ExitCode.Ok;
        }

        var target = LocalTarget.Resolve(local, url.Path.Name);
        if (_tree.Segments(arguments) > 1) return await GetInSegmentsAsync(arguments, url, target, form, cancellationToken);
        await DownloadAsync(arguments, url, target, form, cancellationToken);
        return ExitCode.Ok;
    }

    private async Task<ExitCode> GetInSegmentsAsync(
        ParseResult arguments, RemoteLocation url, LocalTarget target, FtpTransferOptions form, CancellationToken cancellationToken)
    {
        if (form.Type == FtpTransferType.Ascii) throw CommandException.Usage("--ascii is not possible with --segments: text has no offsets.", "Leave one of the two out.");
        var transfer = new TreeTransfer(Terminal, _tree, (location, token) => ResolveAsync(arguments, location, token))
        {
            KeepTimes = !arguments.GetValue(_noTimes),
            IsVerified = _verify.IsVerified(arguments),
        };
        await using var server = await transfer.OpenAsync(url, _tree.Sessions(arguments), cancellationToken);
        FtpEntry entry;
        await using (var lease = await server.Pool.RentAsync(cancellationToken))
        {
            entry = await RemoteContent.FindFileAsync(lease.Client, url.Path, cancellationToken);
            if (entry.Modified?.ToUtc() is null) entry = entry with { Modified = await lease.Client.GetModifiedAsync(url.Path, cancellationToken) ?? entry.Modified };
        }

        await using var source = server.Side(url.Path.Parent ?? FtpPath.Home);
        await using var side = target.Side();
        var existing = await target.FindAsync(cancellationToken);
        var step = new TransferStep(existing is null ? StepAction.Copy : StepAction.Replace, target.Name, existing is null ? StepReason.Missing : StepReason.Forced)
        {
            SourcePath = FtpPath.Home.Append(url.Path.Name),
            Source = entry,
            Target = existing,
            Because = "asked for",
        };
        return await transfer.CopyFileAsync(arguments, source, side, step, cancellationToken);
    }

    private async Task<ExitCode> GetTreeAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var url = ArgumentParsing.ReadUrl(arguments.GetRequiredValue(_url));
        var form = _form.Read(arguments);
        if (form.Type == FtpTransferType.Ascii) throw CommandException.Usage("--ascii is not possible with --recursive: sizes and checksums of text prove nothing.", "Download the files of text one by one.");
        var local = arguments.GetValue(_local);
        if (local == "-") throw CommandException.Usage("a directory cannot go to stdout.", "Give LOCAL a name.");
        var isContent = url.IsDirectory || url.Path.IsTop;
        var place = local ?? ".";
        if (!isContent && (local is null || local.EndsWith('/') || Directory.Exists(local))) place = Path.Join(place, url.Path.Name);

        var transfer = new TreeTransfer(Terminal, _tree, (location, token) => ResolveAsync(arguments, location, token))
        {
            KeepTimes = !arguments.GetValue(_noTimes),
            IsVerified = _verify.IsVerified(arguments),
            Compression = form.Compression ?? FtpCompression.Off,
        };
        await using var server = await transfer.OpenAsync(url, _tree.Sessions(arguments), cancellationToken);
        await using var source = server.Side(url.Path);
        await using var target = TransferSide.LocalOrNew(place);
        return await transfer.RunAsync(arguments, source, target, cancellationToken);
    }

    private async Task DownloadAsync(
        ParseResult arguments, RemoteLocation url, LocalTarget target, FtpTransferOptions form, CancellationToken cancellationToken)
    {
        // Before the network: what the local disk refuses needs no password and no waiting.
        await using var file = await target.OpenAsync(cancellationToken);
        await using var client = await ConnectAsync(arguments, url, cancellationToken);
        var proof = _verify.Choose(arguments, client);
        var entry = await RemoteContent.FindFileAsync(client, url.Path, cancellationToken);

        var result = await ProgressBar.RunAsync(
            Terminal,
            url.Path.Name,
            entry.IsSizeApproximate ? null : entry.Size,
            progress => RemoteContent.DownloadAsync(
                client, url.Path, file, form with { Progress = progress }, proof, "Nothing was replaced.", cancellationToken));
        RemoteContent.WarnOfRefusal(Terminal, client);
        var evidence = RemoteContent.Check(url.Path, entry, result, proof);
        await file.CompleteAsync(cancellationToken);
        if (!arguments.GetValue(_noTimes)) await KeepTimeAsync(client, url.Path, entry, target, cancellationToken);
        await client.QuitAsync(cancellationToken);

        var report = new TransferReport(Terminal, arguments.GetValue(_json));
        report.Write("get", url.ToString(), target.Path, result, evidence, proof?.Checksum);
    }

    private async Task KeepTimeAsync(
        FtpClient client, FtpPath path, FtpEntry entry, LocalTarget target, CancellationToken cancellationToken)
    {
        var time = entry.Modified?.ToUtc() ?? (await client.GetModifiedAsync(path, cancellationToken))?.ToUtc();
        if (time is null) return;
        try
        {
            await target.SetModifiedAsync(time.Value, cancellationToken);
        }
        catch (FileStoreException e)
        {
            // The file is complete; only its time is not the server's.
            Terminal.WriteWarning($"the time of {target.Path} could not be set: {e.Message}");
        }
    }
}
