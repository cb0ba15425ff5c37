using System.Security.Cryptography;
using Sealift.Core;
using Sealift.Core.Stores;

namespace Sealift.Client;

/// <summary>The name that a file has on the server until it is complete.</summary>
internal static class TemporaryName
{
    /// <summary>A name beside the target; null when the target has no directory. Short enough for every server, and not to be guessed.</summary>
    public static FtpPath? Beside(FtpPath target) =>
        target.Parent?.Append($".{RandomNumberGenerator.GetHexString(16, lowercase: true)}{LocalFileStore.PartSuffix}");
}
