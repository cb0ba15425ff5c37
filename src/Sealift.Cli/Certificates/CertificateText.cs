using Sealift.Cli.Output.Json;
using Sealift.Core;
using Sealift.Tls.Certificates;
using static System.FormattableString;

namespace Sealift.Cli.Certificates;

/// <summary>Certificates, keys, requests and lists as text for people.</summary>
internal static class CertificateText
{
    public static void Write(TextWriter output, CertificateFacts facts, DateTimeOffset now)
    {
        Row(output, "subject", facts.Subject);
        Row(output, "issuer", facts.IsSelfSigned ? "itself (self-signed)" : facts.Issuer);
        Row(output, "names", facts.Names.Count == 0 ? "none" : string.Join(", ", facts.Names));
        Row(output, "valid", Validity(facts.NotBefore, facts.NotAfter, now));
        Row(output, "key", facts.Key);
        Row(output, "usage", facts.Usage.Count == 0 ? "not stated" : string.Join(", ", facts.Usage));
        Row(output, "serial", facts.Serial);
        Row(output, "pin", facts.Pin.ToString());
        Row(output, "", facts.Pin.ToHexString());
        Row(output, "sha-256", facts.Fingerprint);
    }

    public static void Write(TextWriter output, ShownRecord record)
    {
        Row(output, "kind", record.Kind);
        if (record.Subject is not null) Row(output, "subject", record.Subject);
        if (record.Issuer is not null) Row(output, "issuer", record.Issuer);
        if (record.Names is { Count: > 0 } names) Row(output, "names", string.Join(", ", names));
        if (record.NotBefore is not null) Row(output, "valid", $"{record.NotBefore} to {record.NotAfter ?? "not stated"}");
        if (record.Key is not null) Row(output, "key", record.Key + (record.Encrypted == true ? ", encrypted" : ""));
        if (record.Usage is { Count: > 0 } usage) Row(output, "usage", string.Join(", ", usage));
        if (record.Revoked is { } count) Row(output, "revoked", Invariant($"{count} certificates"));
        if (record.Pin is not null) Row(output, "pin", record.Pin);
    }

    /// <summary>"2026-01-01 to 2027-01-01, expires on …".</summary>
    public static string Validity(DateTimeOffset from, DateTimeOffset until, DateTimeOffset now)
    {
        var notice = CertificateDates.FindNotice(from, until, now);
        return Invariant($"{from.UtcDateTime:yyyy-MM-dd} to {until.UtcDateTime:yyyy-MM-dd}") + (notice is null ? "" : $": it {notice}");
    }

    /// <summary>One row.</summary>
    public static void Row(TextWriter output, string name, string text) => output.WriteLine($"  {name,-8} {TerminalText.Escape(text)}");
}
