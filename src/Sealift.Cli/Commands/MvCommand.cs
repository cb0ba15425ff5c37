using System.CommandLine;
using Sealift.Cli.CommandLine;
using Sealift.Cli.Output;
using Sealift.Cli.Output.Json;
using Sealift.Core;

namespace Sealift.Cli.Commands;

/// <summary>Renames or moves a file or a directory on its server.</summary>
internal sealed class MvCommand : RemoteCommand
{
    private readonly Argument<string> _url = ArgumentParsing.Url("The file or directory to move.");
    private readonly Argument<string> _target = new("TARGET")
    {
        Description = "Its new path on the same server, from the login directory unless it begins with a slash; or a URL of that server. "
            + "Into an existing directory it moves under its own name.",
    };

    private readonly Option<bool> _json = new("--json") { Description = "When done, one JSON object: action, path, target, changed." };

    public MvCommand(Terminal terminal)
        : base(terminal, "mv", "rename or move on the server")
    {
        Arguments.Add(_url);
        Arguments.Add(_target);
        Options.Add(_json);
        TakeConnectionOptions();
    }

    public override IReadOnlyList<string> Details => ["Whether an existing file is replaced is up to the server; most do."];

    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        ("sealift mv ftpes://alice@ftp.example.org/draft.txt final.txt", "rename in the login directory"),
        ("sealift mv ftpes://alice@ftp.example.org/inbox/a.txt archive/", "move into the directory archive"),
        ("sealift mv alice@ftp.example.org:/a.txt alice@ftp.example.org:/b.txt", "both as URLs"),
    ];

    protected override async Task<ExitCode> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var url = ArgumentParsing.ReadNamedUrl(arguments.GetRequiredValue(_url));
        var (target, isDirectory) = ReadTarget(url, arguments.GetRequiredValue(_target));
        await using var client = await ConnectAsync(arguments, url, cancellationToken);

        if (!isDirectory && target != url.Path)
            isDirectory = await client.FindAsync(target, cancellationToken) is { Kind: FtpEntryKind.Directory };
        if (isDirectory) target = target.Append(url.Path.Name);
        if (target == url.Path) throw CommandException.Usage($"{target} is the same file.", "Give another name for TARGET.");
        await client.RenameAsync(url.Path, target, cancellationToken);
        await client.QuitAsync(cancellationToken);

        if (arguments.GetValue(_json))
        {
            var record = new ChangeRecord { Action = "mv", Path = url.Path.ToString(), Target = target.ToString(), Changed = true };
            Terminal.WriteJson(record, JsonLines.Default.ChangeRecord);
        }

        return ExitCode.Ok;
    }

    private static (FtpPath Path, bool IsDirectory) ReadTarget(RemoteLocation source, string text)
    {
        // "user@host:/path" is also a possible file name; it is a URL only where it names the same server.
        var isUrl = text.Contains("://", StringComparison.Ordinal)
            || (source.Site is { } site && text.StartsWith($"{site.Name}:", StringComparison.OrdinalIgnoreCase))
            || (FtpUrl.TryParse(text, out var other) && other.Host.Equals(source.Host, StringComparison.OrdinalIgnoreCase));
        if (isUrl)
        {
            var url = ArgumentParsing.ReadUrl(text);
            var isSame = url.Host.Equals(source.Host, StringComparison.OrdinalIgnoreCase)
                && url.Port == source.Port && (url.User is null || url.User == source.User);
            return isSame
                ? (url.Path, url.IsDirectory)
                : throw CommandException.Usage("mv works on one server and for one user.", "Give TARGET as a path, or as a URL of the same server and user.");
        }

        try
        {
            var path = FtpPath.Parse(text);
            return (path, path.IsTop || text.EndsWith('/'));
        }
        catch (FormatException e)
        {
            throw CommandException.Usage($"TARGET cannot be used: {e.Message}", "TARGET is a path on the server, or a URL of it.");
        }
    }
}
