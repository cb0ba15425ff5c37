using System.Security.Cryptography.X509Certificates;
using Sealift.Doctor.Examining;
using Sealift.Tls.Certificates;

namespace Sealift.Doctor.Certificates;

/// <summary>Whether the certificates are sent in the order in which they belong together.</summary>
internal sealed class SentChainCheck() : DoctorCheck(
    "SL-CERT-56",
    "Certificates that are sent",
    "Looks at which certificates the server sends with its own, and in which order.",
    "TLS 1.2 wants each certificate followed by the one that signed it (RFC 5246 section 7.4.2); strict clients refuse another order. What does not belong there costs time with each handshake.")
{
    private static readonly Fault Disorder = new()
    {
        Title = "The certificates are sent in the wrong order",
        Verdict = Verdict.Advice,
        Meaning = "Most clients sort them; some old and small ones, such as printers, refuse.",
        Remedies = InstallCertificate.By("In the chain's file: the server's certificate first, then the one that signed it, and so on."),
        Meanwhile = "Nothing has to be set: Sealift finds the order by itself.",
    };

    private static readonly Fault Surplus = new()
    {
        Title = "Certificates are sent that nobody needs",
        Verdict = Verdict.Advice,
        Meaning = "They belong to another chain, or are the root, which a client has already or does not believe. They only make each full handshake longer.",
        Remedies = InstallCertificate.By("In the chain's file: the server's certificate and its intermediates, no root, nothing else."),
        Meanwhile = "Nothing has to be set.",
    };

    public override IReadOnlyList<Fault> Faults => [Disorder, Surplus];

    internal override async Task<Finding> RunAsync(Examination examination, CancellationToken cancellationToken)
    {
        var look = await examination.Look.GetAsync(cancellationToken).ConfigureAwait(false);
        List<X509Certificate2> sent = [.. look.Identity.Intermediates];
        string[] evidence = [.. sent.Prepend(look.Identity.Certificate).Select(certificate => CertificateFacts.Of(certificate).Subject)];
        if (sent.Count == 0) return Good("The server sends its own certificate only.", evidence);

        var last = look.Identity.Certificate;
        var inOrder = true;
        var left = new List<X509Certificate2>(sent);
        while (!IsSelfIssued(last) && left.Find(certificate => IsIssuer(certificate, last)) is { } issuer)
        {
            inOrder &= left[0] == issuer;
            left.Remove(issuer);
            last = issuer;
        }

        if (left.Count > 0) return Found(Surplus, $"{left.Count} of {sent.Count + 1} certificates do not belong to the chain.", evidence);
        if (!inOrder) return Found(Disorder, "A certificate is not followed by the one that signed it.", evidence);
        return IsSelfIssued(last) ? Found(Surplus, "The root is sent along.", evidence) : Good($"{sent.Count + 1} certificates, in their order.", evidence);
    }

    private static bool IsIssuer(X509Certificate2 issuer, X509Certificate2 of) => issuer.SubjectName.RawData.AsSpan().SequenceEqual(of.IssuerName.RawData);

    private static bool IsSelfIssued(X509Certificate2 certificate) => IsIssuer(certificate, certificate);
}
