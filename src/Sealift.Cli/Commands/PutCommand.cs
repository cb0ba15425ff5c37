using System.CommandLine;
using Sealift.Cli.CommandLine;
using Sealift.Cli.Output;
using Sealift.Cli.Transfers;
using Sealift.Client;
using Sealift.Core;

namespace Sealift.Cli.Commands;

/// <summary>Uploads a file.</summary>
internal sealed class PutCommand : RemoteCommand
{
    private readonly Argument<string> _local = new("LOCAL") { Description = "The file to upload, or - for stdin." };
    private readonly Argument<string> _url = ArgumentParsing.Url("Where it goes: a new name, or a directory, in which it keeps its own name.");
    private readonly Option<bool> _direct = new("--direct") { Description = "Write under the final name at once, for servers that forbid renaming. A broken upload then leaves a broken file." };
    private readonly Option<bool> _noTimes = new("--no-times") { Description = "Leave the time of the last change to the server instead of the file's own." };
    private readonly Option<bool> _json = new("--json") { Description = "When done, one JSON object: action, source, target, bytes, seconds, evidence, tls." };

    public PutCommand(Terminal terminal)
        : base(terminal, "put", "upload a file")
    {
        Arguments.Add(_local);
        Arguments.Add(_url);
        Options.Add(_direct);
        Options.Add(_noTimes);
        Options.Add(_json);
        TakeConnectionOptions();
    }

    public override IReadOnlyList<string> Details =>
    [
        "The upload is written under a temporary name, its size is compared, and then it takes the place of an existing file in one step.",
    ];

    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        ("sealift put report.pdf ftpes://alice@ftp.example.org/inbox/", "to inbox/report.pdf"),
        ("sealift put report.pdf ftps://alice@ftp.example.org/final.pdf", "under another name, implicit TLS"),
        ("tar c docs | sealift put - alice@ftp.example.org:/docs.tar", "from stdin"),
    ];

    protected override async Task<ExitCode> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var url = ArgumentParsing.ReadUrl(arguments.GetRequiredValue(_url));
        await using var source = await LocalSource.OpenAsync(arguments.GetRequiredValue(_local), cancellationToken);
        if (source.Name is null && url.IsDirectory)
            throw CommandException.Usage($"{url} names a directory, and stdin has no name.", "Add the file's name to the URL.");
        if (url.IsDirectory) RequireName(source);

        var options = await ResolveAsync(arguments, url, cancellationToken, stdinIsData: source.Name is null);
        await using var client = await FtpClient.ConnectAsync(options, cancellationToken);
        var target = await TargetAsync(client, url, source, cancellationToken);
        var upload = new RemoteReplacement(Terminal, options, client);
        var (result, isSizeChecked) = await upload.RunAsync(source, target, arguments.GetValue(_direct), cancellationToken);

        if (source.Modified is { } modified && !arguments.GetValue(_noTimes))
            await client.SetModifiedAsync(target, modified, cancellationToken);
        await client.QuitAsync(cancellationToken);

        var report = new TransferReport(Terminal, arguments.GetValue(_json));
        report.Write("put", source.Shown, url.WithPath(target).ToString(), result, RemoteContent.Evidence(result, isSizeChecked));
        return ExitCode.Ok;
    }

    private static async Task<FtpPath> TargetAsync(
        FtpClient client, RemoteLocation url, LocalSource source, CancellationToken cancellationToken)
    {
        if (url.IsDirectory) return await InDirectoryAsync(client, url.Path, source.Name!, cancellationToken);
        if (await client.FindAsync(url.Path, cancellationToken) is not { Kind: FtpEntryKind.Directory }) return url.Path;
        if (source.Name is null)
            throw CommandException.Refused($"{url.Path} is a directory on the server, and stdin has no name.", "Add the file's name to the URL.");
        RequireName(source);
        return await InDirectoryAsync(client, url.Path, source.Name, cancellationToken);
    }

    private static async Task<FtpPath> InDirectoryAsync(FtpClient client, FtpPath directory, string name, CancellationToken cancellationToken)
    {
        var target = directory.Append(name);
        return await client.FindAsync(target, cancellationToken) is { Kind: FtpEntryKind.Directory }
            ? throw CommandException.Refused($"{target} is a directory on the server; a file cannot take its place.", "Give another name in the URL.")
            : target;
    }

    private static void RequireName(LocalSource source)
    {
        if (!FtpPath.IsName(source.Name))
            throw CommandException.Usage($"{source.Shown}: the name contains a control character; nothing was sent.", "Rename the file, or give its name on the server in the URL.");
    }
}
