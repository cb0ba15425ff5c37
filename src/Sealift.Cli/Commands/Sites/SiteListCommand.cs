using System.CommandLine;
using Sealift.Cli.Output;
using Sealift.Cli.Output.Json;
using Sealift.Core;

namespace Sealift.Cli.Commands.Sites;

/// <summary>Lists the saved sites.</summary>
internal sealed class SiteListCommand : SiteCommand
{
    private readonly Option<bool> _json = new("--json") { Description = "One JSON object a line: name, url, folder, description, secrets, settings." };

    public SiteListCommand(Terminal terminal)
        : base(terminal, "ls", "list the saved sites")
    {
        Options.Add(_json);
    }

    public override IReadOnlyList<string> Details => ["By folder, then by name: name, address, folder and description. No passphrase is needed."];

    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        ("sealift site ls", "every site with its address"),
        ("sealift site ls --json | jq -r .name", "the names, for a script"),
    ];

    protected override Task<ExitCode> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var sites = Store.Read().Sites.OrderBy(site => site.Folder, StringComparer.OrdinalIgnoreCase).ThenBy(site => site.Name, StringComparer.OrdinalIgnoreCase).ToList();
        if (arguments.GetValue(_json))
        {
            foreach (var site in sites) Terminal.WriteJson(SiteRecord.Of(site), JsonLines.Default.SiteRecord);
            return Task.FromResult(ExitCode.Ok);
        }

        if (sites.Count == 0) Terminal.WriteRemark($"No site is saved yet ({Store.Path}). Save one: sealift site add NAME URL");
        var name = sites.Select(site => site.Name.Length).DefaultIfEmpty().Max();
        var url = sites.Select(site => site.Url().ToString().Length).DefaultIfEmpty().Max();
        var folder = sites.Select(site => site.Folder.Length).DefaultIfEmpty().Max();
        foreach (var site in sites)
        {
            var line = $"{site.Name.PadRight(name)}  {site.Url().ToString().PadRight(url)}  {site.Folder.PadRight(folder)}  {site.Description}";
            Terminal.Out.WriteLine(TerminalText.Escape(line.TrimEnd()));
        }

        return Task.FromResult(ExitCode.Ok);
    }
}
