using Sealift.Core;

namespace Sealift.Server.Commands;

/// <summary>What a user may do with an entry (RFC 3659 section 7.5.5).</summary>
internal static class PermFact
{
    /// <summary>The entry with its fact, unless the store stated one.</summary>
    public static FtpEntry With(FtpEntry entry, bool canWrite) => entry.Perm is not null ? entry : entry with
    {
        Perm = entry.Kind switch
        {
            FtpEntryKind.Directory or FtpEntryKind.CurrentDirectory or FtpEntryKind.ParentDirectory => canWrite ? "cdeflmp" : "el",
            FtpEntryKind.File => canWrite ? "adfrw" : "r",
            FtpEntryKind.Link => canWrite ? "dfr" : "r",
            _ => null,
        },
    };
}
