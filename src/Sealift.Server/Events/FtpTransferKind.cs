namespace Sealift.Server.Events;

/// <summary>What a transfer moves.</summary>
public enum FtpTransferKind
{
    /// <summary>A file to the client (RETR).</summary>
    Download,

    /// <summary>A file from the client (STOR, APPE, STOU).</summary>
    Upload,

    /// <summary>A directory's names to the client (MLSD, LIST, NLST).</summary>
    Listing,
}
