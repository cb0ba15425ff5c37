namespace Sealift.Transfer;

/// <summary>Which names a store refuses, beside those that are no <see cref="Sealift.Core.FtpPath"/> segment anyway.</summary>
public enum NameRules
{
    /// <summary>None.</summary>
    Any,

    /// <summary>Names of more than 255 bytes in UTF-8.</summary>
    Posix,

    /// <summary>Device names, the characters <c>&lt;&gt;:"|?*\</c>, a dot or space at the end, names of more than 255 UTF-16 units.</summary>
    Windows,
}
