using System.Security.Cryptography.X509Certificates;
using Sealift.Tls.Trust;

namespace Sealift.Tls;

/// <summary>A TLS connection failed. The message says what happened, <see cref="Hint"/> what to do about it.</summary>
public sealed class TlsException : IOException
{
    /// <summary>Makes the exception.</summary>
    public TlsException(TlsFailure failure, string message, string? hint = null, Exception? innerException = null)
        : base(message, innerException)
    {
        Failure = failure;
        Hint = hint;
    }

    /// <summary>The class of failure.</summary>
    public TlsFailure Failure { get; }

    /// <summary>The failure's code in the suite's catalogue of errors, such as <c>SL-TLS-04</c>.</summary>
    public string Code => Failure switch
    {
        TlsFailure.EarlyBytes => "SL-TLS-03",
        TlsFailure.NotTls => "SL-TLS-05",
        TlsFailure.NothingInCommon => "SL-TLS-06",
        TlsFailure.PeerAlert => "SL-TLS-07",
        TlsFailure.ApplicationProtocol => "SL-TLS-08",
        TlsFailure.Truncated => "SL-TLS-09",
        TlsFailure.BadRecord => "SL-TLS-10",
        TlsFailure.Timeout => "SL-TLS-11",
        TlsFailure.ConnectionLost => "SL-TLS-12",
        TlsFailure.OwnCertificate => "SL-TLS-13",
        TlsFailure.BackendMissing => "SL-TLS-14",
        TlsFailure.ClientCertificate => "SL-TLS-15",
        TlsFailure.NotTrusted => "SL-TRUST-01",
        TlsFailure.CertificateChanged => Known is null ? "SL-TRUST-03" : "SL-TRUST-02",
        TlsFailure.Revoked => "SL-TRUST-04",
        TlsFailure.RevocationListUnusable => "SL-TRUST-05",
        TlsFailure.TrustStoreUnusable => "SL-TRUST-06",
        _ => "SL-TLS-04",
    };

    /// <summary>What the user can do, in plain words; null if nothing helps but trying again.</summary>
    public string? Hint { get; }

    /// <summary>
    /// Whether <see cref="Failure"/> is the likeliest reason and not a certain one: the peer has not said it, and the connection may have ended for any other. Default false.
    /// </summary>
    public bool IsPresumed { get; internal init; }

    /// <summary>The peer's certificate, where the failure is about it.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>What the peer is told about a refusal of its certificate.</summary>
    internal CertificateFault Fault { get; init; }

    /// <summary>The known host whose key the server does not present; null unless that is the failure.</summary>
    public KnownHost? Known { get; init; }
}
