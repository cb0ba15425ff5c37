using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sealift.Doctor.Examining;
using Sealift.Tls.Certificates;
using Sealift.Tls.Trust;

namespace Sealift.Doctor.Certificates;

/// <summary>Whether somebody who is trusted vouches for the server's key.</summary>
internal sealed class ChainCheck() : DoctorCheck(
    "SL-CERT-51",
    "Certificate's chain",
    "Builds the chain from the server's certificate, with those that it sends, to a trusted authority; names and dates are looked at by other checks. Nothing is fetched.",
    "Only the chain, or a key that was confirmed once, shows that the server is the one that is meant and nobody in between.")
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1", AuthorityInformationAccess = "1.3.6.1.5.5.7.1.1";

    private static readonly Fault SelfSigned = new()
    {
        Title = "The certificate is self-signed",
        Meaning = "Nobody else vouches for it: every client has to be told once that this is the right key, by somebody who knows.",
        Remedies = InstallCertificate.By("Get a certificate from an authority (Let's Encrypt gives one for nothing), or let users confirm the key."),
        Meanwhile = "Ask the operator for the key's pin and compare it.",
    };

    private static readonly Fault UnknownRoot = new()
    {
        Title = "The certificate's authority is not known here",
        Meaning = "It is an authority of a company or a test, or a new one: this machine does not have its root certificate.",
        Remedies = InstallCertificate.By("For the public: a certificate of an authority that systems know. In a company: give its root to the clients."),
        Meanwhile = "--ca root.pem with the authority's root certificate; or compare the key's pin with the operator.",
    };

    private static readonly Fault Incomplete = new()
    {
        Title = "An intermediate certificate is missing",
        Meaning = "The server sends its own certificate and not the one of the authority that signed it. Browsers often have it from elsewhere; FTP clients do not, and refuse.",
        Remedies = InstallCertificate.By("Send the whole chain: the file \"fullchain\", or certificate and intermediates one after the other."),
        Meanwhile = "--ca FILE with the authority's root and the missing intermediate; or compare the key's pin with the operator.",
    };

    private static readonly Fault WrongUse = new()
    {
        Title = "The certificate may not be used for this",
        Meaning = "It says what it is for, and a TLS server is not among that; or a certificate of its chain may not issue others.",
        Remedies = InstallCertificate.By("Get a certificate with the extended key usage serverAuth."),
        Meanwhile = "Compare the key's pin with the operator.",
    };

    private static readonly Fault Invalid = new()
    {
        Title = "The certificate's chain is not valid",
        Meaning = "A signature is wrong, or the certificates do not fit together.",
        Remedies = InstallCertificate.By("Install the certificates of the authority anew, in their order."),
        Meanwhile = "Do not trust it before the operator has explained it.",
    };

    public override IReadOnlyList<Fault> Faults => [SelfSigned, UnknownRoot, Incomplete, WrongUse, Invalid];

    internal override async Task<Finding> RunAsync(Examination examination, CancellationToken cancellationToken)
    {
        var look = await examination.Look.GetAsync(cancellationToken).ConfigureAwait(false);
        var (leaf, sent) = (look.Identity.Certificate, look.Identity.Intermediates);
        var pin = SpkiPin.Of(leaf);
        List<string> evidence = [$"{CertificateFacts.Of(leaf).Subject}, issued by {CertificateFacts.Of(leaf).Issuer}"];
        evidence.AddRange(sent.Select(certificate => $"sent with it: {CertificateFacts.Of(certificate).Subject}, issued by {CertificateFacts.Of(certificate).Issuer}"));
        evidence.Add($"key: {pin}");

        var status = Build(examination, leaf, sent);
        if (status == X509ChainStatusFlags.NoError) return Good(look.Judgement.IsTrusted ? $"The server {look.Judgement.Reason}." : "It chains to a trusted authority.", [.. evidence]);
        if (look.Judgement.IsTrusted) return Good($"No authority vouches for it, but the server {look.Judgement.Reason}.", [.. evidence]);

        var command = TrustCommand.Add(look.Identity.Host, look.Identity.Port, pin);
        var (fault, summary) = Explain(status, leaf, sent);
        var trust = fault == Invalid ? fault.Meanwhile : $"{fault.Meanwhile} This server presents {pin}; if that is right: {command}, or --pin for one command.";
        return Found(fault, summary, [.. evidence, .. look.Judgement.Reason.Split('\n')]) with { Meanwhile = trust };
    }

    private static (Fault Fault, string Summary) Explain(X509ChainStatusFlags status, X509Certificate2 leaf, IReadOnlyList<X509Certificate2> sent)
    {
        if (status.HasFlag(X509ChainStatusFlags.NotSignatureValid)) return (Invalid, "A signature in the chain is wrong.");
        if (IsSelfIssued(leaf)) return (SelfSigned, "The certificate is signed with its own key.");
        if (status.HasFlag(X509ChainStatusFlags.PartialChain))
        {
            // RFC 5280 section 4.2.2.1: public authorities say where their own certificate is to be had; the root's of a company do not.
            return sent.Count == 0 && leaf.Extensions.Any(extension => extension.Oid?.Value == AuthorityInformationAccess)
                ? (Incomplete, $"The certificate's issuer \"{CertificateFacts.Of(leaf).Issuer}\" is not known here, and is not sent either.")
                : (UnknownRoot, $"The chain that is sent ends at \"{CertificateFacts.Of(sent.Count == 0 ? leaf : sent[^1]).Issuer}\", which is not known here.");
        }

        if (status.HasFlag(X509ChainStatusFlags.UntrustedRoot)) return (UnknownRoot, "The root of the chain is not among those that are trusted here.");
        if (status.HasFlag(X509ChainStatusFlags.NotValidForUsage) || status.HasFlag(X509ChainStatusFlags.InvalidBasicConstraints)) return (WrongUse, "A certificate of the chain is not meant for this use.");
        return (Invalid, $"The chain cannot be built: {status}.");
    }

    private static X509ChainStatusFlags Build(Examination examination, X509Certificate2 leaf, IReadOnlyList<X509Certificate2> sent)
    {
        using var chain = new X509Chain();
        var policy = chain.ChainPolicy;
        policy.RevocationMode = X509RevocationMode.NoCheck;
        policy.DisableCertificateDownloads = true;
        policy.VerificationFlags = X509VerificationFlags.IgnoreNotTimeValid;
        policy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        foreach (var certificate in sent) policy.ExtraStore.Add(certificate);
        if (examination.Options.Roots is { } roots)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(roots);
        }

        chain.Build(leaf);
        try
        {
            return chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, one) => all | one.Status) & ~(X509ChainStatusFlags.NotTimeValid | X509ChainStatusFlags.HasWeakSignature);
        }
        finally
        {
            foreach (var element in chain.ChainElements) element.Certificate.Dispose();
        }
    }

    private static bool IsSelfIssued(X509Certificate2 certificate) => certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);
}
