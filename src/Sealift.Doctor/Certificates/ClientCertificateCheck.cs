using Sealift.Client;
using Sealift.Doctor.Examining;
using Sealift.Tls;

namespace Sealift.Doctor.Certificates;

/// <summary>Whether the server wants a certificate of the client.</summary>
internal sealed class ClientCertificateCheck() : DoctorCheck(
    "SL-CERT-57",
    "Client certificate",
    "Makes a handshake with the certificate of --cert, or with none, and sees whether the server asks for one and goes on.",
    "A server that demands a certificate ends the connection of those who have none, with TLS 1.3 only after the handshake, which looks like a fault of the network.")
{
    private static readonly Fault Demanded = new()
    {
        Title = "The server demands a client certificate",
        Meaning = "Without one of an authority that the server trusts nobody gets in.",
        Remedies = Remedies.For(
            vsftpd: "require_cert=YES and validate_cert=YES demand it, of an authority in ca_certs_file; NO does without.",
            proFtpd: "TLSVerifyClient on demands it, of an authority in TLSCACertificateFile; TLSVerifyClient off or optional does without. TLSOptions NoCertRequest does not even ask.",
            pureFtpd: "The prefix -C: in -J (TLSCipherSuite) demands it; leave it out to do without.",
            fileZilla: "It does not ask for certificates; look for what stands before it.",
            iis: "FTP does not ask by default; sites with client certificate mapping do (clientCertAuthentication).",
            eft: "Site > Connections > SSL certificate settings: \"Require certificates from connecting clients\".",
            sealift: "--client-ca of \"sealift serve\" demands it; leave it out to do without."),
        Meanwhile = "--cert anna.pem --key anna.key; \"sealift cert csr\" makes a request for the server's authority to sign.",
    };

    private static readonly Fault NotAccepted = new()
    {
        Title = "The client certificate is not accepted",
        Meaning = "It is of another authority than the server trusts, has expired, or was taken back.",
        Remedies = Demanded.Remedies,
        Meanwhile = "\"sealift cert show FILE\" tells its issuer and dates; ask the operator which authority is trusted.",
    };

    public override IReadOnlyList<Fault> Faults => [Demanded, NotAccepted];

    internal override async Task<Finding> RunAsync(Examination examination, CancellationToken cancellationToken)
    {
        var look = await examination.Look.GetAsync(cancellationToken).ConfigureAwait(false);
        var hasOne = examination.Base.Certificate is not null;
        if (look.Failure is FtpTlsException { Failure: TlsFailure.ClientCertificate } or TlsException { Failure: TlsFailure.ClientCertificate })
        {
            return hasOne
                ? Found(NotAccepted, "The certificate that was shown is not accepted.", look.Failure.Message)
                : Found(Demanded, "The server demands a client certificate, and none was given (--cert).", look.Failure.Message);
        }

        var tls = look.RequireTls();
        if (look.Failure is not null) return CannotTell($"The session ended early: {Reason.Of(look.Failure)}");
        if (!tls.ClientCertificateRequested) return Good("The server asks for none.");
        return Good(hasOne ? "The server asks for one, and goes on with the one that was shown." : "The server asks for one, and goes on without.");
    }
}
