using Sealift.TestKit;

namespace Sealift.Doctor.Tests.Faults;

/// <summary>Real servers that are set up wrongly, by themselves or as Debian ships them, each with one fault a row.</summary>
internal static class FaultCases
{
    /// <summary>vsftpd behind a forwarder that lets its control port through and not its passive ports.</summary>
    public const string BehindFirewall = "vsftpd behind a firewall";

    public static IReadOnlyList<FaultCase> All { get; } =
    [
        new("vsftpd-nossl", "vsftpd, ssl_enable=NO", "SL-TLS-51", "The server offers no TLS"),
        new("vsftpd-nossl", "vsftpd, ssl_enable=NO", "SL-AUTH-53", "Passwords are taken in clear text"),
        new("vsftpd-address", "vsftpd, pasv_address=10.99.99.99", "SL-DATA-52", "PASV names another address"),
        new(BehindFirewall, "vsftpd, passive ports blocked", "SL-DATA-53", "The passive ports cannot be reached"),
        new("vsftpd-expired", "vsftpd, an expired certificate", "SL-CERT-52", "The certificate has expired"),
        new("vsftpd-odd", "vsftpd, TLS 1.2 only", "SL-TLS-54", "TLS 1.3 is not offered"),
        new("vsftpd-odd", "vsftpd, OpenSSL with Options = ClientRenegotiation", "SL-TLS-63", "Clients may renegotiate"),
        new("vsftpd-odd", "vsftpd, ssl_ciphers=AES128-SHA", "SL-TLS-55", "Only suites without forward secrecy are accepted"),
        new("vsftpd-odd", "vsftpd, cmds_denied=EPSV", "SL-DATA-51", "EPSV is refused"),
        new("vsftpd-odd", "vsftpd, port_enable=NO", "SL-DATA-64", "Active mode is refused"),
        new("vsftpd-odd", "vsftpd, cmds_denied=NOOP", "SL-DATA-67", "NOOP does not keep the session"),
        new("vsftpd-odd", "vsftpd, cmds_denied=SIZE", "SL-FILE-53", "SIZE is listed and does not work"),
        new("vsftpd-odd", "vsftpd, use_localtime=YES west of Greenwich", "SL-FILE-55", "The server tells local time for UTC"),
        new("vsftpd-odd", "vsftpd, cmds_denied=REST", "SL-FILE-60", "Transfers cannot be resumed"),
        new("vsftpd-odd", "vsftpd, cmds_denied=RNTO", "SL-FILE-62", "A rename does not replace a file"),
        new("vsftpd-few", "vsftpd, max_per_ip=4", "SL-DATA-68", "The server allows few sessions at once"),
        new("vsftpd-lax", "vsftpd, force_local_logins_ssl=NO", "SL-AUTH-53", "Passwords are taken in clear text"),
        new("vsftpd-lax", "vsftpd, force_local_data_ssl=NO", "SL-TLS-61", "Files may travel in clear text"),
        new("vsftpd-lax", "vsftpd, require_ssl_reuse=NO", "SL-DATA-55", "Data connections need not resume"),
        new("vsftpd-lax", "vsftpd, port_promiscuous=YES", "SL-DATA-65", "The server connects to foreign addresses"),
        new(PeerNames.Vsftpd, "vsftpd, which has no MLSD", "SL-FILE-58", "There is no MLSD") { IsNatural = true },
        new(PeerNames.Vsftpd, "vsftpd, whose ssl_ciphers is HIGH by default", "SL-TLS-55", "Suites without forward secrecy are accepted") { IsNatural = true },
        new(PeerNames.VsftpdCert, "vsftpd, require_cert=YES", "SL-CERT-57", "The server demands a client certificate"),
        new("proftpd-lax", "ProFTPD, NoSessionReuseRequired", "SL-DATA-55", "Data connections need not resume"),
        new("proftpd-ctrl", "ProFTPD, TLS on control only (TLSRequired ctrl+!data)", "SL-TLS-60", "Data connections cannot be protected"),
        new("proftpd-self", "ProFTPD, a self-signed certificate", "SL-CERT-51", "The certificate is self-signed"),
        new("proftpd-self", "ProFTPD, a certificate for another name", "SL-CERT-53", "The certificate is for another name"),
        new("proftpd-self", "ProFTPD, TLS 1.3 only", "SL-TLS-54", "TLS 1.2 is not offered"),
        new(PeerNames.Proftpd, "ProFTPD, which takes cut uploads", "SL-DATA-62", "A cut upload counts as complete") { IsNatural = true },
        new(PeerNames.ProftpdOpen, "ProFTPD, AllowForeignAddress on", "SL-DATA-65", "The server connects to foreign addresses"),
        new(PeerNames.ProftpdOpen, "ProFTPD, TLSRequired auth", "SL-TLS-62", "Commands may return to clear text"),
        new(PeerNames.Pyftpdlib, "pyftpdlib, which executes what came with AUTH", "SL-TLS-58", "Commands in clear text are executed inside TLS") { IsNatural = true },
        new("pureftpd-y1", "Pure-FTPd, -Y 1", "SL-AUTH-53", "Passwords are taken in clear text"),
        new("pureftpd-y1", "Pure-FTPd, -Y 1", "SL-TLS-61", "Files may travel in clear text"),
        new("pureftpd-y1", "Pure-FTPd, which gives no tickets", "SL-TLS-64", "Sessions cannot be resumed") { IsNatural = true },
        new("pureftpd-y1", "Pure-FTPd, which gives no tickets", "SL-DATA-54", "Data connections do not resume") { IsNatural = true },
        new("pureftpd-y1", "Pure-FTPd, which resumes with TLS 1.2 only", "SL-DATA-58", "Data connections resume with one TLS version only") { IsNatural = true },
    ];
}
