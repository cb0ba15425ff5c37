using System.CommandLine;
using Sealift.Cli.CommandLine;
using Sealift.Cli.Output;
using Sealift.Cli.Transfers;
using Sealift.Cli.Trees;
using Sealift.Client;
using Sealift.Core;
using Sealift.Transfer;

namespace Sealift.Cli.Commands;

/// <summary>Uploads a file.</summary>
internal sealed class PutCommand : RemoteCommand
{
    private readonly Argument<string> _local = new("LOCAL") { Description = "The file to upload, or - for stdin; with --recursive a directory." };
    private readonly Argument<string> _url = ArgumentParsing.Url("Where it goes: a new name, or a directory, in which it keeps its own name.");
    private readonly Option<bool> _direct = new("--direct") { Description = "Write under the final name at once, for servers that forbid renaming. A broken upload then leaves a broken file." };
    private readonly Option<bool> _noTimes = new("--no-times") { Description = "Leave the time of the last change to the server instead of the file's own." };
    private readonly Option<bool> _json = new("--json") { Description = "When done, one JSON object: action, source, target, bytes, seconds, evidence, compressedBytes, hashAlgorithm, hash, tls." };

    private readonly Option<bool> _unique = new("--unique") { Description = "Let the server choose a new name in the directory that URL names (STOU), so that nothing is replaced; the name is told when it is done." };
    private readonly Option<bool> _recursive = new("--recursive", "-r") { Description = "Upload a directory with everything in it. Only what is missing or differs is copied; what a run left unfinished is gone on with." };
    private readonly TreeOptions _tree;
    private readonly FormOptions _form;
    private readonly VerifyOptions _verify;

    public PutCommand(Terminal terminal)
        : base(terminal, "put", "upload a file, or a directory")
    {
        Arguments.Add(_local);
        Arguments.Add(_url);
        Options.Add(_recursive);
        Options.Add(_direct);
        Options.Add(_unique);
        _form = new FormOptions(this);
        _verify = new VerifyOptions(this);
        Options.Add(_noTimes);
        Options.Add(_json);
        _tree = new TreeOptions(this, _json);
        OwnGroups = [("With --recursive", _tree.All)];
        TakeConnectionOptions();
    }

