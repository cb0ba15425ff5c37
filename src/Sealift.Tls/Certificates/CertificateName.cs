using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Sealift.Tls.Certificates;

/// <summary>One alternative name of a certificate (RFC 5280 section 4.2.1.6).</summary>
/// <param name="Kind">What kind of name it is.</param>
/// <param name="Value">The name; host names in ASCII (RFC 5890).</param>
public sealed record CertificateName(CertificateNameKind Kind, string Value)
{
    private const string Extension = "2.5.29.17";

    // GeneralName is a CHOICE with implicit tags (RFC 5280 section 4.2.1.6).
    private static readonly Asn1Tag Mail = new(TagClass.ContextSpecific, 1);
    private static readonly Asn1Tag Dns = new(TagClass.ContextSpecific, 2);
    private static readonly Asn1Tag Uri = new(TagClass.ContextSpecific, 6);
    private static readonly Asn1Tag Address = new(TagClass.ContextSpecific, 7);

    /// <summary>
    /// Reads a name as people type it: an IP address, a mail address (with @), a URI (with ://), else a host name, which may begin with
    /// a wildcard (<c>*.example.org</c>).
    /// </summary>
    /// <param name="text">The name.</param>
    /// <param name="name">The name; null if the text is none.</param>
    public static bool TryParse(string? text, [NotNullWhen(true)] out CertificateName? name)
    {
        name = null;
        if (string.IsNullOrWhiteSpace(text) || text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c))) return false;
        if (IPAddress.TryParse(text.Trim('[', ']'), out var address)) name = new CertificateName(CertificateNameKind.Address, address.ToString());
        else if (text.Contains("://", StringComparison.Ordinal)) name = ReadUri(text);
        else if (text.Contains('@', StringComparison.Ordinal)) name = ReadMail(text);
        else name = ReadHost(text);
        return name is not null;
    }

    /// <summary>The name with its kind, for example <c>DNS:ftp.example.org</c>.</summary>
    public override string ToString() => Kind switch
    {
        CertificateNameKind.Dns => $"DNS:{Value}",
        CertificateNameKind.Address => $"IP:{Value}",
        CertificateNameKind.Mail => $"email:{Value}",
        CertificateNameKind.Uri => $"URI:{Value}",
        _ => Value,
    };

    /// <summary>The extension that holds these names.</summary>
    internal static X509Extension Encode(IReadOnlyList<CertificateName> names, bool isCritical)
    {
        var builder = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
        {
            switch (name.Kind)
            {
                case CertificateNameKind.Dns:
                    builder.AddDnsName(name.Value);
                    break;
                case CertificateNameKind.Address:
                    builder.AddIpAddress(IPAddress.Parse(name.Value));
                    break;
                case CertificateNameKind.Mail:
                    builder.AddEmailAddress(name.Value);
                    break;
                case CertificateNameKind.Uri:
                    builder.AddUri(new Uri(name.Value));
                    break;
                case CertificateNameKind.Other:
                default:
                    throw new ArgumentException($"A name like {name.Value} cannot be put into a certificate.", nameof(names));
            }
        }

        return builder.Build(isCritical);
    }

    /// <summary>The names in these extensions.</summary>
    /// <exception cref="CryptographicException">They cannot be read.</exception>
    internal static IReadOnlyList<CertificateName> Read(IEnumerable<X509Extension> extensions)
    {
        var found = extensions.FirstOrDefault(extension => extension.Oid?.Value == Extension);
        if (found is null) return [];
        try
        {
            var names = new List<CertificateName>();
            var sequence = new AsnReader(found.RawData, AsnEncodingRules.DER).ReadSequence();
            while (sequence.HasData) names.Add(ReadOne(sequence));
            return names;
        }
        catch (AsnContentException e)
        {
            throw new CryptographicException("The alternative names cannot be read.", e);
        }
    }

    private static CertificateName ReadOne(AsnReader names)
    {
        var tag = names.PeekTag();
        if (tag.HasSameClassAndValue(Dns)) return new(CertificateNameKind.Dns, names.ReadCharacterString(UniversalTagNumber.IA5String, Dns));
        if (tag.HasSameClassAndValue(Mail)) return new(CertificateNameKind.Mail, names.ReadCharacterString(UniversalTagNumber.IA5String, Mail));
        if (tag.HasSameClassAndValue(Uri)) return new(CertificateNameKind.Uri, names.ReadCharacterString(UniversalTagNumber.IA5String, Uri));
        if (!tag.HasSameClassAndValue(Address))
        {
            names.ReadEncodedValue();
            return new(CertificateNameKind.Other, $"name of type {tag.TagValue.ToString(CultureInfo.InvariantCulture)}");
        }

        var bytes = names.ReadOctetString(Address);
        return bytes.Length is 4 or 16
            ? new(CertificateNameKind.Address, new IPAddress(bytes).ToString())
            : new(CertificateNameKind.Other, "address that cannot be read");
    }

    private static CertificateName? ReadHost(string text)
    {
        const int longest = 253;
        var isWildcard = text.StartsWith("*.", StringComparison.Ordinal);
        try
        {
            var ascii = new IdnMapping().GetAscii(isWildcard ? text[2..] : text);
            var isHost = ascii.Length <= longest && System.Uri.CheckHostName(ascii) == UriHostNameType.Dns && !ascii.EndsWith('.');
            return isHost ? new CertificateName(CertificateNameKind.Dns, (isWildcard ? "*." : "") + ascii) : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    // A certificate holds mail addresses and URIs in ASCII (IA5String).
    private static CertificateName? ReadMail(string text)
    {
        var at = text.LastIndexOf('@');
        return at > 0 && at < text.Length - 1 && Ascii.IsValid(text) ? new CertificateName(CertificateNameKind.Mail, text) : null;
    }

    private static CertificateName? ReadUri(string text) =>
        Ascii.IsValid(text) && System.Uri.TryCreate(text, UriKind.Absolute, out var uri)
            ? new CertificateName(CertificateNameKind.Uri, uri.AbsoluteUri)
            : null;
}
