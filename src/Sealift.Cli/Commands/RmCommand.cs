using System.CommandLine;
using Sealift.Cli.CommandLine;
using Sealift.Cli.Output;
using Sealift.Cli.Output.Json;
using Sealift.Client;
using Sealift.Core;

namespace Sealift.Cli.Commands;

/// <summary>Deletes a file, a link or an empty directory.</summary>
internal sealed class RmCommand : RemoteCommand
{
    private readonly Argument<string> _url = ArgumentParsing.Url("The file to delete; with --dir an empty directory.");
    private readonly Option<bool> _directory = new("--dir", "-d") { Description = "Delete an empty directory." };
    private readonly Option<bool> _force = new("--force", "-f") { Description = "What is not there is no error." };
    private readonly Option<bool> _json = new("--json") { Description = "When done, one JSON object: action, path, target, changed." };

    public RmCommand(Terminal terminal)
        : base(terminal, "rm", "delete a file or an empty directory")
    {
        Arguments.Add(_url);
        Options.Add(_directory);
        Options.Add(_force);
        Options.Add(_json);
        TakeConnectionOptions();
    }

    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        ("sealift rm ftpes://alice@ftp.example.org/old.txt", "delete a file"),
        ("sealift rm --dir ftpes://alice@ftp.example.org/empty", "delete an empty directory"),
        ("sealift rm -f alice@ftp.example.org:/tmp/lock", "delete it if it is there"),
    ];

    protected override async Task<ExitCode> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var url = ArgumentParsing.ReadNamedUrl(arguments.GetRequiredValue(_url));
        await using var client = await ConnectAsync(arguments, url, cancellationToken);
        var entry = await client.FindAsync(url.Path, cancellationToken);
        if (entry is null && !arguments.GetValue(_force))
            throw CommandException.Refused($"{url.Path}: no such file or directory on the server.", "--force makes that no error.", code: FailureCode.NotThere);
        if (entry?.Kind == FtpEntryKind.Directory && !arguments.GetValue(_directory))
            throw CommandException.Usage($"{url.Path} is a directory and was not deleted.", "--dir deletes an empty directory.");

        if (entry?.Kind == FtpEntryKind.Directory) await DeleteDirectoryAsync(client, url.Path, cancellationToken);
        else if (entry is not null) await client.DeleteFileAsync(url.Path, cancellationToken);
        await client.QuitAsync(cancellationToken);

        if (arguments.GetValue(_json))
        {
            var record = new ChangeRecord { Action = "rm", Path = url.Path.ToString(), Changed = entry is not null };
            Terminal.WriteJson(record, JsonLines.Default.ChangeRecord);
        }

        return ExitCode.Ok;
    }

    private static async Task DeleteDirectoryAsync(FtpClient client, FtpPath path, CancellationToken cancellationToken)
    {
        try
        {
            await client.DeleteDirectoryAsync(path, cancellationToken);
        }
        catch (FtpReplyException e)
        {
            throw CommandException.Refused(e.Message, "Only an empty directory can be deleted, and only where your account may.", code: e.Code);
        }
    }
}
