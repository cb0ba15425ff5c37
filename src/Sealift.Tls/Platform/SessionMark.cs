using System.Security.Cryptography;

namespace Sealift.Tls.Platform;

/// <summary>
/// The identity of a TLS 1.2 session on the wire, as the hash of its ticket (RFC 5077) or session id (RFC 5246 section 7.4.1.2).
/// Both travel in clear text; only who knows the session's secret can resume it.
/// </summary>
/// <param name="Hash">SHA-256 in hex; null for none.</param>
internal readonly record struct SessionMark(string? Hash)
{
    private const ushort SessionTicketExtension = 35;
    private const int HandshakeHeaderLength = 4;
    private const int VersionAndRandomLength = 2 + 32;

    /// <summary>What a ClientHello offers: its ticket, else its session id.</summary>
    public static SessionMark OfferedBy(ReadOnlySpan<byte> clientHello)
    {
        var reader = new WireReader(clientHello);
        if (!reader.TrySkip(HandshakeHeaderLength + VersionAndRandomLength) || !reader.TryReadVector8(out var id)) return default;
        if (!reader.TryReadVector16(out _) || !reader.TryReadVector8(out _) || !reader.TryReadVector16(out var extensions)) return Of(id.Rest);
        while (extensions.TryReadUInt16(out var type) && extensions.TryReadVector16(out var data))
        {
            if (type == SessionTicketExtension && !data.IsAtEnd) return Of(data.Rest);
        }

        return Of(id.Rest);
    }

    /// <summary>The session id that a ServerHello gives or echoes.</summary>
    public static SessionMark IdOf(ReadOnlySpan<byte> serverHello)
    {
        var reader = new WireReader(serverHello);
        return reader.TrySkip(HandshakeHeaderLength + VersionAndRandomLength) && reader.TryReadVector8(out var id) ? Of(id.Rest) : default;
    }

    /// <summary>The ticket in a TLS 1.2 NewSessionTicket: after four bytes of lifetime hint.</summary>
    public static SessionMark TicketOf(ReadOnlySpan<byte> newSessionTicket)
    {
        var reader = new WireReader(newSessionTicket);
        return reader.TrySkip(HandshakeHeaderLength + 4) && reader.TryReadVector16(out var ticket) ? Of(ticket.Rest) : default;
    }

    private static SessionMark Of(ReadOnlySpan<byte> bytes) =>
        bytes.IsEmpty ? default : new SessionMark(Convert.ToHexString(SHA256.HashData(bytes)));
}
