using System.Security.Cryptography;

namespace Sealift.Tls.Tests;

public sealed class HandshakeMessageParserTests
{
    private static readonly byte[] Random32 = new byte[32];

    [Fact]
    public void A_client_hello_gives_name_protocols_and_offer()
    {
        byte[] name = [.. "ftp.example.org"u8];
        var hello = ClientHello(
            [
                .. Extension(0, [0, (byte)(name.Length + 3), 0, 0, (byte)name.Length, .. name]),
                .. Extension(16, [0, 4, 3, .. "ftp"u8]),
                .. Extension(43, [4, 3, 4, 3, 3]),
                .. Extension(41, [0, 0]),
            ]);

        var parsed = Assert.IsType<TlsClientHello>(HandshakeMessageParser.Parse(sent: true, hello));

        Assert.True(parsed.Sent);
        Assert.Equal(hello.Length, parsed.Length);
        Assert.Equal("ftp.example.org", parsed.ServerName);
        Assert.Equal(["ftp"], parsed.ApplicationProtocols);
        Assert.True(parsed.OffersResumption);
    }

    [Fact]
    public void The_compatibility_session_id_of_tls13_is_no_offer()
    {
        var modern = Assert.IsType<TlsClientHello>(HandshakeMessageParser.Parse(true, ClientHello(Extension(43, [2, 3, 4]), sessionId: 32)));
        var classic = Assert.IsType<TlsClientHello>(HandshakeMessageParser.Parse(true, ClientHello([], sessionId: 32)));

        Assert.False(modern.OffersResumption);
        Assert.True(classic.OffersResumption);
    }

    [Fact]
    public void A_tls12_ticket_is_an_offer_and_an_empty_one_is_not()
    {
        var empty = Assert.IsType<TlsClientHello>(HandshakeMessageParser.Parse(true, ClientHello(Extension(35, []))));
        var full = Assert.IsType<TlsClientHello>(HandshakeMessageParser.Parse(true, ClientHello(Extension(35, [1, 2, 3]))));

        Assert.False(empty.OffersResumption);
        Assert.True(full.OffersResumption);
    }

    [Fact]
    public void A_server_hello_gives_version_suite_group_and_acceptance()
    {
        var hello = ServerHello(
            Random32, [.. Extension(43, [3, 4]), .. Extension(51, [0, 0x1D, 0, 1, 9]), .. Extension(41, [0, 0])]);

        var parsed = Assert.IsType<TlsServerHello>(HandshakeMessageParser.Parse(sent: false, hello));

        Assert.Equal(0x0304, parsed.Version);
        Assert.Equal(0x1302, parsed.CipherSuite);
        Assert.Equal(0x001D, parsed.Group);
        Assert.True(parsed.AcceptsResumption);
        Assert.False(parsed.IsRetry);
    }

    [Fact]
    public void A_hello_retry_request_is_told_by_its_random()
    {
        // RFC 8446 section 4.1.3: the SHA-256 of this text.
        var hello = ServerHello(SHA256.HashData("HelloRetryRequest"u8), [.. Extension(43, [3, 4]), .. Extension(51, [0, 0x17])]);

        var parsed = Assert.IsType<TlsServerHello>(HandshakeMessageParser.Parse(sent: false, hello));

        Assert.True(parsed.IsRetry);
        Assert.Equal("HelloRetryRequest", parsed.Name);
        Assert.Equal(0x0017, parsed.Group);
    }

    [Fact]
    public void Every_cut_of_a_message_is_a_plain_message()
    {
        var hello = ClientHello([.. Extension(0, [0, 6, 0, 0, 3, .. "abc"u8]), .. Extension(16, [0, 4, 3, .. "ftp"u8])]);
        for (var length = 0; length < hello.Length; length++)
        {
            Assert.IsNotType<TlsClientHello>(HandshakeMessageParser.Parse(true, hello.AsSpan(0, length)));
        }

        for (var length = 4; length < hello.Length; length++)
        {
            // The length in the header fits, what is inside does not; only the cut before the extensions makes sense.
            var cut = Message(1, hello.AsSpan(4, length - 4));
            var isWhole = length == 4 + 2 + 32 + 1 + 4 + 2;
            Assert.Equal(isWhole, HandshakeMessageParser.Parse(true, cut) is TlsClientHello);
        }
    }

    [Fact]
    public void No_single_changed_byte_makes_it_throw()
    {
        foreach (var original in new[]
        {
            ClientHello([.. Extension(0, [0, 6, 0, 0, 3, .. "abc"u8]), .. Extension(16, [0, 4, 3, .. "ftp"u8]), .. Extension(43, [2, 3, 4])]),
            ServerHello(Random32, [.. Extension(43, [3, 4]), .. Extension(51, [0, 0x1D, 0, 1, 9])]),
        })
        {
            for (var i = 0; i < original.Length; i++)
            {
                for (var value = 0; value <= byte.MaxValue; value++)
                {
                    var changed = (byte[])original.Clone();
                    changed[i] = (byte)value;
                    Assert.Equal(original.Length, HandshakeMessageParser.Parse(true, changed).Length);
                }
            }
        }
    }

    [Fact]
    public void A_server_name_with_control_bytes_is_no_hello()
    {
        var parsed = HandshakeMessageParser.Parse(false, ClientHello(Extension(0, [0, 5, 0, 0, 2, 0x1B, 0x5B])));

        Assert.IsNotType<TlsClientHello>(parsed);
        Assert.Equal("ClientHello", parsed.Name);
    }

    [Theory]
    [InlineData(1, 0, "close_notify", false)]
    [InlineData(2, 0, "close_notify", false)]
    [InlineData(2, 40, "handshake_failure", true)]
    [InlineData(1, 112, "unrecognized_name", false)]
    [InlineData(2, 120, "no_application_protocol", true)]
    [InlineData(2, 116, "certificate_required", true)]
    [InlineData(2, 255, "alert(255)", true)]
    public void Alerts_have_the_names_of_the_rfc(byte level, byte description, string name, bool isFatal)
    {
        var alert = HandshakeMessageParser.ParseAlert(sent: false, level, description);

        Assert.Equal(name, alert.Description);
        Assert.Equal(isFatal, alert.IsFatal);
    }

    private static byte[] ClientHello(byte[] extensions, int sessionId = 0) => Message(
        1, [3, 3, .. Random32, (byte)sessionId, .. new byte[sessionId], 0, 2, 0x13, 0x02, 1, 0, .. Vector16(extensions)]);

    private static byte[] ServerHello(byte[] random, byte[] extensions) =>
        Message(2, [3, 3, .. random, 0, 0x13, 0x02, 0, .. Vector16(extensions)]);

    private static byte[] Extension(ushort type, byte[] data) => [(byte)(type >> 8), (byte)type, .. Vector16(data)];

    private static byte[] Vector16(byte[] data) => [(byte)(data.Length >> 8), (byte)data.Length, .. data];

    private static byte[] Message(byte type, ReadOnlySpan<byte> body) =>
        [type, (byte)(body.Length >> 16), (byte)(body.Length >> 8), (byte)body.Length, .. body];
}
