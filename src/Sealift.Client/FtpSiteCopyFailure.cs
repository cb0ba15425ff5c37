namespace Sealift.Client;

/// <summary>Why a copy between servers was not made.</summary>
public enum FtpSiteCopyFailure
{
    /// <summary>There is no direct way, and no other was allowed.</summary>
    NoDirectRoute,

    /// <summary>What arrived is not what was sent: sizes or checksums differ.</summary>
    NotProven,
}
