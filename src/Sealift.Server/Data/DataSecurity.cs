using System.Net.Sockets;
using Sealift.Core;
using Sealift.Server.Sessions;
using Sealift.Tls;
using Sealift.Tls.Trust;

namespace Sealift.Server.Data;

/// <summary>TLS of a data connection: proves that the other end is the client of the control connection, or a server that is known.</summary>
internal static class DataSecurity
{
    /// <summary>Performs the handshake.</summary>
    /// <param name="session">The session.</param>
    /// <param name="socket">The connection; closed where it is refused.</param>
    /// <param name="options">Of the stream.</param>
    /// <param name="peer">The server at the other end; null where it is the client.</param>
    /// <param name="isTlsClient">Whether this side begins.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="CommandRefusedException">425: the connection broke. 522: who came is not who was expected; the text says what was seen.</exception>
    public static async ValueTask<TlsStream> SecureAsync(
        FtpSession session, Socket socket, TlsStreamOptions options, FtpSitePeer? peer, bool isTlsClient, CancellationToken cancellationToken)
    {
        try
        {
            return isTlsClient
                ? await BeginAsync(session, socket, options, peer, cancellationToken).ConfigureAwait(false)
                : await AnswerAsync(session, socket, options, peer, cancellationToken).ConfigureAwait(false);
        }
        catch (TlsException e) when (e.Failure is TlsFailure.ConnectionLost or TlsFailure.Truncated or TlsFailure.Timeout or TlsFailure.BadRecord)
        {
            // RFC 959 section 4.2.2: 425 is about this connection; the next one may do. 522 would say that it never will.
            throw new CommandRefusedException(425, $"The data connection broke during its TLS handshake: {TerminalText.Escape(e.Message)}");
        }
        catch (TlsException e)
        {
            // RFC 4217 section 9: 522 where TLS cannot be agreed on for the data connection.
            throw new CommandRefusedException(522, $"The TLS handshake of the data connection failed: {TerminalText.Escape(e.Message)}");
        }
    }

    private static async ValueTask<TlsStream> AnswerAsync(
        FtpSession session, Socket socket, TlsStreamOptions options, FtpSitePeer? peer, CancellationToken cancellationToken)
    {
        var tls = await session.Tls.AcceptAsync(socket, session.Control.Session, options, cancellationToken).ConfigureAwait(false);
        if (tls.Info.Resumed || peer is not null || !session.Server.Options.RequireSessionResumption) return tls;

        // RFC 4217 section 10: a server may insist on a session of the control connection, and says so with 522.
        await tls.DisposeAsync().ConfigureAwait(false);
        throw new CommandRefusedException(
            522,
            (tls.Info.OfferedForeignSession
                ? "The data connection offered the TLS session of another control connection"
                : "The data connection made a new TLS session")
            + "; expected was one that resumes the TLS session of this control connection.");
    }

    private static async ValueTask<TlsStream> BeginAsync(
        FtpSession session, Socket socket, TlsStreamOptions options, FtpSitePeer? peer, CancellationToken cancellationToken)
    {
        if (peer is null)
        {
            socket.Dispose();
            throw new CommandRefusedException(522, "SSCN and CPSV are for servers that this one knows, and none is at the other end.");
        }

        var server = session.Server.Options;
        using var client = TlsClient.Create(new TlsClientOptions
        {
            TargetHost = peer.Address.ToString(),
            Trust = new TrustPolicy { Pins = [peer.Pin] },
            MinVersion = server.MinTlsVersion,
            MaxVersion = server.MaxTlsVersion,
            HandshakeTimeout = server.Limits.HandshakeTimeout,
            Backend = server.TlsBackend,
        });
        return await client.ConnectAsync(socket, session: null, options, cancellationToken).ConfigureAwait(false);
    }
}
