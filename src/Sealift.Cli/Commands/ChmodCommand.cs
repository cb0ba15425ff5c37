using System.CommandLine;
using Sealift.Cli.CommandLine;
using Sealift.Cli.Output;
using Sealift.Cli.Output.Json;

namespace Sealift.Cli.Commands;

/// <summary>Sets the permissions of a file or directory.</summary>
internal sealed class ChmodCommand : RemoteCommand
{
    private readonly Argument<string> _mode = new("MODE") { Description = "The permissions in octal, all of them: 644, 0755." };
    private readonly Argument<string> _url = ArgumentParsing.Url("The file or directory.");
    private readonly Option<bool> _json = new("--json") { Description = "When done, one JSON object: action, path, target, changed." };

    public ChmodCommand(Terminal terminal)
        : base(terminal, "chmod", "set the permissions of a file or directory")
    {
        Arguments.Add(_mode);
        Arguments.Add(_url);
        Options.Add(_json);
        TakeConnectionOptions();
    }

    public override IReadOnlyList<string> Details => ["The server does it (SITE CHMOD, or MFF with UNIX.mode); many servers that are no Unix have neither."];

    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        ("sealift chmod 640 ftpes://alice@ftp.example.org/report.pdf", "the owner writes, the group reads"),
        ("sealift chmod 755 alice@ftp.example.org:/bin/run", "a program for everybody"),
    ];

    protected override async Task<ExitCode> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var mode = ReadMode(arguments.GetRequiredValue(_mode));
        var url = ArgumentParsing.ReadNamedUrl(arguments.GetRequiredValue(_url));
        await using var client = await ConnectAsync(arguments, url, cancellationToken);
        await client.SetPermissionsAsync(url.Path, mode, cancellationToken);
        await client.QuitAsync(cancellationToken);
        if (arguments.GetValue(_json))
        {
            var record = new ChangeRecord { Action = "chmod", Path = url.Path.ToString(), Changed = true };
            Terminal.WriteJson(record, JsonLines.Default.ChangeRecord);
        }

        return ExitCode.Ok;
    }

    private static UnixFileMode ReadMode(string text)
    {
        var isOctal = text.Length is 3 or 4 && !text.AsSpan().ContainsAnyExceptInRange('0', '7');
        return isOctal
            ? (UnixFileMode)Convert.ToInt32(text, 8)
            : throw CommandException.Usage($"{text}: permissions are three or four octal digits.", "644 is: the owner reads and writes, everybody else reads.");
    }
}
