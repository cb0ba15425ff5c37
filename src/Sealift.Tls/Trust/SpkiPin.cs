using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Sealift.Tls.Trust;

/// <summary>
/// A public key by its fingerprint: the SHA-256 of its SubjectPublicKeyInfo (RFC 7469 section 2.4). It stays the same when a
/// certificate is renewed with the same key.
/// </summary>
public sealed record SpkiPin
{
    private const string Base64Prefix = "sha256//";
    private const string HexPrefix = "SHA256:";

    private readonly string _base64;

    private SpkiPin(ReadOnlySpan<byte> hash) => _base64 = Convert.ToBase64String(hash);

    /// <summary>The pin of a certificate's key.</summary>
    public static SpkiPin Of(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return OfKey(certificate.PublicKey.ExportSubjectPublicKeyInfo());
    }

    /// <summary>Reads a pin.</summary>
    /// <param name="text"><c>sha256//BASE64</c> as curl writes it, or <c>SHA256:hex</c>, with or without colons between bytes.</param>
    /// <exception cref="FormatException">The text is neither.</exception>
    public static SpkiPin Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out var pin)
            ? pin
            : throw new FormatException($"\"{text}\" is no pin. A pin is sha256// and 44 characters of base64, or SHA256: and 64 hex digits.");
    }

    /// <summary>Reads a pin in one of the forms of <see cref="Parse"/>; false if the text is neither.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out SpkiPin? pin)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        var written = 0;
        var valid = text switch
        {
            null => false,
            _ when text.StartsWith(Base64Prefix, StringComparison.OrdinalIgnoreCase) =>
                Convert.TryFromBase64String(text[Base64Prefix.Length..], hash, out written),
            _ when text.StartsWith(HexPrefix, StringComparison.OrdinalIgnoreCase) =>
                TryReadHex(text[HexPrefix.Length..], hash, out written),
            _ => false,
        };
        pin = valid && written == hash.Length ? new SpkiPin(hash) : null;
        return pin is not null;
    }

    /// <summary>The pin as <c>SHA256:</c> and 64 lower-case hex digits.</summary>
    public string ToHexString() => HexPrefix + Convert.ToHexStringLower(Convert.FromBase64String(_base64));

    /// <summary>The pin as <c>sha256//BASE64</c>.</summary>
    public override string ToString() => Base64Prefix + _base64;

    /// <summary>The pin of a SubjectPublicKeyInfo.</summary>
    internal static SpkiPin OfKey(ReadOnlySpan<byte> subjectPublicKeyInfo) => new(SHA256.HashData(subjectPublicKeyInfo));

    private static bool TryReadHex(string text, Span<byte> hash, out int written)
    {
        written = 0;
        if (text.Contains(':', StringComparison.Ordinal))
        {
            var groups = text.Split(':');
            if (!Array.TrueForAll(groups, group => group.Length == 2)) return false;
            text = string.Concat(groups);
        }

        return text.Length == 2 * hash.Length
            && Convert.FromHexString(text, hash, out _, out written) == System.Buffers.OperationStatus.Done;
    }
}
