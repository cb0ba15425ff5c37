using System.CommandLine;
using Sealift.Cli.Output;
using Sealift.Cli.Output.Json;
using Sealift.Core;

namespace Sealift.Cli.Commands.Sites;

/// <summary>Shows one site.</summary>
internal sealed class SiteShowCommand : SiteCommand
{
    private readonly Argument<string> _name = SavedName();
    private readonly Option<bool> _json = new("--json") { Description = "One JSON object: name, url, folder, description, secrets, settings." };

    public SiteShowCommand(Terminal terminal)
        : base(terminal, "show", "show what is saved about a site")
    {
        Arguments.Add(_name);
        Options.Add(_json);
    }

    public override IReadOnlyList<string> Details => ["Secrets are named and never shown; no passphrase is needed."];

    public override IReadOnlyList<(string Line, string Remark)> Examples => [("sealift site show printer", "its address and every setting")];

    protected override Task<ExitCode> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var site = Get(arguments.GetRequiredValue(_name));
        if (arguments.GetValue(_json))
        {
            Terminal.WriteJson(SiteRecord.Of(site), JsonLines.Default.SiteRecord);
            return Task.FromResult(ExitCode.Ok);
        }

        var width = Math.Max(4, site.Values.Present.Max(key => key.Name.Length)) + 1;
        Row("name", site.Name);
        Row("url", site.Url().ToString());
        foreach (var key in site.Values.Present) Row(key.Name, string.Join(", ", site.Values.FindAll(key)));
        return Task.FromResult(ExitCode.Ok);

        void Row(string name, string value) => Terminal.Out.WriteLine($"{name.PadRight(width)} {TerminalText.Escape(value)}");
    }
}
