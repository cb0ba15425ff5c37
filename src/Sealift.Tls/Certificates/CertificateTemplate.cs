using System.Security.Cryptography.X509Certificates;

namespace Sealift.Tls.Certificates;

/// <summary>What goes into a certificate, or into a request for one.</summary>
public sealed record CertificateTemplate
{
    /// <summary>The days that a certificate is valid unless said otherwise.</summary>
    public const int DefaultDays = 365;

    /// <summary>The days that an authority's certificate is valid unless said otherwise: ten years.</summary>
    public const int DefaultAuthorityDays = 3650;

    /// <summary>The longest validity: a hundred years.</summary>
    public const int MaxDays = 36_500;

    /// <summary>Who it is about.</summary>
    public required X500DistinguishedName Subject { get; init; }

    /// <summary>The alternative names. Default: none.</summary>
    public IReadOnlyList<CertificateName> Names { get; init; } = [];

    /// <summary>What it is for.</summary>
    public required CertificatePurposes Purposes { get; init; }

    /// <summary>How many days it is valid from now on, 1 to <see cref="MaxDays"/>. Not used for requests.</summary>
    public int Days { get; init; } = DefaultDays;

    /// <summary>A subject that holds a common name alone.</summary>
    /// <param name="name">1 to 64 characters (RFC 5280 appendix A.1, ub-common-name).</param>
    /// <exception cref="ArgumentException">The name is empty or too long.</exception>
    public static X500DistinguishedName CommonName(string name)
    {
        const int longest = 64;
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (name.Length > longest) throw new ArgumentException($"A common name has at most {longest} characters.", nameof(name));
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName(name);
        return subject.Build();
    }
}
