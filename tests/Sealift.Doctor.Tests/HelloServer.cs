using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace Sealift.Doctor.Tests;

/// <summary>A server that knows AUTH TLS and answers the first message of a handshake by hand, so that it can have any fault.</summary>
internal static class HelloServer
{
    private const byte Handshake = 0x16, Alert = 0x15;
    private const ushort EcdheEcdsa = 0xC02B;

    private static readonly byte[] Tls13Offered = [0, 0x2B, 0, 3, 2, 3, 4];
    private static readonly byte[] SecureRenegotiation = [0xFF, 0x01, 0, 1, 0];

    /// <summary>What a client offers.</summary>
    internal sealed record Offer(ushort Version, IReadOnlyList<ushort> Suites, byte[] Raw)
    {
        public bool Has(ReadOnlySpan<byte> bytes) => Raw.AsSpan().IndexOf(bytes) >= 0;
    }

    /// <summary>Starts it.</summary>
    /// <param name="choose">The suite to take; null refuses.</param>
    /// <param name="extensions">Extensions of the ServerHello; secure renegotiation by default.</param>
    public static OddServer Start(Func<Offer, ushort?> choose, byte[]? extensions = null) => Start(offer =>
    {
        // RFC 8446 section 6: a fatal handshake_failure.
        return choose(offer) is { } suite ? Record(Handshake, ServerHello(offer.Version, suite, extensions ?? SecureRenegotiation)) : Record(Alert, [2, 40]);
    });

    /// <summary>Starts it with TLS 1.2 and these certificates, after which it says no more.</summary>
    public static OddServer Presenting(IReadOnlyList<byte[]> certificates) => Start(offer =>
    {
        // RFC 5246 section 7.4.2: a list of certificates, each with its length.
        byte[] list = [.. certificates.SelectMany(certificate => WithLength(certificate))];
        byte[] message = [11, .. WithLength(WithLength(list))];
        return [.. Record(Handshake, ServerHello(0x0303, EcdheEcdsa, SecureRenegotiation)), .. Record(Handshake, message)];
    }, ends: true);

    private static OddServer Start(Func<Offer, byte[]> answer, bool ends = false) => new(async (stream, token) =>
    {
        await SayAsync("220 Here.");
        while (true)
        {
            var line = await ReadLineAsync(stream, token);
            if (line is null) return;
            await SayAsync(line == "AUTH TLS" ? "234 Go on." : "200 Fine.");
            if (line == "AUTH TLS") break;
        }

        var record = new byte[5];
        await stream.ReadExactlyAsync(record, token);
        var hello = new byte[BinaryPrimitives.ReadUInt16BigEndian(record.AsSpan(3))];
        await stream.ReadExactlyAsync(hello, token);
        await stream.WriteAsync(answer(Read(hello)), token);
        if (ends) stream.Socket.Shutdown(SocketShutdown.Send);
        await OddServer.HearAsync(stream, token);

        async Task SayAsync(string text) => await stream.WriteAsync(Encoding.ASCII.GetBytes(text + "\r\n"), token);
    });

    private static byte[] WithLength(byte[] bytes) => [(byte)(bytes.Length >> 16), (byte)(bytes.Length >> 8), (byte)bytes.Length, .. bytes];

    public static async Task<string?> ReadLineAsync(Stream stream, CancellationToken token)
    {
        var line = new StringBuilder();
        var one = new byte[1];
        while (await stream.ReadAsync(one, token) > 0)
        {
            if (one[0] == '\n') return line.ToString().TrimEnd('\r');
            line.Append((char)one[0]);
        }

        return null;
    }

    private static Offer Read(byte[] hello)
    {
        var at = 4 + 2 + 32;
        at += 1 + hello[at];
        var suites = new List<ushort>();
        var end = at + 2 + BinaryPrimitives.ReadUInt16BigEndian(hello.AsSpan(at));
        for (at += 2; at < end; at += 2) suites.Add(BinaryPrimitives.ReadUInt16BigEndian(hello.AsSpan(at)));
        var version = hello.AsSpan().IndexOf(Tls13Offered) >= 0 ? (ushort)0x0304 : BinaryPrimitives.ReadUInt16BigEndian(hello.AsSpan(4));
        return new Offer(version, suites, hello);
    }

    private static byte[] ServerHello(ushort version, ushort suite, byte[] extensions)
    {
        if (version == 0x0304) extensions = [0, 0x2B, 0, 2, 3, 4];
        var legacy = Math.Min(version, (ushort)0x0303);
        byte[] body = [(byte)(legacy >> 8), (byte)legacy, .. new byte[32], 0, (byte)(suite >> 8), (byte)suite, 0, (byte)(extensions.Length >> 8), (byte)extensions.Length, .. extensions];
        return [2, 0, (byte)(body.Length >> 8), (byte)body.Length, .. body];
    }

    private static byte[] Record(byte type, byte[] content) => [type, 3, 3, (byte)(content.Length >> 8), (byte)content.Length, .. content];
}
