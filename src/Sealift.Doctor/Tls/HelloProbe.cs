using System.Buffers.Binary;
using System.Text;
using Sealift.Doctor.Examining;
using Sealift.Tls;

namespace Sealift.Doctor.Tls;

/// <summary>Sends a ClientHello where the server expects one, and reads its answer; the handshake goes no further.</summary>
internal static class HelloProbe
{
    private const int RecordHeader = 5, MessageHeader = 4, RandomLength = 32, LargestHello = 64 * 1024;
    private const ushort RenegotiationInfo = 0xFF01, ApplicationProtocols = 16, SupportedVersions = 43;
    private const byte AlertRecord = 0x15, HandshakeRecord = 0x16, ServerHelloMessage = 2;

    public static async Task<HelloAnswer> TryAsync(Examination examination, HelloForm form, CancellationToken cancellationToken)
    {
        using var line = await examination.DialToTlsAsync(cancellationToken).ConfigureAwait(false);
        await line.SendAsync(ClientHello.Write(form), cancellationToken).ConfigureAwait(false);
        return await ReadAsync(line, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads the answer to a hello that was sent.</summary>
    public static async Task<HelloAnswer> ReadAsync(RawLine line, CancellationToken cancellationToken)
    {
        var message = new List<byte>(256);
        while (true)
        {
            // RFC 8446 section 5.1: type, version, length.
            if (!await line.ReadAtLeastAsync(RecordHeader, cancellationToken).ConfigureAwait(false)) return Nothing(line);
            var (type, length) = (line.Received[0], BinaryPrimitives.ReadUInt16BigEndian(line.Received[3..]));
            if (type is not (AlertRecord or HandshakeRecord) || line.Received[1] != 3) return new HelloAnswer(HelloAnswerKind.NotTls, "it answers with something that is not TLS");
            if (!await line.ReadAtLeastAsync(RecordHeader + length, cancellationToken).ConfigureAwait(false)) return Nothing(line);
            if (type == AlertRecord)
            {
                if (length < 2) return new HelloAnswer(HelloAnswerKind.NotTls, "it answers with a broken alert");
                var alert = HandshakeMessageParser.ParseAlert(sent: false, line.Received[RecordHeader], line.Received[RecordHeader + 1]);

                // RFC 6066 section 3: a warning about the name; the handshake goes on.
                line.Skip(RecordHeader + length);
                if (!alert.IsFatal && alert.Name != "close_notify") continue;
                return new HelloAnswer(HelloAnswerKind.Alert, $"refused: {alert.Name}");
            }

            message.AddRange(line.Received.Slice(RecordHeader, length));
            line.Skip(RecordHeader + length);
            if (message.Count >= MessageHeader && message[0] != ServerHelloMessage) return new HelloAnswer(HelloAnswerKind.NotTls, "it answers with a message that is no ServerHello");
            var whole = message.Count < MessageHeader ? int.MaxValue : MessageHeader + ((message[1] << 16) | (message[2] << 8) | message[3]);
            if (message.Count >= whole) return Parse(message.GetRange(MessageHeader, whole - MessageHeader).ToArray());
            if (message.Count > LargestHello) return new HelloAnswer(HelloAnswerKind.NotTls, "its ServerHello does not end");
        }
    }

    private static HelloAnswer Nothing(RawLine line) => line.HasEnded
        ? new HelloAnswer(HelloAnswerKind.Closed, "refused: it closes the connection")
        : new HelloAnswer(HelloAnswerKind.Silence, "no answer in time");

    // RFC 8446 section 4.1.3 and RFC 5246 section 7.4.1.3.
    private static HelloAnswer Parse(byte[] body)
    {
        var reader = new WireReader(body);
        if (!reader.TryReadUInt16(out var version) || !reader.TrySkip(RandomLength) || !reader.TryReadVector8(out _) || !reader.TryReadUInt16(out var suite))
            return new HelloAnswer(HelloAnswerKind.NotTls, "its ServerHello is broken");

        var answer = new HelloAnswer(HelloAnswerKind.ServerHello, "") { Version = version, Suite = suite };
        if (reader.TrySkip(1) && reader.TryReadVector16(out var list))
        {
            while (list.TryReadUInt16(out var type) && list.TryReadVector16(out var vector))
            {
                var content = vector.Rest;
                answer = type switch
                {
                    RenegotiationInfo => answer with { HasSecureRenegotiation = true },
                    SupportedVersions when content.Length == 2 => answer with { Version = BinaryPrimitives.ReadUInt16BigEndian(content) },
                    ApplicationProtocols when content.Length > 3 => answer with { ApplicationProtocol = Encoding.Latin1.GetString(content[3..]) },
                    _ => answer,
                };
            }
        }

        return answer with { Text = $"{TlsNames.Of(answer.Version)}, {CipherSuites.NameOf(suite)}" };
    }
}
