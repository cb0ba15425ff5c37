using Sealift.Cli.CommandLine;
using Sealift.Cli.Output;

namespace Sealift.Cli.Commands;

/// <summary>Keys, certificates and requests on this machine.</summary>
internal sealed class CertCommands : CommandGroup
{
    public CertCommands(Terminal terminal)
        : base("cert", "make, sign, show and convert certificates and keys")
    {
        Subcommands.Add(new CertNewCommand(terminal));
        Subcommands.Add(new CertRequestCommand(terminal));
        Subcommands.Add(new CertSignCommand(terminal));
        Subcommands.Add(new CertShowCommand(terminal));
        Subcommands.Add(new CertExportCommand(terminal));
    }

    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        ("sealift cert new anna --client", "a client certificate: anna.pem for the server's operator, anna.key to keep"),
        ("sealift cert show ftp.example.org", "what a server presents"),
    ];
}
