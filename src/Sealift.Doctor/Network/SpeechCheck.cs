using Sealift.Core;
using Sealift.Doctor.Examining;

namespace Sealift.Doctor.Network;

/// <summary>Whether what answers on the port is an FTP server, and of the expected kind.</summary>
internal sealed class SpeechCheck() : DoctorCheck(
    "SL-NET-53",
    "What the port speaks",
    "Listens to the first words of the port, and begins TLS where it waits silently: FTP, TLS, SSH, HTTP, SMTP, something else, or nothing.",
    "Explicit TLS begins in clear text (RFC 4217), implicit TLS with the first byte. A client that expects the other one waits for ever, and another service never answers FTP.")
{
    private static readonly Fault NotFtp = new()
    {
        Title = "Another service answers",
        Meaning = "What listens there does not speak FTP; no FTP client can work with it.",
        Remedies = ServerPort,
        Meanwhile = "Check the port. SFTP is SSH's own protocol (port 22) and needs another client; FTPS is 21 (ftpes://HOST) or 990 (ftps://HOST).",
    };

    private static readonly Fault Silent = new()
    {
        Title = "The port accepts connections and says nothing",
        Meaning = "Something takes the connection, often a firewall, a load balancer or a proxy, and there is no FTP server behind it that answers; or the server is overloaded.",
        Remedies = ServerPort,
        Meanwhile = "Check the port, and ask the operator whether the server behind it runs.",
    };

    private static readonly Fault HangsUp = new()
    {
        Title = "The server hangs up at once",
        Meaning = "It takes the connection and closes it without a word: an access list (tcp wrappers, a ban after failed logins, an allow list), or no free session.",
        Remedies = Remedies.For(
            vsftpd: "tcp_wrappers=YES: look into /etc/hosts.allow and /etc/hosts.deny. max_per_ip and max_clients: raise or set to 0. Look for a ban (fail2ban-client status vsftpd).",
            proFtpd: "mod_wrap: /etc/hosts.deny. <Limit LOGIN>, MaxInstances, MaxHostsPerUser; mod_ban: \"ftpdctl ban info\".",
            pureFtpd: "-C (MaxClientsPerIP), -c (MaxClientsNumber) and -m (MaxLoad) refuse connections; raise them.",
            fileZilla: "Server > Configure > Autoban; and the access filters of the listeners (Disallowed IPs).",
            iis: "FTP IPv4 Address and Domain Restrictions; FTP Logon Attempt Restrictions of the server.",
            eft: "Site > Connections > IP access rules and auto-ban; the limit of connections for an IP address.",
            sealift: "--max-sessions (in all; no more than there are --passive-ports), and \"sessions\" of a user in the file of --users. An address may have 100: only a program can change that (MaxSessionsPerAddress among the limits). Its log says which one was reached."),
        Meanwhile = "Wait some minutes, in case of a ban; then try from another address.",
    };

    private static readonly Fault Refusing = new()
    {
        Title = "The server does not take the connection now",
        Meaning = "It speaks FTP and refuses before the login (421 and the like): too many sessions, or not from this address.",
        Remedies = HangsUp.Remedies,
        Meanwhile = "Try later, with fewer sessions at once (sessions = 1 in a saved site).",
    };

    private static readonly Fault Implicit = new()
    {
        Title = "TLS begins with the first byte (implicit) where explicit TLS was asked for",
        Meaning = "A client that waits for the greeting in clear text waits in vain.",
        Meanwhile = "Write ftps://HOST:PORT instead of ftpes://; in a saved site: mode = \"implicit\".",
    };

    private static readonly Fault Explicit = new()
    {
        Title = "The server greets in clear text (explicit) where implicit TLS was asked for",
        Meaning = "A client that begins TLS at once gets an answer that is not TLS.",
        Remedies = Remedies.For(
            vsftpd: "For implicit TLS: implicit_ssl=YES and listen_port=990, in an instance of its own.",
            proFtpd: "For implicit TLS: a <VirtualHost> with Port 990 and TLSOptions UseImplicitSSL.",
            pureFtpd: "It has no implicit TLS; stunnel in front of it would give some, without resumption of sessions.",
            fileZilla: "Server listeners: the protocol of the port \"Require implicit FTP over TLS\".",
            iis: "A binding on port 990 is implicit; any other port is explicit.",
            eft: "Site > Connections: tick FTPS implicit, and its port.",
            sealift: "sealift serve DIRECTORY --implicit-port 990"),
        Meanwhile = "Write ftpes://HOST:PORT instead of ftps://; in a saved site: mode = \"explicit\".",
    };

    private static IReadOnlyList<Remedy> ServerPort => Remedies.For(
        vsftpd: "listen_port says where it listens (21 by default); \"ss -ltnp\" on the server shows which service has this port.",
        proFtpd: "Port says where it listens (21 by default); \"ss -ltnp\" on the server shows which service has this port.",
        pureFtpd: "-S (Bind) says where it listens (21 by default); \"ss -ltnp\" on the server shows which service has this port.",
        fileZilla: "Server > Configure > Server listeners: address, port and protocol.",
        iis: "The FTP site's bindings (type ftp) say where it listens; \"netstat -abn\" shows which service has this port.",
        eft: "Site > Connections: the ports of FTP and FTPS.",
        sealift: "--port and --implicit-port of \"sealift serve\" say where it listens.");

    public override IReadOnlyList<Fault> Faults => [NotFtp, Silent, HangsUp, Refusing, Implicit, Explicit];

    internal override async Task<Finding> RunAsync(Examination examination, CancellationToken cancellationToken)
    {
        var ports = await examination.Ports.GetAsync(cancellationToken).ConfigureAwait(false);
        var port = ports[0];
        var wantsImplicit = examination.Base.Mode == FtpTlsMode.Implicit;
        var summary = $"Port {port.Port} {(port.Detail.StartsWith("open", StringComparison.Ordinal) ? "is " : "")}{port.Detail}.".Replace("..", ".", StringComparison.Ordinal);
        return port.Speech switch
        {
            null => CannotTell($"Port {port.Port} takes no connections."),
            Speech.Ftp when wantsImplicit => Found(Explicit, summary, port.ToString()),
            Speech.FtpInTls when !wantsImplicit => Found(Implicit, summary, port.ToString()),
            Speech.FtpThenTls when !wantsImplicit => Found(Implicit, summary, port.ToString()),
            Speech.Ftp or Speech.FtpInTls or Speech.FtpThenTls => Good(summary, port.ToString()),
            Speech.FtpRefusing => Found(Refusing, summary, port.ToString()),
            Speech.Silence => Found(Silent, summary, port.ToString()),
            Speech.HangsUp => Found(HangsUp, summary, port.ToString()),

            // A server that wants a client certificate says no more without one; the check of certificates tells.
            Speech.OtherInTls when wantsImplicit && port.Detail.Contains("handshake failed", StringComparison.Ordinal) => CannotTell(summary, port.ToString()),
            _ => Found(NotFtp, summary, port.ToString()),
        };
    }
}
