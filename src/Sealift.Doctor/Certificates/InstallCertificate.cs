namespace Sealift.Doctor.Certificates;

/// <summary>Where each family of servers keeps its certificate.</summary>
internal static class InstallCertificate
{
    /// <summary>The remedies that end in another certificate.</summary>
    /// <param name="what">What has to be done with any server, as sentences.</param>
    public static IReadOnlyList<Remedy> By(string what) => Remedies.For(
        vsftpd: $"{what}\nrsa_cert_file=/etc/ssl/ftp/fullchain.pem\nrsa_private_key_file=/etc/ssl/ftp/privkey.pem",
        proFtpd: $"{what}\nTLSRSACertificateFile /etc/ssl/ftp/cert.pem\nTLSRSACertificateKeyFile /etc/ssl/ftp/privkey.pem\nTLSCertificateChainFile /etc/ssl/ftp/chain.pem",
        pureFtpd: $"{what}\nKey, certificate and chain in one file: /etc/ssl/private/pure-ftpd.pem (or -2 CERTIFICATE,KEY).",
        fileZilla: $"{what}\nServer > Configure > Protocols settings > FTP and FTP over TLS: \"Use an X.509 certificate\" (key and chain as files), or Let's Encrypt there.",
        iis: $"{what}\nImport it into the machine's Personal store, then the FTP site > FTP SSL Settings > SSL Certificate.",
        eft: $"{what}\nSSL Certificate Manager: import it; then Site > Connections > SSL certificate settings: choose it.",
        sealift: $"{what}\nsealift serve DIRECTORY --cert fullchain.pem --key privkey.pem; \"sealift cert new\" makes a self-signed one.");
}
