using System.CommandLine;
using Sealift.Cli.CommandLine;
using Sealift.Cli.Output;
using Sealift.Cli.Output.Json;
using Sealift.Client;
using Sealift.Core;

namespace Sealift.Cli.Commands;

/// <summary>Makes a directory.</summary>
internal sealed class MkdirCommand : RemoteCommand
{
    private readonly Argument<string> _url = ArgumentParsing.Url("The directory to make.");
    private readonly Option<bool> _parents = new("--parents", "-p") { Description = "Make the directories on the way too; one that exists is no error." };
    private readonly Option<bool> _json = new("--json") { Description = "When done, one JSON object: action, path, target, changed." };

    public MkdirCommand(Terminal terminal)
        : base(terminal, "mkdir", "make a directory")
    {
        Arguments.Add(_url);
        Options.Add(_parents);
        Options.Add(_json);
        TakeConnectionOptions();
    }

    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        ("sealift mkdir ftpes://alice@ftp.example.org/inbox", "make inbox in the login directory"),
        ("sealift mkdir -p alice@ftp.example.org:/archive/2026/05", "make all three where they are missing"),
    ];

    protected override async Task<ExitCode> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var url = ArgumentParsing.ReadNamedUrl(arguments.GetRequiredValue(_url));
        await using var client = await ConnectAsync(arguments, url, cancellationToken);
        var changed = arguments.GetValue(_parents)
            ? await MakeAllAsync(client, url.Path, cancellationToken)
            : await MakeAsync(client, url.Path, cancellationToken);
        await client.QuitAsync(cancellationToken);

        if (arguments.GetValue(_json))
        {
            var record = new ChangeRecord { Action = "mkdir", Path = url.Path.ToString(), Changed = changed };
            Terminal.WriteJson(record, JsonLines.Default.ChangeRecord);
        }

        return ExitCode.Ok;
    }

    private static async Task<bool> MakeAsync(FtpClient client, FtpPath path, CancellationToken cancellationToken)
    {
        if (await client.FindAsync(path, cancellationToken) is not null)
            throw CommandException.Refused($"{path} exists already on the server.", "--parents makes an existing directory no error.", code: FailureCode.InTheWay);
        try
        {
            return await client.CreateDirectoryAsync(path, cancellationToken);
        }
        catch (FtpReplyException e)
        {
            throw CommandException.Refused(e.Message, "Your account may not make it; or its parent is missing, which --parents makes too.", code: e.Code);
        }
    }

    private static async Task<bool> MakeAllAsync(FtpClient client, FtpPath path, CancellationToken cancellationToken)
    {
        var missing = new Stack<FtpPath>();
        for (var next = path; next is { IsTop: false }; next = next.Parent)
        {
            var entry = await client.FindAsync(next, cancellationToken);
            if (entry is { Kind: FtpEntryKind.File })
                throw CommandException.Refused($"{next} is a file on the server; a directory cannot be made there.", "Choose another name.", code: FailureCode.InTheWay);
            if (entry is not null) break;
            missing.Push(next);
        }

        var changed = missing.Count > 0;
        while (missing.TryPop(out var next)) await client.CreateDirectoryAsync(next, cancellationToken);
        return changed;
    }
}
