using System.Security.Cryptography.X509Certificates;
using Sealift.Cli.Output;
using Sealift.Client;
using Sealift.Core;
using Sealift.Sites;
using Sealift.Tls.Trust;

namespace Sealift.Cli.Connecting;

/// <summary>Looks at a server's certificate and goes away: the handshake ends before any user is named.</summary>
internal sealed class CertificateLook : ServerTrust
{
    /// <summary>What the server presented; <see langword="null"/> until it did.</summary>
    public ServerIdentity? Seen { get; private set; }

    /// <summary>What a server presents. No user name is sent.</summary>
    /// <param name="terminal">Where questions about a proxy are asked.</param>
    /// <param name="server">The server.</param>
    /// <param name="observe">Makes the session one that is recorded, where that is wanted.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public static async Task<ServerIdentity> AtAsync(
        Terminal terminal, ServerAddress server, Func<FtpClientOptions, FtpClientOptions> observe, CancellationToken cancellationToken)
    {
        terminal.Servers.Add(ServerAddress.Write(server.Mode, server.Host, server.Port));
        var look = new CertificateLook();
        var proxy = await new ProxyChoice(terminal).FindAsync(
            ConnectionSettings.None, secrets: null, new FtpUrl(server.Mode, server.Host, server.Port), cancellationToken);
        if (proxy?.Kind == FtpProxyKind.Ftp)
            throw CommandException.Usage("a proxy that speaks FTP does not show the server's certificate.", "Ask the server's operator for its key.");
        var options = new FtpClientOptions { Host = server.Host, Port = server.Port, Mode = server.Mode, Trust = look, Proxy = proxy };
        options = observe(options);
        try
        {
            await using var client = await FtpClient.ConnectAsync(options, cancellationToken);
        }
        catch (FtpTlsException) when (look.Seen is not null)
        {
            // As intended: the handshake was refused once the certificate had been seen.
        }

        return look.Seen ?? throw new InvalidOperationException("The session was opened without a certificate.");
    }

    public override ValueTask<TrustDecision> DecideAsync(ServerIdentity identity, CancellationToken cancellationToken)
    {
        // Copies: the originals end with the handshake.
        Seen = identity with
        {
            Certificate = Copy(identity.Certificate),
            Intermediates = [.. identity.Intermediates.Select(Copy)],
        };
        return ValueTask.FromResult(TrustDecision.Refused("Only its certificate was looked at."));
    }

    private static X509Certificate2 Copy(X509Certificate2 certificate) =>
        X509CertificateLoader.LoadCertificate(certificate.RawDataMemory.Span);
}
