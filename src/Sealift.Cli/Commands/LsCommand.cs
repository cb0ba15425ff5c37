using System.CommandLine;
using Sealift.Cli.CommandLine;
using Sealift.Cli.Output;
using Sealift.Cli.Transfers;
using Sealift.Client;
using Sealift.Core;

namespace Sealift.Cli.Commands;

/// <summary>Lists a directory, or shows that a file is there.</summary>
internal sealed class LsCommand : RemoteCommand
{
    private readonly Argument<string> _url = ArgumentParsing.Url("The directory to list, or a file. With a slash at its end it must be a directory.");
    private readonly Option<bool> _long = new("--long", "-l") { Description = "Show type, permissions, size and time of the last change too." };
    private readonly Option<bool> _recursive = new("--recursive", "-R") { Description = "List directories in directories too, as paths. Links are shown and not followed." };
    private readonly Option<bool> _json = new("--json") { Description = "One JSON object a line: name, path, type, size, modified, permissions, owner, group, target, sizeIsApproximate." };

    private readonly Option<bool> _compress = new("--compress", "-z") { Description = "Compress the listing on its way (MODE Z) where the server can, and warn where it cannot." };

    public LsCommand(Terminal terminal)
        : base(terminal, "ls", "list a directory")
    {
        Arguments.Add(_url);
        Options.Add(_long);
        Options.Add(_recursive);
        Options.Add(_compress);
        Options.Add(_json);
        TakeConnectionOptions();
    }

    public override IReadOnlyList<string> Details =>
    [
        "Names are sorted; --json keeps the server's order and writes each entry as soon as it arrives.",
        "Times are UTC where they end in Z; other servers state them in a zone of their own, without naming it.",
        "A size with ~ before it counts blocks of a disk and is only near the truth.",
        "A line of the server's listing that cannot be read is shown as it came, with a warning: its type is \"unreadable\".",
    ];

    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        ("sealift ls ftpes://alice@ftp.example.org/", "names in alice's login directory"),
        ("sealift ls -l alice@ftp.example.org:/var/www", "a table of the directory /var/www"),
        ("sealift ls -R --json ftps://ftp.example.org/pub/", "the whole tree below pub, for a program"),
    ];

    protected override async Task<ExitCode> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var url = ArgumentParsing.ReadUrl(arguments.GetRequiredValue(_url));
        var view = new ListingView(Terminal, arguments.GetValue(_json), arguments.GetValue(_long));
        var compression = arguments.GetValue(_compress) ? FtpCompression.WhenUseful : FtpCompression.Off;
        await using var client = await ConnectAsync(arguments, url, cancellationToken, compression);

        var walk = new RemoteWalk(Terminal, client, view, arguments.GetValue(_recursive));
        if (url.IsDirectory || await IsDirectoryAsync(client, url, view, cancellationToken))
            await ListAsync(client, url, walk, cancellationToken);

        view.Finish();
        RemoteContent.WarnOfRefusal(Terminal, client);
        await client.QuitAsync(cancellationToken);
        return walk.HasFailures ? ExitCode.SomeFailed : ExitCode.Ok;
    }

    // Answers false when the path was something else, which is then all there is to show.
    private static async Task<bool> IsDirectoryAsync(
        FtpClient client, RemoteLocation url, ListingView view, CancellationToken cancellationToken)
    {
        var entry = await FindAsync(client, url.Path, cancellationToken);
        if (entry.Kind is not (FtpEntryKind.File or FtpEntryKind.Link or FtpEntryKind.Other)) return true;
        view.Add(entry with { Name = url.Path.Name }, url.Path.Name, url.Path);
        return false;
    }

    private static async Task ListAsync(FtpClient client, RemoteLocation url, RemoteWalk walk, CancellationToken cancellationToken)
    {
        var count = await walk.RunAsync(url.Path, cancellationToken);

        // Some servers answer the listing of a directory that is not there with an empty one and 226.
        if (count == 0 && !url.Path.IsTop) await FindAsync(client, url.Path, cancellationToken);
    }
}
