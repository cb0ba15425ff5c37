using System.Collections.Immutable;
using System.Text;

namespace Sealift.Tls;

/// <summary>
/// Reads the facts out of handshake messages and alerts. The bytes may come from anybody: nothing here throws, and a message
/// that breaks the grammar becomes a plain <see cref="TlsMessage"/> with its name and length.
/// </summary>
internal static class HandshakeMessageParser
{
    /// <summary>The name of the message with which a server asks for a client certificate.</summary>
    public const string CertificateRequest = "CertificateRequest";

    // RFC 8446 section 4.2 and the IANA registry of TLS extensions.
    private const ushort ServerNameExtension = 0;
    private const ushort ApplicationProtocolExtension = 16;
    private const ushort SessionTicketExtension = 35;
    private const ushort PreSharedKeyExtension = 41;
    private const ushort SupportedVersionsExtension = 43;
    private const ushort KeyShareExtension = 51;

    private const int HeaderLength = 4;
    private const int RandomLength = 32;

    // RFC 8446 section 4.1.3: a ServerHello with this random is a HelloRetryRequest.
    private static ReadOnlySpan<byte> RetryRandom =>
    [
        0xCF, 0x21, 0xAD, 0x74, 0xE5, 0x9A, 0x61, 0x11, 0xBE, 0x1D, 0x8C, 0x02, 0x1E, 0x65, 0xB8, 0x91,
        0xC2, 0xA2, 0x11, 0x16, 0x7A, 0xBB, 0x8C, 0x5E, 0x07, 0x9E, 0x09, 0xE2, 0xC8, 0xA8, 0x33, 0x9C,
    ];

    /// <summary>Whether this is the message with which a server asks for a client certificate (RFC 8446 section 4).</summary>
    public static bool IsCertificateRequest(ReadOnlySpan<byte> handshakeMessage) => handshakeMessage is [13, ..];

    /// <summary>Reads one whole handshake message.</summary>
    /// <param name="sent">True if this side sent it.</param>
    /// <param name="handshakeMessage">Type (1 byte), length (3 bytes) and body (RFC 8446 section 4).</param>
    public static TlsMessage Parse(bool sent, ReadOnlySpan<byte> handshakeMessage)
    {
        var length = handshakeMessage.Length;
        if (length < HeaderLength) return new TlsMessage(sent, "Handshake", length);

        var type = handshakeMessage[0];
        var stated = (handshakeMessage[1] << 16) | (handshakeMessage[2] << 8) | handshakeMessage[3];
        var plain = new TlsMessage(sent, MessageName(type), length);
        if (stated != length - HeaderLength) return plain;

        var body = new WireReader(handshakeMessage[HeaderLength..]);
        return type switch
        {
            1 => ClientHello(sent, length, ref body) ?? plain,
            2 => ServerHello(sent, length, ref body) ?? plain,
            11 => Certificate(sent, length, body) ?? plain,
            _ => plain,
        };
    }

    /// <summary>Names an alert (RFC 8446 section 6).</summary>
    /// <param name="sent">True if this side sent it.</param>
    /// <param name="level">1 is a warning, 2 is fatal.</param>
    /// <param name="description">Its number.</param>
    public static TlsAlert ParseAlert(bool sent, byte level, byte description)
    {
        // RFC 8446 section 6.1: close_notify and user_canceled end a connection in order, whatever level they claim.
        var closes = description is 0 or 90;
        return new TlsAlert(sent, AlertName(description), !closes && level != 1);
    }

    // RFC 8446 section 4.1.2.
    private static TlsClientHello? ClientHello(bool sent, int length, ref WireReader body)
    {
        if (!body.TryReadUInt16(out _)
            || !body.TrySkip(RandomLength)
            || !body.TryReadVector8(out var sessionId)
            || !body.TryReadVector16(out _)
            || !body.TryReadVector8(out _))
        {
            return null;
        }

        string? serverName = null;
        var protocols = ImmutableArray<string>.Empty;
        var offersTls13 = false;
        var offersTicket = false;
        var offersKey = false;

        // RFC 5246 section 7.4.1.2: the extensions as a whole may be absent.
        var extensions = default(WireReader);
        if (!body.IsAtEnd && (!body.TryReadVector16(out extensions) || !body.IsAtEnd)) return null;
        while (!extensions.IsAtEnd)
        {
            if (!extensions.TryReadUInt16(out var type) || !extensions.TryReadVector16(out var data)) return null;
            switch (type)
            {
                case ServerNameExtension when !TryReadServerName(sent, ref data, out serverName):
                case ApplicationProtocolExtension when !TryReadProtocols(ref data, out protocols):
                case SupportedVersionsExtension when !TryReadVersions(ref data, out offersTls13):
                    return null;
                case SessionTicketExtension:
                    offersTicket = !data.IsAtEnd;
                    break;
                case PreSharedKeyExtension:
                    offersKey = true;
                    break;
            }
        }

        // RFC 8446 appendix D.4: a client that offers TLS 1.3 may fill the session id without having a session.
        var offersSessionId = !sessionId.IsAtEnd && !offersTls13;
        return new TlsClientHello(sent, length, serverName, protocols, offersKey || offersTicket || offersSessionId);
    }

