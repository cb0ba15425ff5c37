using System.Net;
using Sealift.Doctor.Examining;
using Sealift.Tls.Trust;

namespace Sealift.Doctor.Certificates;

/// <summary>Whether the certificate is for the host that was typed.</summary>
internal sealed class NamesCheck() : DoctorCheck(
    "SL-CERT-53",
    "Certificate's names",
    "Compares the host as it was typed with the names in the certificate (RFC 9525); an address must be among its addresses.",
    "A certificate for another name proves that somebody else is there, or that the server was set up for another name.")
{
    private static readonly Fault Mismatch = new()
    {
        Title = "The certificate is for another name",
        Meaning = "Clients refuse: what they were told to reach is not what answers.",
        Remedies = InstallCertificate.By("Get a certificate with all names that clients use (subject alternative names), addresses included where they use those."),
        Meanwhile = "Use one of the names in the certificate. If the operator confirms the key: --pin PIN (the pin is in SL-CERT-51).",
    };

    public override IReadOnlyList<Fault> Faults => [Mismatch];

    internal override async Task<Finding> RunAsync(Examination examination, CancellationToken cancellationToken)
    {
        var look = await examination.Look.GetAsync(cancellationToken).ConfigureAwait(false);
        var (host, certificate) = (look.Identity.Host, look.Identity.Certificate);
        var names = CertificateNames.Describe(certificate);
        if (CertificateNames.Match(certificate, host)) return Good($"It names {host}.", $"names: {names}");
        var what = IPAddress.TryParse(host, out _) ? $"The address {host} is not in the certificate, which is for {names}." : $"The certificate is not for {host} but for {names}.";

        // Who is trusted by the key needs no name.
        return look.Judgement.IsTrusted ? Good($"{what} The key is trusted all the same: it {look.Judgement.Reason}.", $"names: {names}") : Found(Mismatch, what, $"names: {names}");
    }
}
