using System.CommandLine;
using Sealift.Cli.CommandLine;
using Sealift.Cli.Output;
using Sealift.Cli.Transfers;
using Sealift.Client;
using Sealift.Core;
using Sealift.Core.Stores;

namespace Sealift.Cli.Commands;

/// <summary>Downloads a file.</summary>
internal sealed class GetCommand : RemoteCommand
{
    private readonly Argument<string> _url = ArgumentParsing.Url("The file to download.");
    private readonly Argument<string?> _local = new("LOCAL")
    {
        Arity = ArgumentArity.ZeroOrOne,
        Description = "A new name, a directory, or - for stdout. Default: the file's own name in the current directory.",
    };

    private readonly Option<bool> _noTimes = new("--no-times") { Description = "Leave the time of the last change at now instead of the server's." };
    private readonly Option<bool> _json = new("--json") { Description = "When done, one JSON object: action, source, target, bytes, seconds, evidence, compressedBytes, hashAlgorithm, hash, tls." };

    private readonly FormOptions _form;
    private readonly VerifyOptions _verify;

    public GetCommand(Terminal terminal)
        : base(terminal, "get", "download a file")
    {
        Arguments.Add(_url);
        Arguments.Add(_local);
        _form = new FormOptions(this);
        _verify = new VerifyOptions(this);
        Options.Add(_noTimes);
        Options.Add(_json);
        TakeConnectionOptions();
    }

    public override IReadOnlyList<string> Details =>
    [
        "An existing file is replaced in one step when the download is complete and proven; until then, and after any failure, "
        + "it stays as it was. The download is written under a temporary name beside it, which ends in .sealift-part.",
    ];

    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        ("sealift get ftpes://alice@ftp.example.org/report.pdf", "to ./report.pdf"),
        ("sealift get ftps://alice@ftp.example.org/report.pdf /tmp/", "to /tmp/report.pdf, implicit TLS"),
        ("sealift get --verify alice@ftp.example.org:/big.iso", "compare the checksum that the server computes"),
        ("sealift get --ascii alice@mainframe.example.org:/report.txt", "text, with the line ends of this machine"),
        ("sealift get alice@ftp.example.org:/logs/today - | grep error", "to stdout"),
    ];

    protected override async Task<ExitCode> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var url = ArgumentParsing.ReadNamedUrl(arguments.GetRequiredValue(_url));
        if (url.IsDirectory) throw CommandException.Usage($"{url} names a directory; get downloads one file.", "Leave out the slash at the end if it is a file.");
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

        await DownloadAsync(arguments, url, LocalTarget.Resolve(local, url.Path.Name), form, cancellationToken);
        return ExitCode.Ok;
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
