namespace Sealift.Doctor.Data;

/// <summary>Remedies that several checks of data connections share.</summary>
internal static class DataRemedies
{
    /// <summary>Which ports passive mode uses, and that a firewall lets them through.</summary>
    public static IReadOnlyList<Remedy> PassivePorts { get; } = Remedies.For(
        vsftpd: "pasv_min_port=50000\npasv_max_port=50099\nand let TCP 50000 to 50099 in through every firewall.",
        proFtpd: "PassivePorts 50000 50099\nand let TCP 50000 to 50099 in through every firewall.",
        pureFtpd: "-p 50000:50099 (Debian: echo \"50000 50099\" > /etc/pure-ftpd/conf/PassivePortRange), and let them in through every firewall.",
        fileZilla: "Server > Configure > Protocols settings > FTP and FTP over TLS > Passive mode: use a custom port range, 50000 to 50099, and let it in through every firewall.",
        iis: "FTP Firewall Support (of the server, not the site): Data Channel Port Range 50000-50099; restart the FTP service; let the range in through every firewall.",
        eft: "Site > Connections > FTP/FTPS > Port range for PASV: 50000 to 50099, and let it in through every firewall.",
        sealift: "sealift serve --passive-ports 50000-50099, and let the range in through every firewall.");

    /// <summary>Which address passive mode announces.</summary>
    public static IReadOnlyList<Remedy> PassiveAddress { get; } = Remedies.For(
        vsftpd: "pasv_address=THE SERVER'S PUBLIC ADDRESS (pasv_addr_resolve=YES for a name), or leave it out where there is no NAT.",
        proFtpd: "MasqueradeAddress THE SERVER'S PUBLIC ADDRESS (TLSMasqueradeAddress for TLS alone), or leave it out where there is no NAT.",
        pureFtpd: "-P THE SERVER'S PUBLIC ADDRESS (Debian: /etc/pure-ftpd/conf/ForcePassiveIP)",
        fileZilla: "Server > Configure > Protocols settings > FTP and FTP over TLS > Passive mode: use the server's public address.",
        iis: "FTP Firewall Support (of the site): External IP Address of Firewall.",
        eft: "Site > Connections > FTP/FTPS > PASV: the external address.",
        sealift: "sealift serve --external-address THE SERVER'S PUBLIC ADDRESS, or leave it out where there is no NAT.");

    /// <summary>That data connections must resume the session of their control connection.</summary>
    public static IReadOnlyList<Remedy> RequireReuse { get; } = Remedies.For(
        vsftpd: "require_ssl_reuse=YES (its default)",
        proFtpd: "Take NoSessionReuseRequired out of TLSOptions.",
        pureFtpd: "It has no such setting. Its passive ports accept the control connection's address only.",
        fileZilla: "It always demands it.",
        iis: "It has no such setting.",
        eft: "It has no such setting.",
        sealift: "sealift serve always demands it; in a program leave RequireSessionResumption true.");

    /// <summary>That sessions can be resumed at all.</summary>
    public static IReadOnlyList<Remedy> AllowReuse { get; } = Remedies.For(
        vsftpd: "It resumes by itself; strict_ssl_read_eof and old versions with TLS 1.3 are worth a look. An update helps as a rule.",
        proFtpd: "TLSSessionCache shm:/file=/var/run/proftpd/sesscache, or none of \"TLSSessionCache off\"\nTLSSessionTickets on",
        pureFtpd: "It resumes by itself; an update helps as a rule.",
        fileZilla: "It resumes by itself; an update helps as a rule.",
        iis: "SCHANNEL caches sessions by itself: HKLM\\SYSTEM\\CurrentControlSet\\Control\\SecurityProviders\\SCHANNEL, ServerCacheTime and MaximumCacheSize must not be 0.",
        eft: "Behind a load balancer let all connections of a client go to the same machine.",
        sealift: "It resumes by itself.");

    /// <summary>That the end of a connection is announced under TLS.</summary>
    public static IReadOnlyList<Remedy> CloseProperly { get; } = Remedies.For(
        vsftpd: "strict_ssl_write_shutdown=YES",
        proFtpd: "It announces it by itself; look for what cuts connections on the way.",
        pureFtpd: "It announces it by itself; update a version before 1.0.43.",
        fileZilla: "It announces it by itself.",
        iis: "Windows does not answer close_notify; the data itself is whole. Install Windows' updates.",
        eft: "Update EFT.",
        sealift: "It announces it by itself.");

    /// <summary>That transfers can be tried and looked at in a log.</summary>
    public static IReadOnlyList<Remedy> LookIntoLog { get; } = Remedies.For(
        vsftpd: "Look into vsftpd_log_file, with log_ftp_protocol=YES and debug_ssl=YES.",
        proFtpd: "Look into SystemLog and TLSLog (TLSLog /var/log/proftpd/tls.log).",
        pureFtpd: "Look into syslog, with -d (VerboseLog yes).",
        fileZilla: "Look into the server's log (Logging: level Debug).",
        iis: "Look into the FTP log and at FTP Current Sessions.",
        eft: "Look into the site's log.",
        sealift: "Run \"sealift serve\" in a terminal; its log says why.");
}
