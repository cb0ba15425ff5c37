using Sealift.Tls.Certificates;

namespace Sealift.Cli.Output.Json;

/// <summary>Where a certificate stands in its life: "valid", "soon" (it ends within 30 days) or "expired".</summary>
internal static class ExpiryText
{
    public static string Of(DateTimeOffset notAfter, DateTimeOffset now)
    {
        if (now > notAfter) return "expired";
        return notAfter - now <= CertificateDates.Notice ? "soon" : "valid";
    }
}
