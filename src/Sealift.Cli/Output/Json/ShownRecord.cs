using Sealift.Tls.Certificates;
using Sealift.Tls.Trust;

namespace Sealift.Cli.Output.Json;

/// <summary>A certificate, key, request or revocation list. The fields are documented in docs/cli.md.</summary>
internal sealed record ShownRecord
{
    public required string Source { get; init; }

    public required string Kind { get; init; }

    public string? Subject { get; init; }

    public string? Issuer { get; init; }

    public string? Serial { get; init; }

    public IReadOnlyList<string>? Names { get; init; }

    public string? NotBefore { get; init; }

    public string? NotAfter { get; init; }

    public int? DaysLeft { get; init; }

    public string? Expiry { get; init; }

    public string? Key { get; init; }

    public IReadOnlyList<string>? Usage { get; init; }

    public bool? SelfSigned { get; init; }

    public bool? Encrypted { get; init; }

    public int? Revoked { get; init; }

    public string? Pin { get; init; }

    public string? Fingerprint { get; init; }

    public bool? Trusted { get; init; }

    public static ShownRecord Of(string source, CertificateFacts facts)
    {
        var now = TimeProvider.System.GetUtcNow();
        return new ShownRecord
        {
            Source = source,
            Kind = "certificate",
            Subject = facts.Subject,
            Issuer = facts.Issuer,
            Serial = facts.Serial,
            Names = [.. facts.Names.Select(name => name.ToString())],
            NotBefore = TimeText.Iso(facts.NotBefore),
            NotAfter = TimeText.Iso(facts.NotAfter),
            DaysLeft = CertificateDates.DaysLeft(facts.NotAfter, now),
            Expiry = ExpiryText.Of(facts.NotAfter, now),
            Key = facts.Key,
            Usage = facts.Usage,
            SelfSigned = facts.IsSelfSigned,
            Pin = facts.Pin.ToString(),
            Fingerprint = facts.Fingerprint,
        };
    }

    public static ShownRecord Of(string source, SigningRequest request) => new()
    {
        Source = source,
        Kind = "request",
        Subject = request.Subject.Name,
        Names = [.. request.Names.Select(name => name.ToString())],
        Key = request.KeyDescription,
        Usage = [.. Purposes(request.Purposes)],
        Pin = request.Pin.ToString(),
    };

    public static ShownRecord Of(string source, RevocationList list) => new()
    {
        Source = source,
        Kind = "list",
        Issuer = list.Issuer.Name,
        NotBefore = TimeText.Iso(list.ThisUpdate),
        NotAfter = list.NextUpdate is { } until ? TimeText.Iso(until) : null,
        Revoked = list.Count(),
    };

    public static ShownRecord Of(string source, CertificateKey key, bool isEncrypted) => new()
    {
        Source = source,
        Kind = "key",
        Key = key.Description,
        Encrypted = isEncrypted,
        Pin = key.Pin.ToString(),
    };

    private static IEnumerable<string> Purposes(CertificatePurposes purposes)
    {
        if (purposes.HasFlag(CertificatePurposes.Authority)) yield return "CA";
        if (purposes.HasFlag(CertificatePurposes.Client)) yield return "clientAuth";
        if (purposes.HasFlag(CertificatePurposes.Server)) yield return "serverAuth";
    }
}
