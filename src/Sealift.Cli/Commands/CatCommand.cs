using System.CommandLine;
using Sealift.Cli.CommandLine;
using Sealift.Cli.Output;
using Sealift.Cli.Transfers;

namespace Sealift.Cli.Commands;

/// <summary>Shows a file.</summary>
internal sealed class CatCommand : RemoteCommand
{
    private readonly Argument<string> _url = ArgumentParsing.Url("The file to show.");

    private readonly FormOptions _form;

    public CatCommand(Terminal terminal)
        : base(terminal, "cat", "write a file to stdout")
    {
        Arguments.Add(_url);
        _form = new FormOptions(this);
        TakeConnectionOptions();
    }

    public override IReadOnlyList<string> Details =>
    [
        "On a terminal, control characters in the file are shown escaped; in a pipe or a file every byte is as it was.",
    ];

    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        ("sealift cat ftpes://alice@ftp.example.org/notes.txt", "read a text"),
        ("sealift cat alice@ftp.example.org:/backup.tar | tar t", "look into an archive without keeping it"),
    ];

    protected override async Task<ExitCode> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var url = ArgumentParsing.ReadNamedUrl(arguments.GetRequiredValue(_url));
        await using var client = await ConnectAsync(arguments, url, cancellationToken);
        await RemoteContent.WriteToOutputAsync(Terminal, client, url.Path, _form.Read(arguments), null, cancellationToken);
        return ExitCode.Ok;
    }
}
