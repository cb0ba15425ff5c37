using System.Runtime.InteropServices;

namespace Sealift.Tls.OpenSsl;

/// <summary>Reads libcrypto's error queue of this thread and says what it means.</summary>
internal static class OpenSslErrors
{
    private const int LibraryOfSsl = 20;
    private const int AlertReceivedOffset = 1000;

    // The reasons of sslerr.h that have a better explanation than their own text.
    private const int BadPacketLength = 115;
    private const int HttpRequest = 156;
    private const int NoProtocolsAvailable = 191;
    private const int NoSharedCipher = 193;
    private const int PacketLengthTooLong = 198;
    private const int PeerGaveNoCertificate = 199;
    private const int NoApplicationProtocol = 235;
    private const int UnsupportedProtocol = 258;
    private const int WrongVersionNumber = 267;
    private const int BadRecordMac = 281;
    private const int UnexpectedEnd = 294;
    private const int BadRecordType = 443;

    /// <summary>Takes the oldest error of the queue and empties it. The first error is the cause, the others its wake.</summary>
    public static OpenSslError Take()
    {
        var code = LibCrypto.ERR_get_error();
        LibCrypto.ERR_clear_error();
        var library = (int)((code >> 23) & 0xff);
        var reason = (int)(code & 0x7fffff);
        var text = code == 0 ? null : Marshal.PtrToStringUTF8(LibCrypto.ERR_reason_error_string(code));
        return new OpenSslError(library == LibraryOfSsl ? reason : 0, text ?? "unknown error");
    }

    /// <summary>The alert that the peer sent, if that is what the error says (RFC 8446 section 6).</summary>
    public static TlsAlert? ReceivedAlert(OpenSslError error) =>
        error.Reason is > AlertReceivedOffset and <= AlertReceivedOffset + 255
            ? HandshakeMessageParser.ParseAlert(sent: false, level: 2, (byte)(error.Reason - AlertReceivedOffset))
            : null;

    /// <summary>Whether the peer's TCP connection ended where a record or close_notify was due.</summary>
    public static bool IsUnexpectedEnd(OpenSslError error) => error.Reason == UnexpectedEnd;

    public static TlsException Handshake(OpenSslError error, bool peerSpeaksTls)
    {
        if (ReceivedAlert(error) is { } alert) return PeerAlert(alert.Description);
        return error.Reason switch
        {
            WrongVersionNumber or PacketLengthTooLong or BadPacketLength or BadRecordType when peerSpeaksTls => new TlsException(
                TlsFailure.BadRecord, $"A TLS record was damaged during the handshake: {error.Text}."),
            WrongVersionNumber or HttpRequest or PacketLengthTooLong or BadPacketLength or BadRecordType => new TlsException(
                TlsFailure.NotTls,
                "The peer answered the TLS handshake with something that is not TLS.",
                "Implicit TLS on a port that wants explicit TLS looks like this, and the reverse: try the other mode or port."),
            UnsupportedProtocol or NoProtocolsAvailable => new TlsException(
                TlsFailure.NothingInCommon,
                "The peer speaks no TLS version that is allowed here.",
                "TLS 1.2 is the floor; check --tls-min and --tls-max, or update the peer."),
            NoSharedCipher => new TlsException(
                TlsFailure.NothingInCommon, "The two sides have no cipher suite in common."),
            NoApplicationProtocol => new TlsException(
                TlsFailure.ApplicationProtocol, "The client offers only application protocols that are not spoken here."),
            PeerGaveNoCertificate => new TlsException(
                TlsFailure.NotTrusted, "The client showed no certificate, and one is required."),
            _ => new TlsException(TlsFailure.Handshake, $"The TLS handshake failed: {error.Text}."),
        };
    }

    public static TlsException Record(OpenSslError error)
    {
        if (ReceivedAlert(error) is { } alert) return PeerAlert(alert.Description);
        return error.Reason == BadRecordMac
            ? new TlsException(TlsFailure.BadRecord, "A TLS record was damaged on its way: its checksum does not fit.")
            : new TlsException(TlsFailure.BadRecord, $"The TLS connection broke: {error.Text}.");
    }

    private static TlsException PeerAlert(string alert) => new(
        AlertFailure.Of(alert),
        $"The peer refused with the TLS alert \"{alert}\".",
        alert switch
        {
            "protocol_version" => "The peer allows none of the TLS versions offered; see --tls-min and --tls-max.",
            "handshake_failure" => "The peer found no suite, group or certificate type it accepts, or it wants a client certificate (--cert).",
            "certificate_required" => "The peer wants a client certificate: give one with --cert and --key.",
            "bad_certificate" or "unknown_ca" or "certificate_unknown" or "certificate_expired" =>
                "The peer does not accept the client certificate (--cert), or does not need one and refuses this one.",
            _ => null,
        });
}