    // RFC 8446 section 4.1.3.
    private static TlsServerHello? ServerHello(bool sent, int length, ref WireReader body)
    {
        if (!body.TryReadUInt16(out var version)
            || !body.TryRead(RandomLength, out var random)
            || !body.TryReadVector8(out _)
            || !body.TryReadUInt16(out var suite)
            || !body.TrySkip(1))
        {
            return null;
        }

        var isRetry = random.SequenceEqual(RetryRandom);
        ushort group = 0;
        var acceptsKey = false;

        var extensions = default(WireReader);
        if (!body.IsAtEnd && (!body.TryReadVector16(out extensions) || !body.IsAtEnd)) return null;
        while (!extensions.IsAtEnd)
        {
            if (!extensions.TryReadUInt16(out var type) || !extensions.TryReadVector16(out var data)) return null;
            switch (type)
            {
                case SupportedVersionsExtension when !data.TryReadUInt16(out version):
                case KeyShareExtension when !data.TryReadUInt16(out group):
                    return null;
                case PreSharedKeyExtension:
                    acceptsKey = true;
                    break;
            }
        }

        return new TlsServerHello(sent, length, version, suite, group, acceptsKey, isRetry);
    }

    // RFC 8446 section 4.4.2 has a context before the list and extensions after each certificate, RFC 5246 section 7.4.2 has neither. The
    // length of the list tells which of the two it is: only one of them fills the message.
    private static TlsCertificateMessage? Certificate(bool sent, int length, WireReader body)
    {
        var old = body;
        if (old.TryReadVector24(out var list) && old.IsAtEnd) return Certificates(sent, length, list, hasExtensions: false);
        return body.TryReadVector8(out _) && body.TryReadVector24(out list) && body.IsAtEnd
            ? Certificates(sent, length, list, hasExtensions: true)
            : null;
    }

    private static TlsCertificateMessage? Certificates(bool sent, int length, WireReader list, bool hasExtensions)
    {
        var chain = ImmutableArray.CreateBuilder<ReadOnlyMemory<byte>>();
        while (!list.IsAtEnd)
        {
            if (!list.TryReadVector24(out var certificate) || (hasExtensions && !list.TryReadVector16(out _))) return null;
            chain.Add(certificate.Rest.ToArray());
        }

        return new TlsCertificateMessage(sent, length, chain.ToImmutable());
    }

    // RFC 6066 section 3: a list of typed names, type 0 is a host name in ASCII. A server answers with an empty extension.
    private static bool TryReadServerName(bool sent, ref WireReader data, out string? name)
    {
        name = null;
        if (data.IsAtEnd) return sent;
        if (!data.TryReadVector16(out var list)) return false;
        while (!list.IsAtEnd)
        {
            if (!list.TryReadByte(out var type) || !list.TryReadVector16(out var value)) return false;
            if (type != 0) continue;
            var bytes = value.Rest;
            if (bytes.IsEmpty || bytes.ContainsAnyExceptInRange((byte)0x21, (byte)0x7E)) return false;
            name ??= Encoding.ASCII.GetString(bytes);
        }

        return true;
    }

    // RFC 7301 section 3.1. Latin-1 shows any byte, so that names that are no text (RFC 8701) do no harm.
    private static bool TryReadProtocols(ref WireReader data, out ImmutableArray<string> names)
    {
        var found = ImmutableArray.CreateBuilder<string>();
        names = [];
        if (!data.TryReadVector16(out var list)) return false;
        while (!list.IsAtEnd)
        {
            if (!list.TryReadVector8(out var name)) return false;
            found.Add(Encoding.Latin1.GetString(name.Rest));
        }

        names = found.ToImmutable();
        return true;
    }

    // RFC 8446 section 4.2.1.
    private static bool TryReadVersions(ref WireReader data, out bool offersTls13)
    {
        offersTls13 = false;
        if (!data.TryReadVector8(out var list)) return false;
        while (!list.IsAtEnd)
        {
            if (!list.TryReadUInt16(out var version)) return false;
            offersTls13 |= version == (ushort)TlsVersion.Tls13;
        }

        return true;
    }

    // RFC 8446 section 4, RFC 5246 section 7.4, RFC 6066 section 8 and RFC 8879 section 4.
    private static string MessageName(byte type) => type switch
    {
        0 => "HelloRequest",
        1 => "ClientHello",
        2 => "ServerHello",
        4 => "NewSessionTicket",
        5 => "EndOfEarlyData",
        8 => "EncryptedExtensions",
        11 => "Certificate",
        12 => "ServerKeyExchange",
        13 => CertificateRequest,
        14 => "ServerHelloDone",
        15 => "CertificateVerify",
        16 => "ClientKeyExchange",
        20 => "Finished",
        22 => "CertificateStatus",
        24 => "KeyUpdate",
        25 => "CompressedCertificate",
        _ => $"Handshake({type})",
    };

    // RFC 8446 section 6 and appendix B.2, RFC 7507 for 86, RFC 5246 section 7.2 for 100.
    private static string AlertName(byte description) => description switch
    {
        0 => "close_notify",
        10 => "unexpected_message",
        20 => "bad_record_mac",
        21 => "decryption_failed",
        22 => "record_overflow",
        30 => "decompression_failure",
        40 => "handshake_failure",
        41 => "no_certificate",
        42 => "bad_certificate",
        43 => "unsupported_certificate",
        44 => "certificate_revoked",
        45 => "certificate_expired",
        46 => "certificate_unknown",
        47 => "illegal_parameter",
        48 => "unknown_ca",
        49 => "access_denied",
        50 => "decode_error",
        51 => "decrypt_error",
        60 => "export_restriction",
        70 => "protocol_version",
        71 => "insufficient_security",
        80 => "internal_error",
        86 => "inappropriate_fallback",
        90 => "user_canceled",
        100 => "no_renegotiation",
        109 => "missing_extension",
        110 => "unsupported_extension",
        111 => "certificate_unobtainable",
        112 => "unrecognized_name",
        113 => "bad_certificate_status_response",
        114 => "bad_certificate_hash_value",
        115 => "unknown_psk_identity",
        116 => "certificate_required",
        120 => "no_application_protocol",
        _ => $"alert({description})",
    };
}
