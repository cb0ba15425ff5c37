using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sealift.Tls.Trust;

namespace Sealift.Tls.Certificates;

/// <summary>What a person or a program wants to know of a certificate. Its texts are the issuer's: escape them before a terminal sees them.</summary>
public sealed record CertificateFacts
{
    /// <summary>Who it is about, as a distinguished name.</summary>
    public required string Subject { get; init; }

    /// <summary>Who signed it.</summary>
    public required string Issuer { get; init; }

    /// <summary>Whether its own subject signed it.</summary>
    public required bool IsSelfSigned { get; init; }

    /// <summary>The serial number in upper-case hex.</summary>
    public required string Serial { get; init; }

    /// <summary>The alternative names; empty if there are none, or if they cannot be read.</summary>
    public required IReadOnlyList<CertificateName> Names { get; init; }

    /// <summary>The start of its validity, in UTC.</summary>
    public required DateTimeOffset NotBefore { get; init; }

    /// <summary>The end of its validity, in UTC.</summary>
    public required DateTimeOffset NotAfter { get; init; }

    /// <summary>Kind and size of its key, for example <c>ECDSA P-256</c>.</summary>
    public required string Key { get; init; }

    /// <summary>What it is for; <see cref="CertificatePurposes.None"/> if it does not say, which means anything but signing others.</summary>
    public required CertificatePurposes Purposes { get; init; }

    /// <summary>Its usages in the words of RFC 5280, for example <c>digitalSignature</c>, <c>clientAuth</c>, or an object identifier.</summary>
    public required IReadOnlyList<string> Usage { get; init; }

    /// <summary>The key's fingerprint.</summary>
    public required SpkiPin Pin { get; init; }

    /// <summary>The certificate's own fingerprint: SHA-256 of all of it, as hex pairs with colons.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Whether it may sign other certificates.</summary>
    public bool IsAuthority => Purposes.HasFlag(CertificatePurposes.Authority);

    /// <summary>Reads a certificate.</summary>
    public static CertificateFacts Of(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        var (purposes, usage) = ReadUsage(certificate);
        return new CertificateFacts
        {
            Subject = certificate.Subject,
            Issuer = certificate.Issuer,
            IsSelfSigned = certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData),
            Serial = certificate.SerialNumber,
            Names = ReadNames(certificate),
            NotBefore = new DateTimeOffset(certificate.NotBefore).ToUniversalTime(),
            NotAfter = new DateTimeOffset(certificate.NotAfter).ToUniversalTime(),
            Key = KeyDescription.Of(certificate.PublicKey),
            Purposes = purposes,
            Usage = usage,
            Pin = SpkiPin.Of(certificate),
            Fingerprint = string.Join(':', SHA256.HashData(certificate.RawData).Select(part => part.ToString("X2", null))),
        };
    }

    private static IReadOnlyList<CertificateName> ReadNames(X509Certificate2 certificate)
    {
        try
        {
            return CertificateName.Read(certificate.Extensions);
        }
        catch (CryptographicException)
        {
            return [];
        }
    }

    private static (CertificatePurposes Purposes, IReadOnlyList<string> Usage) ReadUsage(X509Certificate2 certificate)
    {
        var purposes = CertificatePurposes.None;
        var usage = new List<string>();
        foreach (var extension in certificate.Extensions)
        {
            try
            {
                switch (extension)
                {
                    case X509BasicConstraintsExtension { CertificateAuthority: true }:
                        purposes |= CertificatePurposes.Authority;
                        usage.Add("CA");
                        break;
                    case X509KeyUsageExtension keys:
                        usage.AddRange(KeyUsageNames.Of(keys.KeyUsages));
                        break;
                    case X509EnhancedKeyUsageExtension uses:
                        foreach (var use in uses.EnhancedKeyUsages)
                        {
                            if (use.Value == Oids.ClientAuthentication) purposes |= CertificatePurposes.Client;
                            if (use.Value == Oids.ServerAuthentication) purposes |= CertificatePurposes.Server;
                            usage.Add(KeyUsageNames.Of(use));
                        }

                        break;
                }
            }
            catch (CryptographicException)
            {
                usage.Add($"{extension.Oid?.Value}, which cannot be read");
            }
        }

        return (purposes, usage);
    }
}
