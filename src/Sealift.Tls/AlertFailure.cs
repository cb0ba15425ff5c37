namespace Sealift.Tls;

/// <summary>What a fatal alert of the peer says about the connection.</summary>
internal static class AlertFailure
{
    // RFC 8446 section 6.2: these are about what arrived, which was damaged or cut on its way; the others are about what the peer wants.
    public static TlsFailure Of(string alert) => alert is "bad_record_mac" or "record_overflow" or "decode_error" ? TlsFailure.BadRecord : TlsFailure.PeerAlert;
}
