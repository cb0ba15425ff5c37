using System.Net;
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

    /// <summary>What the user may do. Default: everything.</summary>
    public FtpRights Rights { get; init; } = FtpRights.All;

    /// <summary>
    /// Whether any password is right, as for the name <c>anonymous</c> (RFC 1635), which clients may also call <c>ftp</c>. Needs
    /// <see cref="PasswordHash"/> to be null. Default false.
    /// </summary>
    public bool IsAnonymous { get; init; }

    /// <summary>
    /// The most bytes that the files of <see cref="Store"/> may have together, 0 or more; beyond it uploads are refused with 552. What is there is
    /// counted once when it is first needed, then kept up to date by what the server does, and counted again when it is an hour old. Users
    /// of one store share the count. Default: null, no bound.
    /// </summary>
    public long? Quota { get; init; }

    /// <summary>Bytes a second, 1 or more, that all sessions of the user together may download. Default: null, no bound.</summary>
    public long? DownloadRate { get; init; }

    /// <summary>Bytes a second, 1 or more, that all sessions of the user together may upload. Default: null, no bound.</summary>
    public long? UploadRate { get; init; }

    /// <summary>Sessions at once, 1 or more; a further login is answered with 421. Default: null, no bound of its own.</summary>
    public int? MaxSessions { get; init; }

    /// <summary>
    /// The networks the user may come from; from elsewhere the login is refused as a wrong password is. IPv4 addresses in their IPv6 form
    /// (::ffff:192.0.2.1) count as IPv4. Default: none, which allows every address.
    /// </summary>
    public IReadOnlyList<IPNetwork> AllowedNetworks { get; init; } = [];

    /// <summary>The name alone.</summary>
    public override string ToString() => Name;
}
