namespace Sealift.Client;

/// <summary>Which data connections are compressed, where the server has MODE Z (draft-preston-ftpext-deflate).</summary>
public enum FtpCompression
{
    /// <summary>None. The default.</summary>
    Off,

    /// <summary>
    /// Listings, and files unless their name ends like a format that is compressed already: archives, pictures, sound, film,
    /// office documents.
    /// </summary>
    WhenUseful,

    /// <summary>All of them.</summary>
    Always,
}