    public override IReadOnlyList<string> Details =>
    [
        "The upload is written under a temporary name, its size is compared, and then it takes the place of an existing file in one step.",
        "",
        "With --recursive the directory goes to the name that URL says, or below it where that is a directory already or ends with a slash. A slash at "
        + "the end of LOCAL means the content of the directory: it goes to URL itself. \"sealift sync --help\" explains patterns, comparison and deletions.",
    ];

    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        ("sealift put report.pdf ftpes://alice@ftp.example.org/inbox/", "to inbox/report.pdf"),
        ("sealift put report.pdf ftps://alice@ftp.example.org/final.pdf", "under another name, implicit TLS"),
        ("sealift put --verify --compress dump.sql alice@ftp.example.org:/in/", "compressed on the way, compared by checksum"),
        ("sealift put --unique order.xml alice@ftp.example.org:/orders/", "under a new name, which is printed"),
        ("sealift put -r ./site alice@ftp.example.org:/www/ --exclude .git/", "a directory to /www/site"),
        ("sealift put -r ./site/ alice@ftp.example.org:/www --dry-run", "what would be uploaded to /www itself, and why"),
        ("tar c docs | sealift put - alice@ftp.example.org:/docs.tar", "from stdin"),
    ];

    protected override async Task<ExitCode> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        if (arguments.GetValue(_recursive)) return await PutTreeAsync(arguments, cancellationToken);
        if (_tree.FindTyped(arguments) is { } option) throw CommandException.Usage($"{option} belongs to --recursive.", "Add -r to upload a directory, or leave it out.");
        var url = ArgumentParsing.ReadUrl(arguments.GetRequiredValue(_url));
        var form = _form.Read(arguments);
        _verify.RequireSense(arguments, form);
        if (arguments.GetValue(_unique) && arguments.GetValue(_direct))
            throw CommandException.Usage("--unique and --direct exclude each other: a name that the server chooses is final at once.", "Leave out --direct.");
        await using var source = await LocalSource.OpenAsync(arguments.GetRequiredValue(_local), cancellationToken);
        if (source.Name is null && url.IsDirectory && !arguments.GetValue(_unique))
            throw CommandException.Usage($"{url} names a directory, and stdin has no name.", "Add the file's name to the URL.");
        if (url.IsDirectory && !arguments.GetValue(_unique)) RequireName(source);

        var options = await ResolveAsync(arguments, url, cancellationToken, stdinIsData: source.Name is null);
        await using var client = await FtpClient.ConnectAsync(options, cancellationToken);
        var proof = _verify.Choose(arguments, client);
        if (arguments.GetValue(_unique)) return await PutUniqueAsync(arguments, client, url, source, form, proof, cancellationToken);
        var target = await TargetAsync(client, url, source, cancellationToken);
        var upload = new RemoteReplacement(Terminal, options, client);
        var (result, isSizeChecked) = await upload.RunAsync(source, target, arguments.GetValue(_direct), form, proof, cancellationToken);
        RemoteContent.WarnOfRefusal(Terminal, client);

        if (source.Modified is { } modified && !arguments.GetValue(_noTimes))
            await client.SetModifiedAsync(target, modified, cancellationToken);
        await client.QuitAsync(cancellationToken);

        var report = new TransferReport(Terminal, arguments.GetValue(_json));
        report.Write("put", source.Shown, url.WithPath(target).ToString(), result, RemoteContent.Evidence(result, isSizeChecked, proof), proof?.Checksum);
        return ExitCode.Ok;
    }

    private async Task<ExitCode> PutTreeAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var url = ArgumentParsing.ReadUrl(arguments.GetRequiredValue(_url));
        var form = _form.Read(arguments);
        if (form.Type == FtpTransferType.Ascii) throw CommandException.Usage("--ascii is not possible with --recursive: sizes and checksums of text prove nothing.", "Upload the files of text one by one.");
        if (arguments.GetValue(_unique) || arguments.GetValue(_direct))
            throw CommandException.Usage("--unique and --direct are not possible with --recursive.", "Leave them out: every file is written under a temporary name and renamed.");
        var local = arguments.GetRequiredValue(_local);
        if (!Directory.Exists(local))
        {
            throw File.Exists(local)
                ? CommandException.Local($"{local} is a file, not a directory.", "Leave out --recursive.")
                : CommandException.Local($"{local}: no such directory on this machine.", "Check the path.");
        }

        var transfer = new TreeTransfer(Terminal, _tree, (location, token) => ResolveAsync(arguments, location, token))
        {
            KeepTimes = !arguments.GetValue(_noTimes),
            IsVerified = _verify.IsVerified(arguments),
            Compression = form.Compression ?? FtpCompression.Off,
        };
        await using var server = await transfer.OpenAsync(url, _tree.Sessions(arguments), cancellationToken);
        var name = local.EndsWith('/') ? "" : Path.GetFileName(Path.GetFullPath(local));
        var isBelow = local is not ("." or "..") && name.Length > 0
            && (url.IsDirectory || url.Path.IsTop || await server.HasDirectoryAsync(url.Path, cancellationToken));
        if (isBelow && !FtpPath.IsName(name)) throw CommandException.Usage($"{local}: the name contains a control character; nothing was sent.", "Rename the directory, or give its name on the server in the URL.");
        await using var source = TransferSide.Local(local);
        await using var target = server.Side(isBelow ? url.Path.Append(name) : url.Path);
        return await transfer.RunAsync(arguments, source, target, cancellationToken);
    }

    private async Task<ExitCode> PutUniqueAsync(
        ParseResult arguments,
        FtpClient client,
        RemoteLocation url,
        LocalSource source,
        FtpTransferOptions form,
        ChecksumProof? proof,
        CancellationToken cancellationToken)
    {
        using var hasher = proof?.BeginLocal();
        await using var content = hasher is null ? null : new HashingStream(source.Content, hasher);
        var result = await ProgressBar.RunAsync(
            Terminal,
            source.Shown,
            source.Length,
            progress => client.UploadUniqueAsync(content ?? source.Content, url.Path, form with { Progress = progress }, cancellationToken));
        RemoteContent.WarnOfRefusal(Terminal, client);
        if (result.StoredAs is not { } stored || !FtpPath.TryParse(stored, out var told))
        {
            throw new CommandException(
                ExitCode.ProofFailed,
                $"{source.Shown} was stored in {url.Path}, and the server does not tell under which name.",
                "\"sealift ls\" of the directory shows it. Without --unique you choose the name.")
            {
                Code = FailureCode.NameUntold,
            };
        }

        var target = url.Path.Append(told.Name);
        var size = form.Type == FtpTransferType.Binary ? await client.GetSizeAsync(target, cancellationToken) : null;
        if (size is not null && size != result.Bytes)
            throw new CommandException(ExitCode.ProofFailed, $"{target}: {result.Bytes} bytes were sent, and the server has {size}.", "The file on the server is not what was sent.");
        if (hasher is not null)
            await proof!.RequireEqualAsync(client, target, hasher.Finish(), "The file on the server is not what was sent.", cancellationToken);
        await client.QuitAsync(cancellationToken);
        if (!arguments.GetValue(_json)) Terminal.Out.WriteLine(Terminal.Show(target.ToString()));
        new TransferReport(Terminal, arguments.GetValue(_json)).Write(
            "put", source.Shown, url.WithPath(target).ToString(), result, RemoteContent.Evidence(result, size is not null, proof), proof?.Checksum);
        return ExitCode.Ok;
    }

    private static async Task<FtpPath> TargetAsync(
        FtpClient client, RemoteLocation url, LocalSource source, CancellationToken cancellationToken)
    {
        if (url.IsDirectory) return await InDirectoryAsync(client, url.Path, source.Name!, cancellationToken);
        if (await client.FindAsync(url.Path, cancellationToken) is not { Kind: FtpEntryKind.Directory }) return url.Path;
        if (source.Name is null)
            throw CommandException.Refused($"{url.Path} is a directory on the server, and stdin has no name.", "Add the file's name to the URL.", code: FailureCode.InTheWay);
        RequireName(source);
        return await InDirectoryAsync(client, url.Path, source.Name, cancellationToken);
    }

    private static async Task<FtpPath> InDirectoryAsync(FtpClient client, FtpPath directory, string name, CancellationToken cancellationToken)
    {
        var target = directory.Append(name);
        return await client.FindAsync(target, cancellationToken) is { Kind: FtpEntryKind.Directory }
            ? throw CommandException.Refused($"{target} is a directory on the server; a file cannot take its place.", "Give another name in the URL.", code: FailureCode.InTheWay)
            : target;
    }

    private static void RequireName(LocalSource source)
    {
        if (!FtpPath.IsName(source.Name))
            throw CommandException.Usage($"{source.Shown}: the name contains a control character; nothing was sent.", "Rename the file, or give its name on the server in the URL.");
    }
}
