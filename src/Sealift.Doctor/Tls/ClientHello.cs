using System.Buffers.Binary;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Sealift.Doctor.Tls;

/// <summary>
/// Writes the first message of a handshake, for what no library would offer: old versions, single suites. The handshake never goes
/// further than the server's answer, so that nothing here protects anything.
/// </summary>
internal static class ClientHello
{
    public const ushort Tls10 = 0x0301, Tls11 = 0x0302, Tls12 = 0x0303, Tls13 = 0x0304;

    private const ushort X25519 = 29;

    // RFC 8446 section 4.2.7: x25519, secp256r1, secp384r1, secp521r1.
    private static readonly ushort[] Groups = [X25519, 23, 24, 25];

    // RFC 8446 section 4.2.3, and below TLS 1.3 also SHA-1 with RSA and ECDSA, which old servers know alone.
    private static readonly ushort[] Signatures = [0x0403, 0x0503, 0x0603, 0x0807, 0x0804, 0x0805, 0x0806, 0x0401, 0x0501, 0x0601, 0x0203, 0x0201];

    /// <summary>A hello that every TLS server of today answers, as one record.</summary>
    public static byte[] Usual(string host) => Write(new HelloForm(Tls12, [.. CipherSuites.Usual], NameFor(host)));

    /// <summary>The name to ask for: RFC 6066 section 3 allows no addresses.</summary>
    public static string? NameFor(string host) => IPAddress.TryParse(host, out _) ? null : host.TrimEnd('.');

    /// <summary>The hello as one record (RFC 8446 sections 4.1.2 and 5.1; RFC 5246 section 7.4.1.2).</summary>
    public static byte[] Write(HelloForm form)
    {
        var body = new List<byte>(256);
        Add16(body, Math.Min(form.Version, Tls12));
        body.AddRange(RandomNumberGenerator.GetBytes(32));

        // RFC 8446 appendix D.4: a session id makes the handshake of TLS 1.3 look like one of TLS 1.2 to what is in between.
        body.AddRange(form.Version == Tls13 ? [32, .. RandomNumberGenerator.GetBytes(32)] : [0]);
        AddVector16(body, [.. form.Suites.SelectMany(Bytes)]);
        body.AddRange([1, 0]); // no compression
        AddVector16(body, Extensions(form));

        byte[] message = [1, 0, (byte)(body.Count >> 8), (byte)body.Count, .. body];
        return [0x16, 3, 1, (byte)(message.Length >> 8), (byte)message.Length, .. message];
    }

    private static List<byte> Extensions(HelloForm form)
    {
        var extensions = new List<byte>(128);
        if (form.ServerName is { } name)
        {
            var bytes = Encoding.ASCII.GetBytes(name);
            var entry = new List<byte> { 0 };
            AddVector16(entry, bytes);
            Add(extensions, 0, Vector16(entry)); // server_name, RFC 6066 section 3
        }

        Add(extensions, 10, Vector16([.. Groups.SelectMany(Bytes)]));
        Add(extensions, 11, [1, 0]); // ec_point_formats, RFC 8422 section 5.1.2
        if (form.Version >= Tls12) Add(extensions, 13, Vector16([.. Signatures.SelectMany(Bytes)]));
        if (form.ApplicationProtocols.Count > 0)
            Add(extensions, 16, Vector16([.. form.ApplicationProtocols.SelectMany(protocol => (byte[])[(byte)protocol.Length, .. Encoding.ASCII.GetBytes(protocol)])]));
        if (form.Version < Tls13)
        {
            Add(extensions, 0xFF01, [0]); // renegotiation_info, RFC 5746 section 3.4
            Add(extensions, 23, []); // extended_main_secret, RFC 7627 section 5.1
            return extensions;
        }

        Add(extensions, 43, [2, .. Bytes(Tls13)]); // supported_versions
        var share = new List<byte>();
        share.AddRange(Bytes(X25519));
        AddVector16(share, RandomNumberGenerator.GetBytes(32)); // any 32 bytes are a public key of x25519
        Add(extensions, 51, Vector16(share));
        Add(extensions, 45, [1, 1]); // psk_key_exchange_modes
        return extensions;
    }

    private static byte[] Bytes(ushort value)
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, value);
        return bytes;
    }

    private static void Add16(List<byte> output, ushort value) => output.AddRange(Bytes(value));

    private static void AddVector16(List<byte> output, IReadOnlyCollection<byte> content)
    {
        Add16(output, (ushort)content.Count);
        output.AddRange(content);
    }

    private static List<byte> Vector16(List<byte> content)
    {
        var vector = new List<byte>(content.Count + 2);
        AddVector16(vector, content);
        return vector;
    }

    private static void Add(List<byte> extensions, ushort type, List<byte> content)
    {
        Add16(extensions, type);
        AddVector16(extensions, content);
    }
}
