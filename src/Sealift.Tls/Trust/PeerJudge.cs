using System.Security.Cryptography.X509Certificates;

namespace Sealift.Tls.Trust;

/// <summary>
/// Judges one server's certificate: by trust on a control connection; on a data connection, by being the control
/// connection's certificate first.
/// </summary>
internal sealed class PeerJudge(TlsClientOptions options, X509Certificate2? controlCertificate)
{
    /// <summary>Judges a certificate. Null means trusted.</summary>
    public async ValueTask<TlsException?> JudgeAsync(
        X509Certificate2 leaf, IReadOnlyList<X509Certificate2> intermediates, CancellationToken cancellationToken)
    {
        if (controlCertificate is not null)
        {
            if (leaf.RawDataMemory.Span.SequenceEqual(controlCertificate.RawDataMemory.Span)) return null;
            if (!leaf.PublicKey.ExportSubjectPublicKeyInfo().AsSpan()
                    .SequenceEqual(controlCertificate.PublicKey.ExportSubjectPublicKeyInfo()))
            {
                return new TlsException(
                    TlsFailure.CertificateChanged,
                    "The data connection presents another key than the control connection: "
                    + $"{leaf.Subject} instead of {controlCertificate.Subject}.",
                    "Somebody may be between you and the server, or the server's data ports are served by another machine.")
                {
                    Certificate = leaf,
                };
            }
        }

        var identity = new ServerIdentity(options.TargetHost, options.Port, leaf, intermediates);
        var decision = await options.Trust.DecideAsync(identity, cancellationToken).ConfigureAwait(false);
        return decision.IsTrusted
            ? null
            : new TlsException(decision.Failure, decision.Reason, decision.Hint) { Certificate = leaf };
    }
}
