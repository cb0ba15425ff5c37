using Sealift.Core.Stores;
using Sealift.Tls.Trust;

namespace Sealift.Server;

/// <summary>Someone who may log in, and what they see then.</summary>
public sealed record FtpUser
{
    /// <summary>The name, compared exactly.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// The password in the form of <see cref="FtpPassword.Hash"/>; never the password itself. Null for a user who logs in by certificate
    /// alone.
    /// </summary>
    public required string? PasswordHash { get; init; }

    /// <summary>
    /// The keys of this user's client certificates, which are asked for as <see cref="FtpServerOptions.ClientCertificates"/> says and
    /// must be valid under <see cref="FtpServerOptions.ClientRoots"/>. Default: none, certificates do not matter.
    /// </summary>
    public IReadOnlyList<SpkiPin> CertificatePins { get; init; } = [];

    /// <summary>
    /// What a certificate with one of <see cref="CertificatePins"/> is worth. Default: it is enough, no password is asked for.
    /// </summary>
    public FtpCertificateUse CertificateUse { get; init; }

    /// <summary>The files. The user cannot leave this store; one store may serve several users.</summary>
    public required IFileStore Store { get; init; }

    /// <summary>Whether the user may change anything. Default true.</summary>
    public bool CanWrite { get; init; } = true;

    /// <summary>The name alone.</summary>
    public override string ToString() => Name;
}
