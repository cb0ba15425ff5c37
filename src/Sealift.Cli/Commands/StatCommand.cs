using System.CommandLine;
using System.Globalization;
using Sealift.Cli.CommandLine;
using Sealift.Cli.Connecting;
using Sealift.Cli.Output;
using Sealift.Cli.Output.Json;
using Sealift.Client;
using Sealift.Core;
using Sealift.Core.Wire;

namespace Sealift.Cli.Commands;

/// <summary>Shows the facts about one entry, or about the server.</summary>
internal sealed class StatCommand : RemoteCommand
{
    private readonly Argument<string> _url = ArgumentParsing.Url("The file or directory.");
    private readonly Option<bool> _server = new("--server") { Description = "Show the server instead: its greeting, system and features, TLS and certificate, which profile is in force, why, and what it changes, and what \"sealift doctor\" found out. The path is not looked at." };
    private readonly Option<bool> _json = new("--json") { Description = "One JSON object: name, path, type, size, modified, permissions, owner, group, target; with --server: host, port, greeting, system, features, tls, profile, doctor." };

    public StatCommand(Terminal terminal)
        : base(terminal, "stat", "show the facts about a file, a directory or the server")
    {
        Arguments.Add(_url);
        Options.Add(_server);
        Options.Add(_json);
        TakeConnectionOptions();
    }

    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        ("sealift stat ftpes://alice@ftp.example.org/report.pdf", "type, size, time, permissions"),
        ("sealift stat --server ftpes://alice@ftp.example.org/", "what the server can do, and how Sealift treats it"),
        ("sealift stat --json alice@ftp.example.org:/report.pdf | jq .size", "its size for a script"),
    ];

    protected override async Task<ExitCode> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var url = ArgumentParsing.ReadUrl(arguments.GetRequiredValue(_url));
        if (arguments.GetValue(_server)) return await ShowServerAsync(arguments, url, cancellationToken);
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

    private async Task<ExitCode> ShowServerAsync(ParseResult arguments, RemoteLocation location, CancellationToken cancellationToken)
    {
        var options = await ResolveAsync(arguments, location, cancellationToken);
        await using var client = await FtpClient.ConnectAsync(options, cancellationToken);
        var system = await client.ExecuteAsync(new FtpCommand("SYST"), cancellationToken);
        var facts = ServerFactsRecord.Of(options, client, system, KnownServer.Find(Terminal, options));
        await client.QuitAsync(cancellationToken);
        if (arguments.GetValue(_json))
            Terminal.WriteJson(facts, JsonLines.Default.ServerFactsRecord);
        else
            new ServerCardView(Terminal).Write(facts, client);
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
