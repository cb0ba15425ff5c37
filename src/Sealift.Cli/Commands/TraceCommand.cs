using System.CommandLine;
using Sealift.Cli.CommandLine;
using Sealift.Cli.Output;
using Sealift.Core;
using Sealift.Core.Timeline;

namespace Sealift.Cli.Commands;

/// <summary>Draws a session: one made for the purpose, or a recorded one.</summary>
internal sealed class TraceCommand : RemoteCommand
{
    private readonly Argument<string?> _url = new("URL")
    {
        Arity = ArgumentArity.ZeroOrOne,
        Description = "The directory to list or the file to read for the picture; its content is not kept. Not with --replay.",
    };

    private readonly Option<string?> _replay = new("--replay") { HelpName = "FILE", Description = "Draw a recording (.jsonl) instead of connecting." };

    public TraceCommand(Terminal terminal)
        : base(terminal, "trace", "draw a session: commands, replies, handshakes, data connections")
    {
        Arguments.Add(_url);
        Options.Add(_replay);
        TakeConnectionOptions(isTrace: true);
    }

    public override IReadOnlyList<string> Details =>
    [
        "The client is on the left, the server on the right, time runs down. A single line is clear text, a double one is encrypted; data "
        + "connections branch off inside. Notes explain each phase (--no-notes leaves them out).",
        "Without --trace=FILE the picture goes to stdout. Every command that connects takes --trace too.",
    ];

    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        ("sealift trace ftpes://alice@ftp.example.org/", "log in, list, say goodbye, and draw it"),
        ("sealift trace ftps://ftp.example.org/file --trace=session.html", "a page for a browser"),
        ("sealift get alice@ftp.example.org:/file --trace=session.jsonl", "record a real transfer"),
        ("sealift trace --replay session.jsonl --trace=session.svg", "draw it later"),
        ("sealift trace alice@ftp.example.org:/ --trace=help.zip --redact", "a support bundle without names and addresses"),
    ];

    protected override async Task<ExitCode> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var (url, replay) = (arguments.GetValue(_url), arguments.GetValue(_replay));
        if (url is null == replay is null)
            throw CommandException.Usage("trace needs a URL, or --replay FILE.", "\"sealift trace --help\" has examples.");
        if (replay is not null)
        {
            await ReplayAsync(arguments, replay);
            return ExitCode.Ok;
        }

        var location = ArgumentParsing.ReadUrl(url!);
        await using var client = await ConnectAsync(arguments, location, cancellationToken);
        var entry = location.Path.IsTop ? null : await client.FindAsync(location.Path, cancellationToken);
        if (entry is { Kind: FtpEntryKind.File })
        {
            await client.DownloadAsync(location.Path, Stream.Null, cancellationToken: cancellationToken);
        }
        else
        {
            // Only the session is of interest; the entries are not.
            await client.ListAsync(location.Path, cancellationToken).CountAsync(cancellationToken);
        }

        await client.QuitAsync(cancellationToken);
        return ExitCode.Ok;
    }

    private async Task ReplayAsync(ParseResult arguments, string file)
    {
        if (Directory.Exists(file)) throw CommandException.Local($"{file} is a directory.", "Name a recording (.jsonl).");
        if (!File.Exists(file)) throw CommandException.Local($"{file}: no such file.", "Check the path. --trace=FILE.jsonl of any command makes a recording.", code: FailureCode.NoLocalFile);
        RecordedTimeline recorded;
        using (var reader = new StreamReader(file)) recorded = TimelineJson.Read(reader);
        await Trace.DrawAsync(arguments, recorded);
    }
}
