using Sealift.Doctor.Examining;

namespace Sealift.Doctor.Network;

/// <summary>Whether the given port, 21 and 990 take connections.</summary>
internal sealed class PortsCheck() : DoctorCheck(
    "SL-NET-52",
    "Ports",
    "Connects to the given port, to 21 (explicit TLS) and to 990 (implicit TLS), and tells open, closed and filtered apart.",
    "A closed port means that no server runs there. One that does not answer at all is behind a firewall, which the server's settings cannot change.")
{
    private static readonly Fault Closed = new()
    {
        Title = "The port is closed",
        Meaning = "The host answers that nothing listens on this port: the server does not run, or listens elsewhere.",
        Remedies = Remedies.For(
            vsftpd: "Start it (systemctl start vsftpd), and check listen_port and, for implicit TLS, implicit_ssl=YES.",
            proFtpd: "Start it (systemctl start proftpd), and check Port; implicit TLS needs a <VirtualHost> with Port 990 and TLSOptions UseImplicitSSL.",
            pureFtpd: "Start it (systemctl start pure-ftpd), and check -S (Bind). It has no implicit TLS.",
            fileZilla: "Server > Configure > Server listeners: the port and \"Explicit FTP over TLS\" or \"Implicit FTP over TLS\".",
            iis: "Start the FTP site, and check its binding's port. A binding on port 990 makes it implicit.",
            eft: "Site > Connections: tick FTPS (SSL/TLS) explicit or implicit, and check the port.",
            sealift: "sealift serve DIRECTORY --port N, or --implicit-port N."),
        Meanwhile = "Give the right port: ftpes://HOST:2121 for explicit TLS, ftps://HOST:9990 for implicit TLS.",
    };

    private static readonly Fault Filtered = new()
    {
        Title = "The port does not answer",
        Meaning = "What is sent to the port vanishes: a firewall drops it, here, on the way or before the server, or the host is down.",
        Remedies = Remedies.For(
            vsftpd: "In the server's firewall allow the control port and the passive range (pasv_min_port to pasv_max_port).",
            proFtpd: "In the server's firewall allow the control port and the range of PassivePorts.",
            pureFtpd: "In the server's firewall allow the control port and the range of -p (PassivePortRange).",
            fileZilla: "In the server's firewall allow the listeners' ports and the range in Configure > Protocols settings > FTP > Passive mode.",
            iis: "Windows Firewall: the inbound rules \"FTP Server Secure\" and \"FTP Server Passive\"; and the data channel port range under FTP Firewall Support.",
            eft: "In the server's firewall allow the site's ports and the PASV port range of its connections.",
            sealift: "In the server's firewall allow --port and the range of --passive-ports."),
        Meanwhile = "From a network with a proxy: --proxy socks5://PROXY:1080. More patience does not help.",
    };

    public override IReadOnlyList<Fault> Faults => [Closed, Filtered];

    internal override async Task<Finding> RunAsync(Examination examination, CancellationToken cancellationToken)
    {
        var ports = await examination.Ports.GetAsync(cancellationToken).ConfigureAwait(false);
        string[] evidence = [.. ports.Select(port => port.ToString())];
        var given = ports[0];
        if (given.State == PortState.Open) return Good(ports.Count(port => port.State == PortState.Open) == 1 ? $"Port {given.Port} is open." : $"Open: {string.Join(", ", ports.Where(port => port.State == PortState.Open).Select(port => port.Port))}.", evidence);
        var elsewhere = ports.FirstOrDefault(port => port.IsFtp) is { } other
            ? $" An FTP server answers on port {other.Port} ({(other.Speech == Speech.FtpInTls ? "implicit TLS, ftps://" : "explicit TLS, ftpes://")}); the rest of this report is about that one."
            : "";
        return given.State switch
        {
            PortState.Closed => Found(Closed, $"Port {given.Port} is closed.{elsewhere}", evidence),
            PortState.Filtered => Found(Filtered, $"Port {given.Port} does not answer.{elsewhere}", evidence),
            _ => Found(Filtered, $"Port {given.Port} cannot be reached: {given.Detail}{elsewhere}", evidence),
        };
    }
}
