using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Sealift.Tls.Certificates;

/// <summary>Usages in the words of RFC 5280 sections 4.2.1.3 and 4.2.1.12.</summary>
internal static class KeyUsageNames
{
    private static readonly (X509KeyUsageFlags Flag, string Name)[] Names =
    [
        (X509KeyUsageFlags.DigitalSignature, "digitalSignature"),
        (X509KeyUsageFlags.NonRepudiation, "nonRepudiation"),
        (X509KeyUsageFlags.KeyEncipherment, "keyEncipherment"),
        (X509KeyUsageFlags.DataEncipherment, "dataEncipherment"),
        (X509KeyUsageFlags.KeyAgreement, "keyAgreement"),
        (X509KeyUsageFlags.KeyCertSign, "keyCertSign"),
        (X509KeyUsageFlags.CrlSign, "cRLSign"),
    ];

    public static IEnumerable<string> Of(X509KeyUsageFlags flags) =>
        Names.Where(entry => flags.HasFlag(entry.Flag)).Select(entry => entry.Name);

    public static string Of(Oid use) => use.Value switch
    {
        Oids.ServerAuthentication => "serverAuth",
        Oids.ClientAuthentication => "clientAuth",
        "1.3.6.1.5.5.7.3.3" => "codeSigning",
        "1.3.6.1.5.5.7.3.4" => "emailProtection",
        "1.3.6.1.5.5.7.3.9" => "OCSPSigning",
        "2.5.29.37.0" => "any",
        var other => other ?? "unknown",
    };
}
