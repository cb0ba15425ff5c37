using Sealift.Tls.Trust;

namespace Sealift.Tls;

/// <summary>
/// Recognises a server that ends the connection for the sake of a client certificate. Under TLS 1.3 the client's handshake is over by
/// then, so the refusal shows as a failure of the first read or write (RFC 8446 section 4.4.2.4, appendix E.1.2); some servers
/// send no alert at all.
/// </summary>
internal static class ClientCertificateDemand
{
    private const string Give = "Give one with --cert and --key. \"sealift cert csr\" makes a request that the server's authority can sign.";

    // RFC 8446 section 6.2: from a server these can only be about the client's certificate.
    private static readonly string[] Alerts =
    [
        "certificate_required", "bad_certificate", "unsupported_certificate", "certificate_revoked", "certificate_expired",
        "certificate_unknown", "unknown_ca",
    ];

    // These may be, where a server has asked for one.
    private static readonly string[] PossibleAlerts = ["handshake_failure", "access_denied", "decrypt_error"];

    /// <summary>The same failure in the words that help, where the client's certificate is what it is about; else the failure itself.</summary>
    /// <param name="failure">What ended the connection before the server said anything.</param>
    /// <param name="info">The connection.</param>
    /// <param name="own">The certificate that was shown if the server asked for one; null if there is none.</param>
    public static TlsException Explain(TlsException failure, TlsInfo info, TlsCertificate? own)
    {
        var alert = info.AlertReceived;
        var isAbout = Alerts.Contains(alert)
            || (info.ClientCertificateRequested && (alert is null ? IsEnd(failure) : PossibleAlerts.Contains(alert)));
        if (!isAbout) return failure;

        // A server that asks for one and takes clients without, as vsftpd does, may have lost the connection for any other reason.
        if (alert is null)
        {
            var what = own is null ? "wants a client certificate, and none was given" : $"does not accept the client certificate {NameOf(own)}";
            return new TlsException(
                TlsFailure.ClientCertificate,
                $"The server perhaps {what}: it asked for one, and the connection ended without a word.",
                "Try again, and if it stays so: " + (own is null ? Give : Hint(alert)),
                failure)
            {
                IsPresumed = true,
            };
        }

        return own is null
            ? new TlsException(
                TlsFailure.ClientCertificate, $"The server wants a client certificate, and none was given (TLS alert \"{alert}\").", Give, failure)
            : new TlsException(
                TlsFailure.ClientCertificate, $"The server does not accept the client certificate {NameOf(own)} (TLS alert \"{alert}\").", Hint(alert), failure);
    }

    private static string NameOf(TlsCertificate own) => $"\"{PlainText.From(own.Leaf.Subject)}\" of \"{PlainText.From(own.Leaf.Issuer)}\"";

    private static bool IsEnd(TlsException failure) => failure.Failure is TlsFailure.ConnectionLost or TlsFailure.Truncated;

    private static string Hint(string? alert) => alert switch
    {
        "certificate_expired" => "It is no longer valid: have a new one signed (sealift cert csr), and check this machine's clock.",
        "certificate_revoked" => "Its authority took it back: have a new one signed (sealift cert csr).",
        _ => "It must be signed by an authority that the server knows, be valid and be meant for clients; \"sealift cert show\" of its file tells.",
    };
}
