namespace Sealift.Client;

/// <summary>How one file is carried. Immutable; the defaults carry the whole file as it is.</summary>
public sealed record FtpTransferOptions
{
    /// <summary>What the bytes mean. Default <see cref="FtpTransferType.Binary"/>.</summary>
    public FtpTransferType Type { get; init; }

    /// <summary>Whether the data connection is compressed; null (the default) means as <see cref="FtpClientOptions.Compression"/>.</summary>
    public FtpCompression? Compression { get; init; }

    /// <summary>What an upload does to the file that is there. Default <see cref="FtpWriteMode.Replace"/>. No matter to downloads.</summary>
    public FtpWriteMode Mode { get; init; }

    /// <summary>
    /// Where to begin, in bytes of the file, uncompressed, from its start; with uploads only for <see cref="FtpWriteMode.Resume"/>.
    /// Default 0.
    /// </summary>
    public long Offset { get; init; }

    /// <summary>
    /// The size of an upload in bytes, for servers that make room before (ALLO, RFC 959 section 4.1.3). Null (the default) sends
    /// no ALLO, except as <see cref="FtpClientOptions.Allocate"/> says.
    /// </summary>
    public long? Allocate { get; init; }

    /// <summary>Told the bytes carried so far, after each block. Default: nobody.</summary>
    public IProgress<long>? Progress { get; init; }

    /// <summary>
    /// Asked whether another transfer follows at once on this session: when the data of a download has ended, or, with a
    /// server that allows it, before any transfer begins. If so, the next data port is asked for in the same flight, and its connection is made while this
    /// side is busy otherwise. Should no transfer follow, nothing is lost but the port. Default: none follows.
    /// </summary>
    public Func<bool>? AnotherFollows { get; init; }

    /// <summary>Says what cannot be meant; null if all is well.</summary>
    internal string? FindContradiction(bool isUpload)
    {
        if (Offset < 0) return "An offset cannot be negative.";
        if (isUpload && Offset > 0 && Mode != FtpWriteMode.Resume) return "Only a resumed upload has an offset.";

        // RFC 3659 section 5.2: what an offset counts in TYPE A is the server's own affair, so nothing can be continued safely.
        return Type == FtpTransferType.Ascii && (Offset > 0 || (isUpload && Mode != FtpWriteMode.Replace))
            ? "A transfer of text (TYPE A) is never resumed or appended: offsets count other bytes there."
            : null;
    }
}
