namespace Sealift.Core;

/// <summary>What a checksum is computed with, the weakest first: a greater value is harder to deceive.</summary>
public enum FtpHashAlgorithm
{
    /// <summary>CRC-32 as ZIP and Ethernet use it (ISO-HDLC), 4 bytes. It finds accidents, and stops nobody.</summary>
    Crc32,

    /// <summary>MD5 (RFC 1321), 16 bytes. It finds accidents; whoever wants to can make two files with the same one.</summary>
    Md5,

    /// <summary>SHA-1 (FIPS 180), 20 bytes. Like MD5, it is broken against whoever has the means.</summary>
    Sha1,

    /// <summary>SHA-256 (FIPS 180), 32 bytes.</summary>
    Sha256,

    /// <summary>SHA-512 (FIPS 180), 64 bytes.</summary>
    Sha512,
}
