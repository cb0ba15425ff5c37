using System.CommandLine;
using Sealift.Cli.Certificates;
using Sealift.Cli.CommandLine;
using Sealift.Cli.Connecting;
using Sealift.Cli.Output;
using Sealift.Cli.Output.Json;
using Sealift.Tls.Trust;

namespace Sealift.Cli.Commands;

/// <summary>Shows all that is known of a trusted server.</summary>
internal sealed class TrustShowCommand : SealiftCommand
{
    private readonly Argument<string> _server = new("HOST[:PORT]") { Description = "The server, as \"trust ls\" shows it; the default is port 21." };
    private readonly Option<bool> _json = new("--json") { Description = "One JSON object, the same as \"trust ls --json\" writes." };

    public TrustShowCommand(Terminal terminal)
        : base(terminal, "show", "show all that is known of a trusted server")
    {
        Arguments.Add(_server);
        Options.Add(_json);
    }

    public override IReadOnlyList<string> Details =>
        ["This is what was trusted, from the file of known hosts; nothing is connected to. \"sealift cert show HOST\" shows what the server presents now."];

    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        ("sealift trust show ftp.example.org", "pin, since when, and the certificate as it was then"),
        ("sealift trust show ftp.example.org:990 --json", "for a program"),
    ];

    protected override async Task<ExitCode> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var server = ServerAddress.Parse(arguments.GetRequiredValue(_server));
        var host = await new TrustStore(TrustStore.DefaultPath).FindAsync(server.Host, server.Port, cancellationToken)
            ?? throw CommandException.Refused($"{server.Host} port {server.Port} is not among the known hosts.", "\"sealift trust ls\" shows them.");
        if (arguments.GetValue(_json)) Terminal.WriteJson(KnownHostRecord.Of(host, TimeProvider.System.GetUtcNow()), JsonLines.Default.KnownHostRecord);
        else Write(Terminal.Out, host);
        return ExitCode.Ok;
    }

    private static void Write(TextWriter output, KnownHost host)
    {
        const string unknown = "not recorded";
        CertificateText.Row(output, "server", $"{host.Host} port {host.Port}");
        CertificateText.Row(output, "trusted", $"since {TimeText.Iso(host.Added)}");
        CertificateText.Row(output, "subject", host.Subject ?? unknown);
        CertificateText.Row(output, "issuer", host.Issuer ?? unknown);
        CertificateText.Row(output, "names", host.Names ?? unknown);
        CertificateText.Row(output, "valid", host is { NotBefore: { } from, NotAfter: { } until } ? CertificateText.Validity(from, until, TimeProvider.System.GetUtcNow()) : unknown);
        CertificateText.Row(output, "key", host.Key ?? unknown);
        CertificateText.Row(output, "pin", host.Pin.ToString());
        CertificateText.Row(output, "", host.Pin.ToHexString());
    }
}
