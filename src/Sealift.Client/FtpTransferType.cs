namespace Sealift.Client;

/// <summary>What the bytes of a file mean while they are carried (TYPE, RFC 959 section 3.1.1).</summary>
public enum FtpTransferType
{
    /// <summary>TYPE I: every byte arrives as it is. The default, and what proofs are made of.</summary>
    Binary,

    /// <summary>
    /// TYPE A: lines of text. They travel with CR LF at their ends and are stored with those of the system that keeps them.
    /// Sizes and offsets mean nothing then, so that nothing is resumed, appended or compared.
    /// </summary>
    Ascii,
}
