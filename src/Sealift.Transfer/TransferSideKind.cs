namespace Sealift.Transfer;

/// <summary>What a side of a transfer is.</summary>
public enum TransferSideKind
{
    /// <summary>A directory of this machine.</summary>
    Local,

    /// <summary>A directory of an FTP server.</summary>
    Ftp,

    /// <summary>Another store, such as memory.</summary>
    Other,
}
