namespace Sealift.TestKit;

/// <summary>The instances that <c>eng/peers.sh</c> starts, as constants for test data.</summary>
public static class PeerNames
{
    /// <summary>vsftpd, explicit, TLS 1.2 and 1.3, session reuse required.</summary>
    public const string Vsftpd = "vsftpd";

    /// <summary>vsftpd, implicit, TLS 1.2 and 1.3, session reuse required.</summary>
    public const string VsftpdImplicit = "vsftpd-implicit";

    /// <summary>vsftpd, explicit, TLS 1.2 only.</summary>
    public const string VsftpdTls12 = "vsftpd-tls12";

    /// <summary>vsftpd, explicit, TLS 1.3 only.</summary>
    public const string VsftpdTls13 = "vsftpd-tls13";

    /// <summary>vsftpd, explicit, that allows clear data, ASCII, other hosts and data connections that do not resume.</summary>
    public const string VsftpdOpen = "vsftpd-open";

    /// <summary>vsftpd, explicit, that demands a client certificate.</summary>
    public const string VsftpdCert = "vsftpd-cert";

    /// <summary>ProFTPD, explicit, TLS 1.2 and 1.3, session reuse required.</summary>
    public const string Proftpd = "proftpd";

    /// <summary>ProFTPD, implicit, TLS 1.2 and 1.3, session reuse required.</summary>
    public const string ProftpdImplicit = "proftpd-implicit";

    /// <summary>ProFTPD, explicit, TLS 1.2 only.</summary>
    public const string ProftpdTls12 = "proftpd-tls12";

    /// <summary>ProFTPD, explicit, TLS 1.3 only.</summary>
    public const string ProftpdTls13 = "proftpd-tls13";

    /// <summary>
    /// ProFTPD, explicit, that allows CCC, clear data, other hosts (SSCN), MODE Z and data connections that do not resume.
    /// HOST or SNI <c>archive.localhost</c> lead to another home, the folder <c>…-archive</c> beside <see cref="Peer.Home"/>.
    /// </summary>
    public const string ProftpdOpen = "proftpd-open";

    /// <summary>A second server like <see cref="ProftpdOpen"/>, for copies from one to the other.</summary>
    public const string ProftpdOpen2 = "proftpd-open2";

    /// <summary>ProFTPD, explicit, that demands a client certificate.</summary>
    public const string ProftpdCert = "proftpd-cert";

    /// <summary>ProFTPD without TLS.</summary>
    public const string ProftpdPlain = "proftpd-plain";

    /// <summary>Pure-FTPd, explicit, TLS 1.2 and 1.3, no demand for reuse. It has no implicit mode.</summary>
    public const string Pureftpd = "pureftpd";

    /// <summary>Pure-FTPd, explicit, TLS 1.2 only.</summary>
    public const string PureftpdTls12 = "pureftpd-tls12";

    /// <summary>Pure-FTPd, explicit, TLS 1.3 only.</summary>
    public const string PureftpdTls13 = "pureftpd-tls13";

    /// <summary>Pure-FTPd, explicit, that demands a client certificate.</summary>
    public const string PureftpdCert = "pureftpd-cert";

    /// <summary>pyftpdlib, explicit, TLS 1.2 and 1.3, TLS required, no sessions to resume.</summary>
    public const string Pyftpdlib = "pyftpdlib";
}
