using System.Security.Cryptography;
using Sealift.Core;
using Sealift.Core.Stores;

namespace Sealift.Transfer.Running;

/// <summary>The name that a file has until it is complete: hidden, short enough for every store, known by its suffix, not to be guessed.</summary>
internal static class PartName
{
    /// <summary>What a file that steps aside for a moment has behind its own name. It is no leftover: it may be all there is of the old content.</summary>
    public const string BackupSuffix = ".sealift-old";

    public static FtpPath Beside(FtpPath target) =>
        target.Parent!.Append($".{RandomNumberGenerator.GetHexString(16, lowercase: true)}{LocalFileStore.PartSuffix}");

    /// <summary>Whether an entry is a file of ours that is not finished.</summary>
    public static bool IsPart(FtpEntry entry) => entry.Kind != FtpEntryKind.Directory && entry.Name.EndsWith(LocalFileStore.PartSuffix, StringComparison.Ordinal);

    /// <summary>The name of a file that steps aside; it shows whose it was, and so it can be put back by hand after a crash.</summary>
    public static FtpPath BackupOf(FtpPath target) => target.Parent!.Append(target.Name + BackupSuffix);
}
