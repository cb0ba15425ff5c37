using System.Collections.Frozen;

namespace Sealift.Doctor.Tls;

/// <summary>The cipher suites that servers are asked about, by their numbers in IANA's registry, and which of them are weak.</summary>
internal static class CipherSuites
{
    // In the order in which a client would like to have them, for servers that follow the client's.
    private static readonly (ushort Suite, string Name, string? Weakness)[] Listed =
    [
        // TLS 1.3 (RFC 8446 appendix B.4)
        (0x1301, "TLS_AES_128_GCM_SHA256", null),
        (0x1302, "TLS_AES_256_GCM_SHA384", null),
        (0x1303, "TLS_CHACHA20_POLY1305_SHA256", null),
        (0x1304, "TLS_AES_128_CCM_SHA256", null),
        (0x1305, "TLS_AES_128_CCM_8_SHA256", null),

        // Forward secrecy and authenticated encryption: what RFC 9325 section 4.2 recommends.
        (0xC02B, "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", null),
        (0xC02C, "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", null),
        (0xC02F, "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", null),
        (0xC030, "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", null),
        (0xCCA8, "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256", null),
        (0xCCA9, "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256", null),
        (0xCCAA, "TLS_DHE_RSA_WITH_CHACHA20_POLY1305_SHA256", null),
        (0x009E, "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256", null),
        (0x009F, "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384", null),
        (0xC09E, "TLS_DHE_RSA_WITH_AES_128_CCM", null),
        (0xC09F, "TLS_DHE_RSA_WITH_AES_256_CCM", null),
        (0xC0AC, "TLS_ECDHE_ECDSA_WITH_AES_128_CCM", null),
        (0xC0AD, "TLS_ECDHE_ECDSA_WITH_AES_256_CCM", null),

        // Forward secrecy with CBC: usable, and old.
        (0xC009, "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA", null),
        (0xC00A, "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA", null),
        (0xC013, "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA", null),
        (0xC014, "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA", null),
        (0xC023, "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256", null),
        (0xC024, "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384", null),
        (0xC027, "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256", null),
        (0xC028, "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384", null),
        (0x0033, "TLS_DHE_RSA_WITH_AES_128_CBC_SHA", null),
        (0x0039, "TLS_DHE_RSA_WITH_AES_256_CBC_SHA", null),
        (0x0067, "TLS_DHE_RSA_WITH_AES_128_CBC_SHA256", null),
        (0x006B, "TLS_DHE_RSA_WITH_AES_256_CBC_SHA256", null),
        (0x0045, "TLS_DHE_RSA_WITH_CAMELLIA_128_CBC_SHA", null),
        (0x0088, "TLS_DHE_RSA_WITH_CAMELLIA_256_CBC_SHA", null),

        // The client encrypts the secret with the server's RSA key: whoever gets the key later reads what was recorded.
        (0x009C, "TLS_RSA_WITH_AES_128_GCM_SHA256", NoForwardSecrecy),
        (0x009D, "TLS_RSA_WITH_AES_256_GCM_SHA384", NoForwardSecrecy),
        (0xC09C, "TLS_RSA_WITH_AES_128_CCM", NoForwardSecrecy),
        (0xC09D, "TLS_RSA_WITH_AES_256_CCM", NoForwardSecrecy),
        (0x002F, "TLS_RSA_WITH_AES_128_CBC_SHA", NoForwardSecrecy),
        (0x0035, "TLS_RSA_WITH_AES_256_CBC_SHA", NoForwardSecrecy),
        (0x003C, "TLS_RSA_WITH_AES_128_CBC_SHA256", NoForwardSecrecy),
        (0x003D, "TLS_RSA_WITH_AES_256_CBC_SHA256", NoForwardSecrecy),
        (0x0041, "TLS_RSA_WITH_CAMELLIA_128_CBC_SHA", NoForwardSecrecy),
        (0x0084, "TLS_RSA_WITH_CAMELLIA_256_CBC_SHA", NoForwardSecrecy),

        // Broken, or without any protection.
        (0x000A, "TLS_RSA_WITH_3DES_EDE_CBC_SHA", SmallBlocks),
        (0x0016, "TLS_DHE_RSA_WITH_3DES_EDE_CBC_SHA", SmallBlocks),
        (0xC008, "TLS_ECDHE_ECDSA_WITH_3DES_EDE_CBC_SHA", SmallBlocks),
        (0xC012, "TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA", SmallBlocks),
        (0x0007, "TLS_RSA_WITH_IDEA_CBC_SHA", SmallBlocks),
        (0x0004, "TLS_RSA_WITH_RC4_128_MD5", Rc4),
        (0x0005, "TLS_RSA_WITH_RC4_128_SHA", Rc4),
        (0xC007, "TLS_ECDHE_ECDSA_WITH_RC4_128_SHA", Rc4),
        (0xC011, "TLS_ECDHE_RSA_WITH_RC4_128_SHA", Rc4),
        (0x0009, "TLS_RSA_WITH_DES_CBC_SHA", ShortKey),
        (0x0015, "TLS_DHE_RSA_WITH_DES_CBC_SHA", ShortKey),
        (0x0003, "TLS_RSA_EXPORT_WITH_RC4_40_MD5", ShortKey),
        (0x0008, "TLS_RSA_EXPORT_WITH_DES40_CBC_SHA", ShortKey),
        (0x0014, "TLS_DHE_RSA_EXPORT_WITH_DES40_CBC_SHA", ShortKey),
        (0x0001, "TLS_RSA_WITH_NULL_MD5", NoEncryption),
        (0x0002, "TLS_RSA_WITH_NULL_SHA", NoEncryption),
        (0x003B, "TLS_RSA_WITH_NULL_SHA256", NoEncryption),
        (0xC006, "TLS_ECDHE_ECDSA_WITH_NULL_SHA", NoEncryption),
        (0xC010, "TLS_ECDHE_RSA_WITH_NULL_SHA", NoEncryption),
        (0x0018, "TLS_DH_anon_WITH_RC4_128_MD5", NobodyThere),
        (0x001B, "TLS_DH_anon_WITH_3DES_EDE_CBC_SHA", NobodyThere),
        (0x0034, "TLS_DH_anon_WITH_AES_128_CBC_SHA", NobodyThere),
        (0x003A, "TLS_DH_anon_WITH_AES_256_CBC_SHA", NobodyThere),
        (0x00A6, "TLS_DH_anon_WITH_AES_128_GCM_SHA256", NobodyThere),
        (0x00A7, "TLS_DH_anon_WITH_AES_256_GCM_SHA384", NobodyThere),
        (0xC018, "TLS_ECDH_anon_WITH_AES_128_CBC_SHA", NobodyThere),
        (0xC019, "TLS_ECDH_anon_WITH_AES_256_CBC_SHA", NobodyThere),
    ];

