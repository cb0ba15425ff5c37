using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using Sealift.Core;
using Sealift.Tls.Trust;

namespace Sealift.Cli.Connecting;

/// <summary>A certificate as a person needs it to decide.</summary>
internal static class CertificateCard
{
    public static void Write(TextWriter output, ServerIdentity identity)
    {
        var certificate = identity.Certificate;
        var pin = SpkiPin.Of(certificate);
        Row("server", $"{identity.Host} port {identity.Port}");
        Row("subject", certificate.Subject);
        Row("issuer", certificate.Issuer);
        Row("names", Names(certificate));
        Row("valid", string.Create(
            CultureInfo.InvariantCulture,
            $"{certificate.NotBefore.ToUniversalTime():yyyy-MM-dd} to {certificate.NotAfter.ToUniversalTime():yyyy-MM-dd}"));
        Row("key", pin.ToString());
        Row("", pin.ToHexString());

        void Row(string name, string text) => output.WriteLine($"  {name,-8} {TerminalText.Escape(text)}");
    }

    private static string Names(X509Certificate2 certificate)
    {
        var alternatives = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault();
        return alternatives is null
            ? "none"
            : string.Join(", ", alternatives.EnumerateDnsNames().Concat(alternatives.EnumerateIPAddresses().Select(address => address.ToString())));
    }
}
