using System.CommandLine;
using System.Globalization;
using Sealift.Cli.CommandLine;
using Sealift.Cli.Output;
using Sealift.Cli.Output.Json;
using Sealift.Core;

namespace Sealift.Cli.Commands;

/// <summary>Shows the facts about one entry.</summary>
internal sealed class StatCommand : RemoteCommand
{
    private readonly Argument<string> _url = ArgumentParsing.Url("The file or directory.");
    private readonly Option<bool> _json = new("--json") { Description = "One JSON object: name, path, type, size, modified, permissions, owner, group, target." };

    public StatCommand(Terminal terminal)
        : base(terminal, "stat", "show the facts about a file or directory")
    {
        Arguments.Add(_url);
        Options.Add(_json);
        TakeConnectionOptions();
    }

    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        ("sealift stat ftpes://alice@ftp.example.org/report.pdf", "type, size, time, permissions"),
        ("sealift stat --json alice@ftp.example.org:/report.pdf | jq .size", "its size for a script"),
    ];

    protected override async Task<ExitCode> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var url = ArgumentParsing.ReadUrl(arguments.GetRequiredValue(_url));
        await using var client = await ConnectAsync(arguments, url, cancellationToken);
        var entry = await FindAsync(client, url.Path, cancellationToken);
        await client.QuitAsync(cancellationToken);

        // What a server calls an entry that was asked for by its path is often the whole path; the user knows it by its name.
        var named = entry with { Name = url.Path.IsTop ? url.Path.ToString() : url.Path.Name };
        if (arguments.GetValue(_json))
            Terminal.WriteJson(EntryRecord.Of(named, url.Path.ToString()), JsonLines.Default.EntryRecord);
        else
            Write(named, url.Path);
        return ExitCode.Ok;
    }

    private void Write(FtpEntry entry, FtpPath path)
    {
        Row("name", entry.Name);
        Row("path", path.ToString());
        Row("type", EntryRecord.TypeOf(entry.Kind));
        Row("size", entry.Size is { } size ? string.Create(CultureInfo.InvariantCulture, $"{(entry.IsSizeApproximate ? "about " : "")}{size} bytes") : null);
        Row("modified", entry.Modified is { } time ? TimeText.Iso(time) : null);
        Row("created", entry.Created is { } created ? TimeText.Iso(created) : null);
        Row("perms", entry.Permissions);
        Row("owner", entry.Owner);
        Row("group", entry.Group);
        Row("target", entry.LinkTarget);
        Row("unique", entry.Unique);
        Row("allowed", entry.Perm);
    }

    private void Row(string name, string? text)
    {
        if (text is not null) Terminal.Out.WriteLine($"{name,-9} {Terminal.Show(text)}");
    }
}
