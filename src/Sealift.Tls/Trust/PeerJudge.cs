using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Sealift.Tls.Trust;

/// <summary>
/// Judges one server's certificate: by trust on a control connection; on a data connection, by being the control
/// connection's certificate.
/// </summary>
internal sealed class PeerJudge(TlsClientOptions options, X509Certificate2? controlCertificate)
{
    /// <summary>Why the server is trusted, as the rest of a sentence; null before it is.</summary>
    public string? Reason { get; private set; }

    /// <summary>Judges a certificate. Null means trusted.</summary>
    public async ValueTask<TlsException?> JudgeAsync(
        X509Certificate2 leaf, IReadOnlyList<X509Certificate2> intermediates, CancellationToken cancellationToken)
    {
        if (controlCertificate is not null)
        {
            // One server has one certificate for both: another one, though its chain be good, is another machine or somebody in between.
            if (!leaf.RawDataMemory.Span.SequenceEqual(controlCertificate.RawDataMemory.Span)) return NotOfTheControlConnection(leaf, controlCertificate);
            Reason = "presents the certificate of the control connection";
            return null;
        }

        var identity = new ServerIdentity(options.TargetHost, options.Port, leaf, intermediates);
        try
        {
            var decision = await options.Trust.DecideAsync(identity, cancellationToken).ConfigureAwait(false);
            if (!decision.IsTrusted)
                return new TlsException(decision.Failure, decision.Reason, decision.Hint) { Certificate = leaf, Known = decision.Known, Fault = decision.Fault };
            Reason = decision.Reason;
            return null;
        }
        catch (CryptographicException e)
        {
            return new TlsException(TlsFailure.NotTrusted, $"The certificate cannot be judged: {e.Message}", null, e) { Certificate = leaf };
        }
    }

    private static TlsException NotOfTheControlConnection(X509Certificate2 leaf, X509Certificate2 control)
    {
        var (data, known) = (SpkiPin.Of(leaf), SpkiPin.Of(control));
        var what = data == known ? "another certificate with the same key" : "another certificate";
        return new TlsException(
            TlsFailure.CertificateChanged,
            $"The data connection presents {what} than the control connection:\n"
            + $"data    \"{PlainText.From(leaf.Subject)}\" {data}\n"
            + $"control \"{PlainText.From(control.Subject)}\" {known}",
            "Somebody may be between you and the server, or its data ports are served by another machine. If the server's certificate was just "
            + "renewed, connect again.")
        {
            Certificate = leaf,
        };
    }
}
