using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sealift.Tls.Certificates;
using Sealift.Tls.OpenSsl;

namespace Sealift.Tls.Trust;

/// <summary>Chain, dates, usage and name of a server's certificate, and in plain words what is wrong with them.</summary>
internal sealed class CertificateChecks(X509Certificate2Collection? roots, TimeProvider time)
{
    private string Roots => roots is null ? "the system's roots" : "the given roots";

    /// <summary>What a server's certificate is worth: what is wrong with it, its root, and whether it was taken back.</summary>
    public ServerJudgement Server(ServerIdentity identity, RevocationCheck? revocation)
    {
        var known = NativeChain.Find(identity.Certificate, identity.Intermediates, roots, time.GetUtcNow());
        var judgement = known is null
            ? Chain(identity.Certificate, identity.Intermediates, Oids.ServerAuthentication, revocation)
            : Valid(known, revocation);
        return CertificateNames.Match(identity.Certificate, identity.Host) ? judgement : judgement with
        {
            Faults =
            [
                .. judgement.Faults,
                $"it is not for \"{PlainText.From(identity.Host)}\" but for {CertificateNames.Describe(identity.Certificate)}",
            ],
        };
    }

    /// <summary>The reasons to refuse a client's certificate, empty if there are none.</summary>
    public IReadOnlyList<string> Client(X509Certificate2 certificate, IReadOnlyList<X509Certificate2> intermediates) =>
        Chain(certificate, intermediates, Oids.ClientAuthentication, revocation: null).Faults;

    private ServerJudgement Valid(IReadOnlyList<X509Certificate2> chain, RevocationCheck? revocation)
    {
        try
        {
            return new ServerJudgement([], PlainText.From(chain[^1].Subject), CertificateFault.Other, revocation?.FindFault(chain, time.GetUtcNow()));
        }
        finally
        {
            foreach (var certificate in chain) certificate.Dispose();
        }
    }

    private ServerJudgement Chain(
        X509Certificate2 certificate, IReadOnlyList<X509Certificate2> intermediates, string usage, RevocationCheck? revocation)
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
            var revoked = faults.Count > 0 ? null : revocation?.FindFault([.. elements.Select(element => element.Certificate)], time.GetUtcNow());
            return new ServerJudgement(faults, root, Kind(elements), revoked);
        }
        finally
        {
            foreach (var element in elements) element.Certificate.Dispose();
        }
    }

    // Nobody whom this side trusts vouches for it: that weighs more than its dates, and those more than its purpose.
    private static CertificateFault Kind(X509ChainElementCollection elements)
    {
        var all = elements.SelectMany(static element => element.ChainElementStatus).Aggregate(X509ChainStatusFlags.NoError, static (sum, one) => sum | one.Status);
        if (all.HasFlag(X509ChainStatusFlags.UntrustedRoot) || all.HasFlag(X509ChainStatusFlags.PartialChain)) return CertificateFault.UnknownAuthority;
        if (all.HasFlag(X509ChainStatusFlags.NotTimeValid)) return CertificateFault.Expired;
        return all.HasFlag(X509ChainStatusFlags.NotValidForUsage) ? CertificateFault.Unsupported : CertificateFault.Other;
    }

    private string Dates(X509Certificate2 certificate) =>
        CertificateDates.Describe(new DateTimeOffset(certificate.NotBefore), new DateTimeOffset(certificate.NotAfter), time.GetUtcNow());

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
                X509ChainStatusFlags.NotValidForUsage when usage == Oids.ClientAuthentication => $"{who} is not meant for TLS clients (extended key usage)",
                X509ChainStatusFlags.NotValidForUsage => $"{who} is not meant for TLS servers (extended key usage)",
                X509ChainStatusFlags.NotSignatureValid => $"the signature of {(isLeaf ? "the certificate" : who)} is wrong",
                X509ChainStatusFlags.InvalidBasicConstraints => $"{who} issued a certificate and may not",
                X509ChainStatusFlags.HasWeakSignature => $"{who} is signed with a weak algorithm",
                _ => $"{who}: {PlainText.From(status.StatusInformation.Trim())}",
            });
        }
    }
}
