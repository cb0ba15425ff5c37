using System.CommandLine;
using Sealift.Cli.CommandLine;
using Sealift.Cli.Connecting;
using Sealift.Cli.Output;
using Sealift.Tls.Trust;

namespace Sealift.Cli.Commands;

/// <summary>Forgets a server's key.</summary>
internal sealed class TrustRemoveCommand : SealiftCommand
{
    private readonly Argument<string> _server = new("HOST[:PORT]") { Description = "The server, as \"trust ls\" shows it; the default is port 21." };

    public TrustRemoveCommand(Terminal terminal)
        : base(terminal, "rm", "forget a server's key")
    {
        Arguments.Add(_server);
    }

    public override IReadOnlyList<(string Line, string Remark)> Examples =>
        [("sealift trust rm ftp.example.org:21", "the next session judges the server anew")];

    protected override async Task<ExitCode> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var server = ServerAddress.Parse(arguments.GetRequiredValue(_server));
        var store = new TrustStore(TrustStore.DefaultPath);
        if (!await store.RemoveAsync(server.Host, server.Port, cancellationToken))
            throw CommandException.Refused($"{server.Host} port {server.Port} is not among the known hosts.", "\"sealift trust ls\" shows them.");
        Terminal.WriteRemark($"{server.Host} port {server.Port} is forgotten.");
        return ExitCode.Ok;
    }
}
