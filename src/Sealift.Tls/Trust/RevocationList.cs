using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sealift.Tls.Certificates;

namespace Sealift.Tls.Trust;

/// <summary>A certificate revocation list (CRL, RFC 5280 section 5): the certificates that their issuer took back.</summary>
public sealed class RevocationList
{
    private const string DeltaIndicator = "2.5.29.27";
    private const string DistributionPoint = "2.5.29.28";
    private const string Reason = "2.5.29.21";
    private const string CertificatePoints = "2.5.29.31";

    private static readonly Asn1Tag PointName = new(TagClass.ContextSpecific, 0, isConstructed: true);

    private readonly byte[] _signed;
    private readonly byte[] _signature;
    private readonly byte[] _algorithm;
    private readonly ReadOnlyMemory<byte> _entries;
    private readonly ListScope _scope;
    private readonly IReadOnlyList<byte[]> _points;

    private RevocationList(
        byte[] signed, byte[] algorithm, byte[] signature, X500DistinguishedName issuer,
        DateTimeOffset from, DateTimeOffset? until, ReadOnlyMemory<byte> entries, ListScope scope, IReadOnlyList<byte[]> points)
    {
        _signed = signed;
        _algorithm = algorithm;
        _signature = signature;
        _entries = entries;
        _scope = scope;
        _points = points;
        Issuer = issuer;
        ThisUpdate = from;
        NextUpdate = until;
    }

    /// <summary>Who took the certificates back.</summary>
    public X500DistinguishedName Issuer { get; }

    /// <summary>When the list was made, in UTC.</summary>
    public DateTimeOffset ThisUpdate { get; }

    /// <summary>When the next list was due, in UTC; this one is no proof after that. Null if it does not say.</summary>
    public DateTimeOffset? NextUpdate { get; }

    /// <summary>Reads all lists of a file, PEM or DER.</summary>
    /// <exception cref="TlsException">
    /// <see cref="TlsFailure.RevocationListUnusable"/>: the file cannot be read, or holds no list that can be used.
    /// </exception>
    public static IReadOnlyList<RevocationList> Load(string path)
    {
        var file = CertificateFile.Read(path, TlsFailure.RevocationListUnusable);
        return file.RevocationLists.Count > 0
            ? file.RevocationLists
            : throw new TlsException(
                TlsFailure.RevocationListUnusable,
                $"{path} holds no revocation list, but {file.Describe()}.",
                "A list is a file of -----BEGIN X509 CRL-----, or its DER form; the authority that signed the certificate publishes it.");
    }

    /// <summary>How many certificates the list takes back.</summary>
    public int Count()
    {
        var count = 0;
        for (var entries = new AsnReader(_entries, AsnEncodingRules.DER); entries.HasData; count++) entries.ReadEncodedValue();
        return count;
    }

    /// <summary>When and why a certificate of this issuer was taken back, in words; null if it was not.</summary>
    /// <param name="certificate">The certificate; whether it is of this issuer is not looked at.</param>
    public string? FindRevocation(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);

        // Compared as written: RFC 5280 section 4.1.2.2 has only positive numbers, and some authorities write others.
        var serial = certificate.SerialNumberBytes.Span.TrimStart((byte)0);
        var entries = new AsnReader(_entries, AsnEncodingRules.DER);
        while (entries.HasData)
        {
            var entry = entries.ReadSequence();
            if (!entry.ReadIntegerBytes().Span.TrimStart((byte)0).SequenceEqual(serial)) continue;
            return FormattableString.Invariant($"revoked on {ReadTime(entry):yyyy-MM-dd}{ReasonOf(entry)}");
        }

