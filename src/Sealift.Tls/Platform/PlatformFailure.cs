using System.Globalization;
using System.Net.Sockets;

namespace Sealift.Tls.Platform;

/// <summary>Turns what SslStream throws, and what was seen on the wire, into failures that explain themselves.</summary>
internal static class PlatformFailure
{
    private const string VersionHint = "Old servers need another version or suite, and this side accepts TLS 1.2 and newer only. "
        + "The platform's TLS offers TLS 1.3 only when it is the oldest version allowed (--tls-min 1.3).";

    // OpenSSL packs library 20 (SSL) above 23 bits of reason; reasons from 1000 are alerts received (SSL_AD_REASON_OFFSET).
    private const int SslLibrary = 20;
    private const int ReasonBits = 23;
    private const int AlertOffset = 1000;
    private const string OpenSslPrefix = "error:";

    /// <summary>What ended a handshake.</summary>
    public static TlsException Handshake(Exception cause, HandshakeWatch watch, bool hasEnded)
    {
        if (cause is TlsException already) return already;
        NoteEncryptedAlert(cause, watch);

        if (!watch.PeerSpeaksTls)
        {
            return new TlsException(
                TlsFailure.NotTls,
                $"The peer does not speak TLS here; it said \"{watch.FirstWords}\".",
                "The port may expect explicit TLS (ftpes://) or none.",
                cause);
        }

        if (watch.AlertReceived is { } alert) return RefusedByPeer(alert, cause);
        if (watch.AlertSent is "protocol_version" or "handshake_failure" or "insufficient_security")
        {
            return new TlsException(TlsFailure.NothingInCommon, "The two sides have no TLS version or suite in common.", VersionHint, cause);
        }

        if (watch.AlertSent is "no_application_protocol")
        {
            return new TlsException(TlsFailure.ApplicationProtocol, "The peer offered only application protocols that are not spoken here.", null, cause);
        }

        if (FindSocketError(cause) is { } error)
        {
            return new TlsException(TlsFailure.ConnectionLost, $"The connection broke during the TLS handshake: {error.Message}", null, cause);
        }

        if (hasEnded)
        {
            return new TlsException(
                TlsFailure.ConnectionLost,
                watch.HasReceived
                    ? "The peer closed the connection during the TLS handshake."
                    : "The peer closed the connection instead of answering the TLS handshake.",
                "The server's log may tell why.",
                cause);
        }

        return new TlsException(TlsFailure.Handshake, $"The TLS handshake failed: {Innermost(cause).Message}", null, cause);
    }

    /// <summary>What ended a connection after its handshake.</summary>
    public static TlsException Transfer(Exception cause, HandshakeWatch watch, bool hasEnded)
    {
        if (cause is TlsException already) return already;
        NoteEncryptedAlert(cause, watch);
        if (watch.AlertReceived is { } alert) return RefusedByPeer(alert, cause);
        if (FindSocketError(cause) is { } error)
        {
            return new TlsException(TlsFailure.ConnectionLost, $"The connection broke: {error.Message}", null, cause);
        }

        return hasEnded ? Truncated(cause) : new TlsException(
            TlsFailure.BadRecord, $"A TLS record was damaged or out of order: {Innermost(cause).Message}", null, cause);
    }

    public static TlsException Truncated(Exception? cause = null) => new(
        TlsFailure.Truncated,
        "The connection ended without close_notify: what was received may be cut short.",
        "Nothing proves that all of it arrived; transfer it again.",
        cause);

    public static TlsException Timeout(TimeSpan limit, Exception cause) => new(
        TlsFailure.Timeout,
        FormattableString.Invariant($"The TLS handshake was not over after {limit.TotalSeconds:0.###} s."),
        "The peer may not speak TLS on this port, or wait for something else.",
        cause);

    private static TlsException RefusedByPeer(string alert, Exception cause)
    {
        var hint = alert switch
        {
            "protocol_version" or "handshake_failure" or "insufficient_security" => VersionHint,
            "certificate_required" or "bad_certificate" or "certificate_unknown" or "unknown_ca" or "certificate_expired"
                or "unsupported_certificate" or "certificate_revoked" or "access_denied" =>
                "The peer did not accept our certificate, or wants one: --cert and --key give it.",
            "no_application_protocol" => "The peer does not know the application protocol that was offered.",
            _ => null,
        };
        return new TlsException(AlertFailure.Of(alert), $"The peer refused with the TLS alert \"{alert}\".", hint, cause);
    }

    private static void NoteEncryptedAlert(Exception cause, HandshakeWatch watch)
    {
        if (watch.AlertReceived is not null) return;
        for (Exception? e = cause; e is not null; e = e.InnerException)
        {
            if (!TryReadOpenSslReason(e, out var reason) || reason is < AlertOffset or > AlertOffset + byte.MaxValue) continue;
            watch.NoteAlert(sent: false, level: 2, (byte)(reason - AlertOffset));
            return;
        }
    }

    // The number is there as text only: "error:0A000410:SSL routines::…".
    private static bool TryReadOpenSslReason(Exception e, out int reason)
    {
        reason = 0;
        var start = e.Message.IndexOf(OpenSslPrefix, StringComparison.Ordinal);
        if (start < 0 || e.Message.Length < start + OpenSslPrefix.Length + 8) return false;
        var digits = e.Message.AsSpan(start + OpenSslPrefix.Length, 8);
        if (!int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)) return false;
        reason = code & ((1 << ReasonBits) - 1);
        return code >> ReasonBits == SslLibrary;
    }

    private static SocketException? FindSocketError(Exception cause)
    {
        for (Exception? e = cause; e is not null; e = e.InnerException)
        {
            if (e is SocketException error) return error;
        }

        return null;
    }

    private static Exception Innermost(Exception e)
    {
        while (e.InnerException is { } inner) e = inner;
        return e;
    }
}
