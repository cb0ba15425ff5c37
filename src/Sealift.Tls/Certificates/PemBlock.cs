using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Text;

namespace Sealift.Tls.Certificates;

/// <summary>One object of a file, as PEM labels it (RFC 7468); DER files are given the label that they would have.</summary>
internal sealed record PemBlock(string Label, byte[] Content)
{
    public const string Certificate = "CERTIFICATE";
    public const string Request = "CERTIFICATE REQUEST";
    public const string List = "X509 CRL";
    public const string Key = "PRIVATE KEY";
    public const string EncryptedKey = "ENCRYPTED PRIVATE KEY";
    public const string RsaKey = "RSA PRIVATE KEY";
    public const string EcKey = "EC PRIVATE KEY";
    public const string Pfx = "PFX";

    private const string Begin = "-----BEGIN ";

    /// <summary>A key that only its passphrase opens.</summary>
    public bool IsEncryptedKey => Label == EncryptedKey;

    public bool IsKey => Label is Key or EncryptedKey or RsaKey or EcKey;

    public bool IsKnown => IsKey || Label is Certificate or Request or List or Pfx;

    /// <summary>All objects of a file.</summary>
    /// <exception cref="FormatException">There are none. The message continues a sentence that begins with the file's name.</exception>
    public static IReadOnlyList<PemBlock> ReadAll(byte[] content)
    {
        if (content.Length == 0) throw new FormatException("is empty.");
        var text = Encoding.Latin1.GetString(content);
        return text.Contains(Begin, StringComparison.Ordinal) ? ReadPem(text) : [ReadDer(content)];
    }

    private static List<PemBlock> ReadPem(string text)
    {
        // RFC 1421 headers: the encryption of OpenSSL before PKCS #8, one round of MD5. PemEncoding does not read them.
        if (text.Contains("Proc-Type: 4,ENCRYPTED", StringComparison.Ordinal))
        {
            throw new FormatException(
                "holds a key in OpenSSL's old encryption, which is weak and not read here. \"openssl pkcs8 -topk8 -v2 aes-256-cbc -in OLD -out NEW\" makes a good one of it.");
        }

        var blocks = new List<PemBlock>();
        var begun = text.Split(Begin).Length - 1;
        var rest = text.AsSpan();
        for (; PemEncoding.TryFind(rest, out var fields); rest = rest[fields.Location.End..], begun--)
        {
            var label = rest[fields.Label].ToString();
            var block = new PemBlock(label == "NEW CERTIFICATE REQUEST" ? Request : label, Convert.FromBase64String(rest[fields.Base64Data].ToString()));

            // What openssl writes beside a key; it says nothing that the key does not.
            if (label is not ("EC PARAMETERS" or "DH PARAMETERS")) blocks.Add(block);
        }

        return begun == 0 && blocks.Count > 0 ? blocks : throw new FormatException("is damaged: a -----BEGIN …----- block in it is cut short or is no base64.");
    }

    private static PemBlock ReadDer(byte[] content)
    {
        try
        {
            return new PemBlock(LabelOf(content), content);
        }
        catch (AsnContentException e)
        {
            throw new FormatException("is neither PEM nor DER nor PFX.", e);
        }
    }

    // The outermost elements tell these structures apart: RFC 5280 sections 4.1 and 5.1, RFC 2986, RFC 5208, RFC 7292, RFC 5652, RFC 5915, RFC 8017.
    private static string LabelOf(byte[] content)
    {
        var outer = new AsnReader(content, AsnEncodingRules.BER);
        var parts = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        var first = parts.PeekTag();
        if (first.HasSameClassAndValue(Asn1Tag.ObjectIdentifier)) return "PKCS7";
        if (first.HasSameClassAndValue(Asn1Tag.Integer))
        {
            var version = parts.ReadInteger();
            var second = parts.PeekTag();
            if (version == 3) return Pfx;
            if (second.HasSameClassAndValue(Asn1Tag.Sequence)) return Key;
            return second.HasSameClassAndValue(Asn1Tag.Integer) ? RsaKey : EcKey;
        }

        var body = parts.ReadSequence();
        if (parts.PeekTag().HasSameClassAndValue(Asn1Tag.PrimitiveOctetString)) return EncryptedKey;
        return SignedLabelOf(body);
    }

    private static string SignedLabelOf(AsnReader body)
    {
        // A certificate begins with [0] version or, in version 1, with a serial number and an algorithm that dates follow one later.
        if (body.PeekTag().TagClass == TagClass.ContextSpecific) return Certificate;
        var kinds = new List<int>();
        while (body.HasData && kinds.Count < 5)
        {
            kinds.Add(body.PeekTag() is { TagClass: TagClass.Universal } tag ? tag.TagValue : -1);
            body.ReadEncodedValue();
        }

        const int sequence = (int)UniversalTagNumber.Sequence;
        var isTime = kinds.Exists(kind => kind is (int)UniversalTagNumber.UtcTime or (int)UniversalTagNumber.GeneralizedTime);
        if (isTime) return List;
        return kinds is [(int)UniversalTagNumber.Integer, sequence, sequence, -1, ..] or [(int)UniversalTagNumber.Integer, sequence, sequence] ? Request : Certificate;
    }
}
