namespace Sealift.Doctor.Examining;

/// <summary>What a port speaks, as far as its first bytes tell.</summary>
internal enum Speech
{
    /// <summary>An FTP greeting in clear text (RFC 959 section 5.4).</summary>
    Ftp,

    /// <summary>TLS from the first byte, and an FTP greeting inside.</summary>
    FtpInTls,

    /// <summary>An FTP greeting in clear text, and TLS directly after it, without AUTH: z/OS.</summary>
    FtpThenTls,

    /// <summary>TLS from the first byte, and something else inside, or nothing that could be heard.</summary>
    OtherInTls,

    /// <summary>An FTP server that does not want the connection now (421 and the like).</summary>
    FtpRefusing,

    Ssh,
    Smtp,
    Http,

    /// <summary>Another service that greets: POP3, IMAP, MySQL and the like.</summary>
    Other,

    /// <summary>It accepts connections and says nothing, in clear text and to a TLS ClientHello.</summary>
    Silence,

    /// <summary>It accepts connections and closes them at once.</summary>
    HangsUp,
}
