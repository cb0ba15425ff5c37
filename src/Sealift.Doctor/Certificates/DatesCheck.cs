using System.Globalization;
using Sealift.Doctor.Examining;
using Sealift.Tls.Certificates;

namespace Sealift.Doctor.Certificates;

/// <summary>Whether the certificate is valid now, and for how long.</summary>
internal sealed class DatesCheck() : DoctorCheck(
    "SL-CERT-52",
    "Certificate's dates",
    "Reads from when to when the server's certificate and those sent with it are valid.",
    "Clients refuse a certificate before and after its time, all at the same moment, usually at night.")
{
    private const string Renew = "Install a new certificate and reload the server; with an ACME client, look why it did not renew.";

    private static readonly Fault Expired = new()
    {
        Title = "The certificate has expired",
        Meaning = "Every careful client refuses to connect. Who sees such warnings often stops reading them, and then misses a real attack.",
        Remedies = InstallCertificate.By(Renew),
        Meanwhile = "If the operator confirms the key: --pin PIN trusts this key whatever its dates say (the pin is in SL-CERT-51).",
    };

    private static readonly Fault Early = new()
    {
        Title = "The certificate is not valid yet",
        Meaning = "Clients refuse it until then. Often a clock is wrong: the server's when the certificate was made, or this machine's.",
        Remedies = InstallCertificate.By("Check the clocks (timedatectl); then wait, or install a certificate that is valid now."),
        Meanwhile = "Check this machine's clock first. If the operator confirms the key: --pin PIN.",
    };

    private static readonly Fault Soon = new()
    {
        Title = "The certificate ends soon",
        Verdict = Verdict.Advice,
        Meaning = "From that moment on clients refuse to connect.",
        Remedies = InstallCertificate.By(Renew),
        Meanwhile = "Nothing yet. Where the key is pinned (--pin, known hosts), ask whether the new certificate keeps it.",
    };

    public override IReadOnlyList<Fault> Faults => [Expired, Early, Soon];

    internal override async Task<Finding> RunAsync(Examination examination, CancellationToken cancellationToken)
    {
        var look = await examination.Look.GetAsync(cancellationToken).ConfigureAwait(false);
        var now = examination.Time.GetUtcNow();
        string[] evidence = [Line("the server's", look.Identity.Certificate), .. look.Identity.Intermediates.Select(certificate => Line("sent with it:", certificate))];
        var facts = CertificateFacts.Of(look.Identity.Certificate);
        var days = CertificateDates.DaysLeft(facts.NotAfter, now);
        if (now < facts.NotBefore) return Found(Early, $"The certificate is valid only from {Day(facts.NotBefore)}.", evidence);
        if (now > facts.NotAfter) return Found(Expired, $"The certificate expired on {Day(facts.NotAfter)}.", evidence);
        if (look.Identity.Intermediates.Select(CertificateFacts.Of).FirstOrDefault(other => now > other.NotAfter) is { } old)
            return Found(Expired, $"A certificate that is sent along expired on {Day(old.NotAfter)}: {old.Subject}", evidence);
        if (facts.NotAfter - now < CertificateDates.Notice) return Found(Soon, $"The certificate ends in {days} days, on {Day(facts.NotAfter)}.", evidence);
        return Good($"Valid until {Day(facts.NotAfter)}, {days} more days.", evidence);

        static string Line(string whose, System.Security.Cryptography.X509Certificates.X509Certificate2 certificate)
        {
            var facts = CertificateFacts.Of(certificate);
            return $"{whose} {facts.Subject}: {Day(facts.NotBefore)} to {Day(facts.NotAfter)}";
        }
    }

    private static string Day(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
