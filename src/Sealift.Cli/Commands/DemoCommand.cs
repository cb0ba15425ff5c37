using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Sealift.Cli.CommandLine;
using Sealift.Cli.Demo;
using Sealift.Cli.Output;
using Sealift.Client;
using Sealift.Core;
using Sealift.Tls;
using Sealift.Tls.Trust;

namespace Sealift.Cli.Commands;

/// <summary>Shows on this machine, in a few seconds, that everything works together.</summary>
internal sealed class DemoCommand(Terminal terminal) : SealiftCommand(terminal, "demo", "run a server and sessions on this machine and check every claim")
{
    public override IReadOnlyList<string> Details =>
    [
        "Starts the embedded server on free loopback ports with a directory in the temporary directory, runs an explicit session with "
        + "TLS 1.3 and an implicit one with TLS 1.2, prints both as conversations, and tries what must be refused.",
        "Exit code 0 means that every byte and every claim was checked; 8 that one did not hold.",
    ];

    public override IReadOnlyList<(string Line, string Remark)> Examples => [("sealift demo", "no arguments, no network, a few seconds")];

    protected override async Task<ExitCode> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var claims = new Claims(Terminal);
        await using (var server = await DemoServer.StartAsync(cancellationToken))
        {
            var session = new DemoSession(Terminal, server, claims);
            var tls = await session.RunAsync(FtpTlsMode.Explicit, "localhost", TlsVersion.Tls13, cancellationToken);

            // The platform's TLS resumes by name only; where libssl carries TLS, the address does as well.
            var host = tls.Backend == TlsBackend.OpenSsl ? "127.0.0.1" : "localhost";
            await session.RunAsync(FtpTlsMode.Implicit, host, TlsVersion.Tls12, cancellationToken);

            Terminal.Out.WriteLine("== what must be refused");
            Terminal.Out.WriteLine();
            await RefuseAsync(server, session, claims, cancellationToken);
        }

        Terminal.Out.WriteLine();
        Terminal.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{(claims.AllHold ? "Every one" : "NOT every one")} of {claims.Count} claims holds ({watch.Elapsed.TotalSeconds:0.0} s)."));
        return claims.AllHold ? ExitCode.Ok : ExitCode.ProofFailed;
    }

    private static async Task RefuseAsync(DemoServer server, DemoSession session, Claims claims, CancellationToken cancellationToken)
    {
        var probe = new StrangerProbe(DemoServer.User, server.Password, server.Pin);
        var answer = await probe.ListAsync(server.Implicit, cancellationToken);
        claims.Check($"a data connection that does not resume the session: {TerminalText.Escape(answer.ToString())}", answer.Code is 522 or 425);

        var options = session.Options(FtpTlsMode.Explicit, "localhost", server.Explicit);
        await claims.CheckRefusedAsync<FtpAuthenticationException>(
            "a wrong password",
            () => ConnectAsync(options with { Credential = FtpCredential.WithPassword(DemoServer.User, server.Password + "x") }, cancellationToken));
        await claims.CheckRefusedAsync<FtpTlsException>(
            "a certificate that nobody vouches for",
            () => ConnectAsync(options with { Trust = new TrustPolicy() }, cancellationToken));
        await claims.CheckRefusedAsync<FtpException>(
            "a login in clear text",
            () => ConnectAsync(options with { Mode = FtpTlsMode.PlaintextUnsafe }, cancellationToken));
    }

    private static async Task ConnectAsync(FtpClientOptions options, CancellationToken cancellationToken)
    {
        await using var client = await FtpClient.ConnectAsync(options, cancellationToken);
    }
}
