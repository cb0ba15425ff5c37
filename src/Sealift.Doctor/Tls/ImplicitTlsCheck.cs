using Sealift.Client;
using Sealift.Doctor.Examining;

namespace Sealift.Doctor.Tls;

/// <summary>Whether implicit TLS is offered, and in which form.</summary>
internal sealed class ImplicitTlsCheck() : DoctorCheck(
    "SL-TLS-53",
    "Implicit TLS",
    "Begins TLS at once on port 990 and on the given port where it is meant, and also sees whether TLS begins after a greeting in clear text, without AUTH, as on z/OS.",
    "Some clients, printers and partners know only implicit TLS. Where the handshake follows the greeting, clients need to be told.")
{
    private static readonly Fault AfterGreeting = new()
    {
        Title = "The handshake comes after a greeting in clear text",
        Verdict = Verdict.Advice,
        Meaning = "z/OS does so by default (SECUREIMPLICITZOS TRUE). Clients that begin TLS with the first byte do not get through.",
        Meanwhile = "ftps://HOST with --implicit-handshake after-greeting (or --profile zos); in a saved site: implicit-handshake = \"after-greeting\".",
    };

    private static readonly Fault NotFtp = new()
    {
        Title = "Port 990 is open and does not speak implicit FTPS",
        Verdict = Verdict.Advice,
        Meaning = "Clients that are told to use implicit TLS find something else there.",
        Remedies = Remedies.For(
            vsftpd: "implicit_ssl=YES and listen_port=990, in an instance of its own",
            proFtpd: "In the <VirtualHost> with Port 990: TLSEngine on, TLSOptions UseImplicitSSL",
            pureFtpd: "It has no implicit TLS: close port 990.",
            fileZilla: "Server listeners: port 990 with \"Require implicit FTP over TLS\".",
            iis: "The binding on port 990 is implicit by itself, once a certificate is chosen.",
            eft: "Site > Connections: FTPS implicit on port 990.",
            sealift: "sealift serve DIRECTORY --implicit-port 990"),
        Meanwhile = "Use explicit TLS: ftpes://HOST.",
    };

    public override IReadOnlyList<Fault> Faults => [AfterGreeting, NotFtp];

    internal override async Task<Finding> RunAsync(Examination examination, CancellationToken cancellationToken)
    {
        var ports = await examination.Ports.GetAsync(cancellationToken).ConfigureAwait(false);
        string[] evidence = [.. ports.Select(port => port.ToString())];
        if (ports.FirstOrDefault(port => port.Speech == Speech.FtpThenTls) is { } late)
            return Found(AfterGreeting, $"On port {late.Port} TLS begins after the greeting, without AUTH.", evidence);
        if (ports.FirstOrDefault(port => port.Speech == Speech.FtpInTls) is { } found)
            return Good($"Implicit TLS is offered on port {found.Port}.", evidence);
        if (ports.FirstOrDefault(port => port is { Port: FtpClientOptions.DefaultImplicitPort, State: PortState.Open }) is { } open)
            return open.Speech == Speech.OtherInTls ? CannotTell($"Port 990 {open.Detail}.", evidence) : Found(NotFtp, $"Port 990 {open.Detail}.", evidence);
        if (!ports.Any(port => port.IsFtp))
        {
            // It says which ports were looked at where none of them may be an FTP server's.
            var target = await examination.Target.GetAsync(cancellationToken).ConfigureAwait(false);
            return CannotTell($"No FTP was heard on port {target.Port}.", evidence);
        }

        return Good("It is not offered, which is no loss where explicit TLS is.", evidence);
    }
}