    private static readonly FrozenDictionary<ushort, (string Name, string? Weakness)> Known = Listed.ToFrozenDictionary(suite => suite.Suite, suite => (suite.Name, suite.Weakness));

    public const string NoForwardSecrecy = "no forward secrecy";

    private const string SmallBlocks = "blocks of 64 bits (Sweet32)";
    private const string Rc4 = "RC4 is broken (RFC 7465)";
    private const string ShortKey = "a key that can be guessed";
    private const string NoEncryption = "no encryption at all";
    private const string NobodyThere = "the server proves nothing about itself";

    /// <summary>What servers of the last fifteen years accept one of, at TLS 1.2.</summary>
    public static IReadOnlyList<ushort> Usual { get; } =
        [0xC02B, 0xC02F, 0xC02C, 0xC030, 0xCCA9, 0xCCA8, 0x009E, 0x009F, 0xC009, 0xC013, 0xC00A, 0xC014, 0x009C, 0x009D, 0x002F, 0x0035, 0x000A];

    /// <summary>Those of TLS 1.3.</summary>
    public static IReadOnlyList<ushort> OfTls13 { get; } = [0x1301, 0x1302, 0x1303, 0x1304, 0x1305];

    /// <summary>All that are known below TLS 1.3, the weakest last.</summary>
    public static IReadOnlyList<ushort> BelowTls13 { get; } = [.. Listed.Select(suite => suite.Suite).Where(suite => suite >> 8 != 0x13)];

    /// <summary>The name in IANA's registry, or the number.</summary>
    public static string NameOf(ushort suite) => Known.TryGetValue(suite, out var known) ? known.Name : $"0x{suite:X4}";

    /// <summary>What is weak about it; null for nothing.</summary>
    public static string? WeaknessOf(ushort suite) => Known.TryGetValue(suite, out var known) ? known.Weakness : null;
}
