using Sealift.Tls;

namespace Sealift.Server;

/// <summary>
/// Another name of the machine, with users and a certificate of its own. A client names it in the TLS handshake (SNI) or with HOST
/// (RFC 7151); if it does both, both must agree.
/// </summary>
public sealed record FtpVirtualHost
{
    /// <summary>The name, such as <c>files.example.org</c>; compared without case.</summary>
    public required string Name { get; init; }

    /// <summary>The certificate for clients that send the name in the handshake; null (the default) presents the server's.</summary>
    public TlsCertificate? Certificate { get; init; }

    /// <summary>Who may log in here. Default: nobody.</summary>
    public IReadOnlyList<FtpUser> Users { get; init; } = [];

    /// <summary>Finds users that <see cref="Users"/> does not name, as <see cref="FtpServerOptions.FindUser"/> does. Default: none.</summary>
    public Func<string, CancellationToken, ValueTask<FtpUser?>>? FindUser { get; init; }

    /// <summary>The name alone.</summary>
    public override string ToString() => Name;
}
