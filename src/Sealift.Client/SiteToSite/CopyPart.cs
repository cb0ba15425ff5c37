using Sealift.Core;

namespace Sealift.Client.SiteToSite;

/// <summary>
/// The temporary file of one attempt. Each attempt has another: the server may still be busy with the one before.
/// </summary>
internal sealed class CopyPart(FtpPath target)
{
    /// <summary>The name that the copy is for.</summary>
    public FtpPath Target { get; } = target;

    /// <summary>Where it is written.</summary>
    public FtpPath Path { get; } = TemporaryName.Beside(target) ?? throw new ArgumentException("The target has no name.", nameof(target));

    /// <summary>Whether a server was told to write it.</summary>
    public bool MayExist { get; set; }
}
