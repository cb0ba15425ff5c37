using System.Security.Cryptography;
using Sealift.Core;
using Sealift.Core.Stores;

namespace Sealift.Transfer.Running;

/// <summary>The name that a file has until it is complete: hidden, short enough for every store, known by its suffix, not to be guessed.</summary>
internal static class PartName
{
    public static FtpPath Beside(FtpPath target) =>
        target.Parent!.Append($".{RandomNumberGenerator.GetHexString(16, lowercase: true)}{LocalFileStore.PartSuffix}");
}
