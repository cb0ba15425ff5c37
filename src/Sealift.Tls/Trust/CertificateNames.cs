using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Sealift.Tls.Trust;

/// <summary>The names a certificate holds, and whether one of them is the host that was typed.</summary>
internal static class CertificateNames
{
    private const string SubjectAlternativeName = "2.5.29.17";
    private const int MostShown = 10;

    /// <summary>Whether the certificate is for this host: a name against its names (RFC 6125), an address against its addresses only.</summary>
    public static bool Match(X509Certificate2 certificate, string host)
    {
        try
        {
            if (IPAddress.TryParse(host, out var address))
            {
                // RFC 6125 section 1.7.2 and RFC 9525 section 6.5: no common name, no wildcard, no DNS name stands for an address.
                var bytes = address.GetAddressBytes();
                return Alternatives(certificate)?.EnumerateIPAddresses().Any(held => held.GetAddressBytes().AsSpan().SequenceEqual(bytes)) == true;
            }

            // RFC 6066 section 3: the dot at the end of a full name is no part of the name that is compared.
            return certificate.MatchesHostname(host.EndsWith('.') ? host[..^1] : host);
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            // No host name at all, or a certificate whose names cannot be read: nothing matches.
            return false;
        }
    }

    /// <summary>The names it does hold, in words.</summary>
    public static string Describe(X509Certificate2 certificate)
    {
        List<string> names;
        try
        {
            var alternatives = Alternatives(certificate);
            names = alternatives is null
                ? []
                : [.. alternatives.EnumerateDnsNames(), .. alternatives.EnumerateIPAddresses().Select(address => address.ToString())];
        }
        catch (CryptographicException)
        {
            return "names that cannot be read";
        }

        if (names.Count == 0)
        {
            var common = certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false);
            return common.Length == 0 ? "no name at all" : PlainText.From(common);
        }

        var shown = string.Join(", ", names.Take(MostShown).Select(PlainText.From));
        return names.Count > MostShown ? $"{shown} and {names.Count - MostShown} more" : shown;
    }

    private static X509SubjectAlternativeNameExtension? Alternatives(X509Certificate2 certificate)
    {
        var found = certificate.Extensions.FirstOrDefault(extension => extension.Oid?.Value == SubjectAlternativeName);
        return found switch
        {
            null => null,
            X509SubjectAlternativeNameExtension typed => typed,
            _ => new X509SubjectAlternativeNameExtension(found.RawData),
        };
    }
}
