using System.CommandLine;
using Sealift.Cli.Output;

namespace Sealift.Cli.Commands;

/// <summary>Keys, certificates and requests on this machine.</summary>
internal sealed class CertCommands : Command
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
}
