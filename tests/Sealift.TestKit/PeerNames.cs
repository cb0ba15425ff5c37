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

    /// <summary>ProFTPD, explicit, TLS 1.2 and 1.3, session reuse required.</summary>
    public const string Proftpd = "proftpd";

    /// <summary>ProFTPD, implicit, TLS 1.2 and 1.3, session reuse required.</summary>
    public const string ProftpdImplicit = "proftpd-implicit";

    /// <summary>ProFTPD, explicit, TLS 1.2 only.</summary>
    public const string ProftpdTls12 = "proftpd-tls12";

    /// <summary>ProFTPD, explicit, TLS 1.3 only.</summary>
    public const string ProftpdTls13 = "proftpd-tls13";

    /// <summary>ProFTPD without TLS.</summary>
    public const string ProftpdPlain = "proftpd-plain";

    /// <summary>Pure-FTPd, explicit, TLS 1.2 and 1.3, no demand for reuse. It has no implicit mode.</summary>
    public const string Pureftpd = "pureftpd";

    /// <summary>Pure-FTPd, explicit, TLS 1.2 only.</summary>
    public const string PureftpdTls12 = "pureftpd-tls12";

    /// <summary>Pure-FTPd, explicit, TLS 1.3 only.</summary>
    public const string PureftpdTls13 = "pureftpd-tls13";
}