        return null;
    }

    /// <summary>Reads a list.</summary>
    /// <exception cref="CryptographicException">It is damaged, or of a kind that is not understood here.</exception>
    internal static RevocationList Parse(ReadOnlyMemory<byte> der)
    {
        try
        {
            var list = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
            var signed = list.PeekEncodedValue().ToArray();
            var body = list.ReadSequence();
            var algorithm = list.ReadEncodedValue().ToArray();
            var signature = list.ReadBitString(out _);
            list.ThrowIfNotEmpty();

            if (body.PeekTag().HasSameClassAndValue(Asn1Tag.Integer) && body.ReadInteger() != 1) throw Unknown("its version");

            // RFC 5280 section 5.1.2.2: the algorithm that is signed is the one that is stated.
            if (!body.ReadEncodedValue().Span.SequenceEqual(algorithm)) throw Unknown("its algorithm, which it states twice and not alike");
            var issuer = new X500DistinguishedName(body.ReadEncodedValue().Span);
            var from = ReadTime(body);
            var until = IsTime(body) ? ReadTime(body) : (DateTimeOffset?)null;
            var entries = body.HasData && body.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence)
                ? body.PeekContentBytes()
                : ReadOnlyMemory<byte>.Empty;
            if (!entries.IsEmpty || (body.HasData && body.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence))) body.ReadEncodedValue();
            CheckEntries(entries);
            var (scope, points) = ReadScope(body);
            return new RevocationList(signed, algorithm, signature, issuer, from, until, entries, scope, points);
        }
        catch (AsnContentException e)
        {
            throw new CryptographicException("It is damaged.", e);
        }
    }

    internal bool IsOf(X500DistinguishedName issuer) =>
        Issuer.RawData.AsSpan().SequenceEqual(issuer.RawData) || Issuer.Name.Equals(issuer.Name, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the list speaks about certificates like this one (RFC 5280 section 5.2.5).</summary>
    internal bool Covers(X509Certificate2 certificate) => IsOfAPointOf(certificate) && _scope switch
    {
        ListScope.Leaves => !CertificateFacts.Of(certificate).IsAuthority,
        ListScope.Authorities => CertificateFacts.Of(certificate).IsAuthority,
        _ => true,
    };

    internal bool IsSignedBy(X509Certificate2 issuer)
    {
        // RFC 5280 section 6.3.3 (f): where the issuer states usages, signing lists must be among them.
        var usage = issuer.Extensions.OfType<X509KeyUsageExtension>().FirstOrDefault();
        if (usage is not null && !usage.KeyUsages.HasFlag(X509KeyUsageFlags.CrlSign)) return false;
        return SignatureCheck.Verify(_algorithm, _signed, _signature, issuer.PublicKey);
    }

    // RFC 5280 section 6.3.3 (b) (2) (i): an authority may spread what it took back over several lists, each with a name, and a
    // certificate names the one where it would stand. That it is not in another list proves nothing.
    private bool IsOfAPointOf(X509Certificate2 certificate)
    {
        if (_points.Count == 0) return true;
        var extension = certificate.Extensions.FirstOrDefault(one => one.Oid?.Value == CertificatePoints);
        if (extension is null) return false;
        try
        {
            var points = new AsnReader(extension.RawData, AsnEncodingRules.DER).ReadSequence();
            while (points.HasData)
            {
                var point = points.ReadSequence();
                if (!point.HasData || !point.PeekTag().HasSameClassAndValue(PointName)) continue;
                if (ReadNames(point).Any(name => _points.Any(own => own.AsSpan().SequenceEqual(name)))) return true;
            }

            return false;
        }
        catch (AsnContentException)
        {
            return false; // a certificate that cannot be read is covered by nothing
        }
    }

    // DistributionPointName: [0] the full names, or [1] a part of one, which stays unread and so matches nothing.
    private static List<byte[]> ReadNames(AsnReader point)
    {
        var choice = point.ReadSequence(PointName);
        List<byte[]> found = [];
        if (!choice.PeekTag().HasSameClassAndValue(PointName)) return found;
        var names = choice.ReadSequence(PointName);
        while (names.HasData) found.Add(names.ReadEncodedValue().ToArray());
        return found;
    }

    // Once, so that no later look at the entries can fail.
    private static void CheckEntries(ReadOnlyMemory<byte> entries)
    {
        var reader = new AsnReader(entries, AsnEncodingRules.DER);
        while (reader.HasData)
        {
            var entry = reader.ReadSequence();
            entry.ReadInteger();
            ReadTime(entry);
            if (entry.HasData) ReasonOf(entry);
            entry.ThrowIfNotEmpty();
        }
    }

    // RFC 5280 section 5.2: a list with a critical extension that is not understood must not be used. A delta says too little by itself,
    // and an indirect list mixes issuers.
    private static (ListScope Scope, IReadOnlyList<byte[]> Points) ReadScope(AsnReader body)
    {
        var scope = ListScope.All;
        IReadOnlyList<byte[]> points = [];
        if (!body.HasData) return (scope, points);
        var explicitTag = new Asn1Tag(TagClass.ContextSpecific, 0, isConstructed: true);
        var extensions = body.ReadSequence(explicitTag).ReadSequence();
        body.ThrowIfNotEmpty();
        while (extensions.HasData)
        {
            var extension = extensions.ReadSequence();
            var oid = extension.ReadObjectIdentifier();
            var isCritical = extension.PeekTag().HasSameClassAndValue(Asn1Tag.Boolean) && extension.ReadBoolean();
            var value = extension.ReadOctetString();
            if (oid == DeltaIndicator) throw Unknown("that it holds only changes (a delta list)");
            if (oid == DistributionPoint) (scope, points) = ReadDistributionPoint(value);
            else if (isCritical) throw Unknown($"its critical extension {oid}");
        }

        return (scope, points);
    }

    private static (ListScope Scope, IReadOnlyList<byte[]> Points) ReadDistributionPoint(byte[] value)
    {
        var scope = ListScope.All;
        List<byte[]> points = [];
        var point = new AsnReader(value, AsnEncodingRules.DER).ReadSequence();
        while (point.HasData)
        {
            var tag = point.PeekTag();
            switch (tag.TagValue)
            {
                case 0:
                    points = ReadNames(point);
                    if (points.Count == 0) throw Unknown("that it is of a part whose name is not understood");
                    break;
                case 1 when point.ReadBoolean(tag):
                    scope = ListScope.Leaves;
                    break;
                case 2 when point.ReadBoolean(tag):
                    scope = ListScope.Authorities;
                    break;
                case 4 when !point.ReadBoolean(tag):
                    break;
                default:
                    throw Unknown("that it is partial or indirect");
            }
        }

        return (scope, points);
    }

    private static bool IsTime(AsnReader reader) =>
        reader.HasData && reader.PeekTag() is { TagClass: TagClass.Universal, TagValue: (int)UniversalTagNumber.UtcTime or (int)UniversalTagNumber.GeneralizedTime };

    // RFC 5280 section 5.1.2.4: two digits of a year mean 1950 to 2049.
    private static DateTimeOffset ReadTime(AsnReader reader) => reader.PeekTag().HasSameClassAndValue(Asn1Tag.UtcTime)
        ? reader.ReadUtcTime(2049)
        : reader.ReadGeneralizedTime();

    // RFC 5280 section 5.3.1.
    private static string ReasonOf(AsnReader entry)
    {
        if (!entry.HasData) return "";
        var text = "";
        var extensions = entry.ReadSequence();
        while (extensions.HasData)
        {
            var extension = extensions.ReadSequence();
            var oid = extension.ReadObjectIdentifier();
            if (extension.PeekTag().HasSameClassAndValue(Asn1Tag.Boolean)) extension.ReadBoolean();
            var value = extension.ReadOctetString();
            if (oid == Reason) text = Words(new AsnReader(value, AsnEncodingRules.DER).ReadEnumeratedBytes().Span[^1]);
        }

        return text;
    }

    private static string Words(byte reason) => reason switch
    {
        1 => " (its key was stolen)",
        2 => " (the key of its authority was stolen)",
        3 => " (its owner's affiliation changed)",
        4 => " (it was superseded)",
        5 => " (it is no longer used)",
        6 => " (it is on hold)",
        9 => " (its rights were withdrawn)",
        10 => " (the key of an attribute authority was stolen)",
        _ => "",
    };

    private static CryptographicException Unknown(string what) => new($"It cannot be used because of {what}.");

    private enum ListScope
    {
        All,
        Leaves,
        Authorities,
    }
}
