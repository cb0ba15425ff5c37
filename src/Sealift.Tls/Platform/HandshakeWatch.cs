using System.Text;
using Sealift.Tls.Trust;

namespace Sealift.Tls.Platform;

/// <summary>
/// Learns from the clear-text part of a handshake what SslStream does not tell: whether it resumed a session, the key exchange
/// group, the session's identity on the wire, alerts, and whether the peer speaks TLS at all.
/// </summary>
internal sealed class HandshakeWatch
{
    private const ushort Tls13 = (ushort)TlsVersion.Tls13;

    private readonly bool _isServer;
    private readonly byte[] _firstBytes = new byte[64];
    private int _firstCount;
    private bool _sawServerKeys;

    public HandshakeWatch(bool isServer)
    {
        _isServer = isServer;
        Sent = Scanner(sent: true);
        Received = Scanner(sent: false);
    }

    public RecordScanner Sent { get; }

    public RecordScanner Received { get; }

    public Action<TlsMessage>? Observer { get; set; }

    public TlsClientHello? ClientHello { get; private set; }

    public TlsServerHello? ServerHello { get; private set; }

    /// <summary>Whether the handshake resumed a session.</summary>
    public bool Resumed { get; private set; }

    /// <summary>The number of the key exchange group; 0 if it was not seen.</summary>
    public ushort Group { get; private set; }

    /// <summary>What the client offered to resume, in TLS 1.2.</summary>
    public SessionMark Offered { get; private set; }

    /// <summary>Under what the server will resume the session made here, in TLS 1.2: its id, its ticket or both.</summary>
    public SessionMark IssuedId { get; private set; }

    public SessionMark IssuedTicket { get; private set; }

    public string? AlertSent { get; private set; }

    public string? AlertReceived { get; private set; }

    /// <summary>On a client: whether the server was seen to ask for a certificate. Under TLS 1.3 the request travels encrypted.</summary>
    public bool CertificateRequested { get; private set; }

    public bool HasReceived => _firstCount > 0;

    // RFC 8446 section 5.1: the first record of a handshake is handshake (22) or alert (21), of version 3.x.
    public bool PeerSpeaksTls => _firstCount == 0
        || (_firstBytes[0] is 21 or 22 && (_firstCount < 2 || _firstBytes[1] == 3));

    /// <summary>What the peer said first, for the message that it is no TLS.</summary>
    public string FirstWords => PlainText.From(Encoding.Latin1.GetString(_firstBytes, 0, _firstCount).TrimEnd());

    public void TakeSent(ReadOnlySpan<byte> bytes) => Sent.Take(bytes);

    public void TakeReceived(ReadOnlySpan<byte> bytes)
    {
        var count = Math.Min(bytes.Length, _firstBytes.Length - _firstCount);
        bytes[..count].CopyTo(_firstBytes.AsSpan(_firstCount));
        _firstCount += count;
        if (PeerSpeaksTls) Received.Take(bytes);
    }

    /// <summary>Notes an alert that passed encrypted.</summary>
    public void NoteAlert(bool sent, byte level, byte description)
    {
        var alert = HandshakeMessageParser.ParseAlert(sent, level, description);
        if (alert.IsFatal && sent) AlertSent = alert.Description;
        if (alert.IsFatal && !sent) AlertReceived = alert.Description;
        Observer?.Invoke(alert);
    }

    private RecordScanner Scanner(bool sent) => new()
    {
        OnHandshake = message => TakeHandshake(sent, message),
        OnAlert = (level, description) => NoteAlert(sent, level, description),
        OnChangeCipherSpec = () => TakeChangeCipherSpec(sent),
    };

    private void TakeHandshake(bool sent, ReadOnlySpan<byte> bytes)
    {
        var message = HandshakeMessageParser.Parse(sent, bytes);
        switch (message)
        {
            case TlsClientHello hello when sent != _isServer:
                ClientHello = hello;
                Offered = SessionMark.OfferedBy(bytes);
                break;
            case TlsServerHello hello when sent == _isServer:
                ServerHello = hello;
                if (hello.Group != 0) Group = hello.Group;
                if (hello.Version == Tls13) Resumed = hello.AcceptsResumption;
                else IssuedId = SessionMark.IdOf(bytes);
                break;
            default:
                if (sent == _isServer) TakeServerMessage(bytes);
                break;
        }

        if (!sent && message.Name == HandshakeMessageParser.CertificateRequest) CertificateRequested = true;
        Observer?.Invoke(message);
    }

    private void TakeServerMessage(ReadOnlySpan<byte> bytes)
    {
        switch (bytes.IsEmpty ? 0 : bytes[0])
        {
            // RFC 5077 section 3.3.
            case 4:
                IssuedTicket = SessionMark.TicketOf(bytes);
                break;
            // Certificate or ServerHelloDone: RFC 5246 section 7.3, only a full handshake has them.
            case 11 or 14:
                _sawServerKeys = true;
                break;
            // RFC 8422 section 5.4: ServerKeyExchange begins with curve type named_curve (3) and the group.
            case 12 when bytes.Length >= 7 && bytes[4] == 3:
                Group = (ushort)((bytes[5] << 8) | bytes[6]);
                break;
        }
    }

    private bool TakeChangeCipherSpec(bool sent)
    {
        Observer?.Invoke(new TlsMessage(sent, "ChangeCipherSpec", 1));

        // RFC 8446 appendix D.4: in TLS 1.3 it means nothing, and records of type handshake stay in clear text.
        if (ServerHello is null or { Version: Tls13 }) return false;
        if (sent == _isServer) Resumed = !_sawServerKeys;
        return true;
    }
}
