using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sealift.Tls.OpenSsl;
using static System.FormattableString;

namespace Sealift.Tls.Trust;

/// <summary>Chain, dates, usage and name of a server's certificate, and in plain words what is wrong with them.</summary>
internal sealed class CertificateChecks(X509Certificate2Collection? roots, TimeProvider time)
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    private string Roots => roots is null ? "the system's roots" : "the given roots";

    /// <summary>The reasons to refuse a server, empty if there are none, and the root it chains to.</summary>
    public (IReadOnlyList<string> Faults, string Root) Server(ServerIdentity identity)
    {
        var known = NativeChain.FindRoot(identity.Certificate, identity.Intermediates, roots, time.GetUtcNow());
        var (faults, root) = known is null
            ? Chain(identity.Certificate, identity.Intermediates, ServerAuthentication)
            : ([], PlainText.From(known));
        if (!CertificateNames.Match(identity.Certificate, identity.Host))
        {
            faults.Add($"it is not for \"{PlainText.From(identity.Host)}\" but for {CertificateNames.Describe(identity.Certificate)}");
        }

        return (faults, root);
    }

    /// <summary>The reasons to refuse a client's certificate, empty if there are none.</summary>
    public IReadOnlyList<string> Client(X509Certificate2 certificate, IReadOnlyList<X509Certificate2> intermediates) =>
        Chain(certificate, intermediates, ClientAuthentication).Faults;

    private (List<string> Faults, string Root) Chain(
        X509Certificate2 certificate, IReadOnlyList<X509Certificate2> intermediates, string usage)
    {
        using var chain = new X509Chain();
        var policy = chain.ChainPolicy;
        policy.RevocationMode = X509RevocationMode.NoCheck;
        policy.DisableCertificateDownloads = true;
        policy.VerificationTimeIgnored = false;
        policy.VerificationTime = time.GetUtcNow().UtcDateTime;
        policy.ApplicationPolicy.Add(new Oid(usage));
        foreach (var intermediate in intermediates) policy.ExtraStore.Add(intermediate);
        if (roots is not null)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(roots);
        }

        var valid = chain.Build(certificate);
        var elements = chain.ChainElements;
        try
        {
            var root = elements.Count == 0 ? "" : PlainText.From(elements[^1].Certificate.Subject);
            var faults = new List<string>();
            foreach (var element in elements) Explain(element, elements, usage, faults);
            if (!valid && faults.Count == 0) faults.AddRange(chain.ChainStatus.Select(status => PlainText.From(status.StatusInformation.Trim())));
            if (!valid && faults.Count == 0) faults.Add("its chain cannot be built");
            return (faults, root);
        }
        finally
        {
            foreach (var element in elements) element.Certificate.Dispose();
        }
    }

    private void Explain(X509ChainElement element, X509ChainElementCollection chain, string usage, List<string> faults)
    {
        var certificate = element.Certificate;
        var isLeaf = ReferenceEquals(element, chain[0]);
        var who = isLeaf ? "it" : $"\"{PlainText.From(certificate.Subject)}\" in its chain";
        foreach (var status in element.ChainElementStatus)
        {
            faults.Add(status.Status switch
            {
                X509ChainStatusFlags.UntrustedRoot when isLeaf => "it is self-signed: nobody else vouches for it",
                X509ChainStatusFlags.UntrustedRoot => $"its root \"{PlainText.From(certificate.Subject)}\" is not among {Roots}",
                X509ChainStatusFlags.PartialChain => $"its issuer \"{PlainText.From(certificate.Issuer)}\" is unknown: not among {Roots}, and not sent",
                X509ChainStatusFlags.NotTimeValid => $"{who} {Dates(certificate)}",
                X509ChainStatusFlags.NotValidForUsage when usage == ClientAuthentication => $"{who} is not meant for TLS clients (extended key usage)",
                X509ChainStatusFlags.NotValidForUsage => $"{who} is not meant for TLS servers (extended key usage)",
                X509ChainStatusFlags.NotSignatureValid => $"the signature of {(isLeaf ? "the certificate" : who)} is wrong",
                X509ChainStatusFlags.InvalidBasicConstraints => $"{who} issued a certificate and may not",
                X509ChainStatusFlags.HasWeakSignature => $"{who} is signed with a weak algorithm",
                _ => $"{who}: {PlainText.From(status.StatusInformation.Trim())}",
            });
        }
    }

    private string Dates(X509Certificate2 certificate)
    {
        var now = time.GetUtcNow();
        return certificate.NotBefore.ToUniversalTime() > now.UtcDateTime
            ? Invariant($"is not valid before {certificate.NotBefore.ToUniversalTime():yyyy-MM-dd HH:mm} UTC (it is {now:yyyy-MM-dd HH:mm} here)")
            : Invariant($"expired on {certificate.NotAfter.ToUniversalTime():yyyy-MM-dd HH:mm} UTC");
    }
}
