namespace Sealift.Tls;

/// <summary>Names of key exchange groups (RFC 8446 section 4.2.7 and the IANA registry of supported groups).</summary>
internal static class GroupName
{
    public static string? Of(ushort group) => group switch
    {
        0 => null,
        0x0017 => "secp256r1",
        0x0018 => "secp384r1",
        0x0019 => "secp521r1",
        0x001D => "x25519",
        0x001E => "x448",
        0x0100 => "ffdhe2048",
        0x0101 => "ffdhe3072",
        0x0102 => "ffdhe4096",
        0x0103 => "ffdhe6144",
        0x0104 => "ffdhe8192",
        0x11EB => "SecP256r1MLKEM768",
        0x11EC => "X25519MLKEM768",
        0x11ED => "SecP384r1MLKEM1024",
        _ => $"group 0x{group:X4}",
    };
}
