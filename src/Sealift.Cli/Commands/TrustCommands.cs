using Sealift.Cli.CommandLine;
using Sealift.Cli.Output;

namespace Sealift.Cli.Commands;

/// <summary>The servers whose keys are trusted.</summary>
internal sealed class TrustCommands : CommandGroup
{
    public TrustCommands(Terminal terminal)
        : base("trust", "show and change the servers whose keys are trusted (known hosts)")
    {
        Subcommands.Add(new TrustListCommand(terminal));
        Subcommands.Add(new TrustShowCommand(terminal));
        Subcommands.Add(new TrustAddCommand(terminal));
        Subcommands.Add(new TrustRemoveCommand(terminal));
    }

    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        ("sealift trust ls", "the trusted servers"),
        ("sealift trust add ftp.example.org", "look at a server's certificate and decide"),
    ];
}
