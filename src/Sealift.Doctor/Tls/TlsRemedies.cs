namespace Sealift.Doctor.Tls;

/// <summary>Remedies that several checks of TLS share.</summary>
internal static class TlsRemedies
{
    /// <summary>How TLS is switched on.</summary>
    public static IReadOnlyList<Remedy> SwitchOn { get; } = Remedies.For(
        vsftpd: "ssl_enable=YES\nrsa_cert_file=/etc/ssl/ftp/fullchain.pem\nrsa_private_key_file=/etc/ssl/ftp/privkey.pem",
        proFtpd: "LoadModule mod_tls.c (Debian: package proftpd-mod-crypto)\nTLSEngine on\nTLSRSACertificateFile /etc/ssl/ftp/cert.pem\nTLSRSACertificateKeyFile /etc/ssl/ftp/privkey.pem\nTLSRequired on",
        pureFtpd: "-Y 2 (Debian: echo 2 > /etc/pure-ftpd/conf/TLS), with /etc/ssl/private/pure-ftpd.pem",
        fileZilla: "Server listeners: protocol \"Require explicit FTP over TLS\".",
        iis: "FTP SSL Settings: choose a certificate, \"Require SSL connections\".",
        eft: "Site > Connections: tick FTPS (SSL/TLS) explicit, and choose a certificate.",
        sealift: "TLS is always on.");

    /// <summary>Which versions are accepted: at least TLS 1.2.</summary>
    public static IReadOnlyList<Remedy> Versions { get; } = Remedies.For(
        vsftpd: "ssl_tlsv1=NO (TLS 1.0)\nssl_sslv2=NO\nssl_sslv3=NO\nFor the rest OpenSSL's own file decides (OPENSSL_CONF, MinProtocol = TLSv1.2); vsftpd 3.0.5 and later: ssl_tlsv1_1=NO, ssl_tlsv1_2=YES, ssl_tlsv1_3=YES.",
        proFtpd: "TLSProtocol TLSv1.2 TLSv1.3",
        pureFtpd: "OpenSSL's own file decides (OPENSSL_CONF): MinProtocol = TLSv1.2. Pure-FTPd 1.0.50 and later refuse older ones by themselves.",
        fileZilla: "Server > Configure > Protocols settings > FTP and FTP over TLS > Minimum allowed TLS version: v1.2.",
        iis: "Registry, HKLM\\SYSTEM\\CurrentControlSet\\Control\\SecurityProviders\\SCHANNEL\\Protocols\\TLS 1.0\\Server (and TLS 1.1): Enabled=0. TLS 1.3 needs Windows Server 2022.",
        eft: "Server > Security > SSL compatibility: tick TLS 1.2 and TLS 1.3 only.",
        sealift: "sealift serve offers TLS 1.2 and 1.3; --tls-min 1.3 leaves the newest only.");

    /// <summary>Which suites are accepted.</summary>
    public static IReadOnlyList<Remedy> Suites { get; } = Remedies.For(
        vsftpd: "ssl_ciphers=ECDHE+AESGCM:ECDHE+CHACHA20 (Debian's HIGH allows RSA key exchange and CBC)",
        proFtpd: "TLSCipherSuite ECDHE+AESGCM:ECDHE+CHACHA20\nTLSServerCipherPreference on",
        pureFtpd: "-J ECDHE+AESGCM:ECDHE+CHACHA20 (TLSCipherSuite)",
        fileZilla: "It allows strong suites only; a newer version, and minimum version v1.2.",
        iis: "Group policy > SSL Configuration Settings > SSL Cipher Suite Order: those with ECDHE and GCM only.",
        eft: "Server > Security > SSL compatibility > Ciphers: ECDHE with AES-GCM only.",
        sealift: "It offers the suites of OpenSSL's default; OPENSSL_CONF (CipherString = ECDHE+AESGCM:ECDHE+CHACHA20) narrows them.");

    /// <summary>A newer version of what speaks TLS.</summary>
    public static IReadOnlyList<Remedy> Update(string why) => Remedies.For(
        vsftpd: $"{why} Update vsftpd and OpenSSL.",
        proFtpd: $"{why} Update ProFTPD (mod_tls) and OpenSSL.",
        pureFtpd: $"{why} Update Pure-FTPd and OpenSSL.",
        fileZilla: $"{why} Update FileZilla Server to 1.x.",
        iis: $"{why} Install Windows' updates.",
        eft: $"{why} Update EFT.",
        sealift: $"{why} Update Sealift.");
}
