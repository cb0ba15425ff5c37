using Sealift.Tls;

namespace Sealift.Doctor.Tls;

/// <summary>Versions of TLS for people.</summary>
internal static class TlsNames
{
    public static string Of(TlsVersion version) => Of((ushort)version);

    public static string Of(ushort version) => version switch
    {
        0x0300 => "SSL 3.0",
        0x0301 => "TLS 1.0",
        0x0302 => "TLS 1.1",
        0x0303 => "TLS 1.2",
        0x0304 => "TLS 1.3",
        _ => $"version 0x{version:X4}",
    };
}
