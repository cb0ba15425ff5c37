using Sealift.Doctor.Examining;
using Sealift.Tls.Trust;

namespace Sealift.Doctor.Data;

/// <summary>Whether data connections show the control connection's certificate.</summary>
internal sealed class DataCertificateCheck() : DoctorCheck(
    "SL-DATA-60",
    "Certificate of data connections",
    "Makes a whole handshake on a data connection and compares the certificate with the control connection's.",
    "RFC 4217 section 10.1 wants the same one. Another means that another machine, or somebody in between, serves the files.")
{
    private static readonly Fault Differs = new()
    {
        Title = "Data connections show another certificate",
        Meaning = "Clients cannot tell this from an attack, and careful ones refuse every transfer. A load balancer that sends data connections to another machine is the usual reason.",
        Remedies = Remedies.For(
            vsftpd: "One rsa_cert_file for all machines behind the same name.",
            proFtpd: "The same TLSRSACertificateFile in all <VirtualHost> sections, and on all machines behind the same name.",
            pureFtpd: "The same certificate on all machines behind the same name.",
            fileZilla: "The same certificate on all machines behind the same name.",
            iis: "The same certificate on all machines behind the same name; the load balancer must keep a client's connections on one machine.",
            eft: "The same certificate on all nodes; the load balancer must keep a client's connections on one node.",
            sealift: "It uses one certificate for both."),
        Meanwhile = "Nothing can be set: Sealift refuses such a data connection unless it resumes the control connection's session.",
    };

    public override CheckNeeds Needs => CheckNeeds.Login;

    public override IReadOnlyList<Fault> Faults => [Differs];

    internal override async Task<Finding> RunAsync(Examination examination, CancellationToken cancellationToken)
    {
        var probe = await DataProbe.OpenAsync(examination, null, cancellationToken).ConfigureAwait(false);
        await using var closing = probe.ConfigureAwait(false);
        if (probe.Line.Connection.Tls!.Info.PeerCertificate is not { } control) return CannotTell("The control connection shows no certificate.");
        var outcome = await probe.ListAsync(session: null, cancellationToken).ConfigureAwait(false);
        if (outcome.Certificate is not { } data) return CannotTell($"A data connection that resumes nothing gets no handshake: {outcome.Words}");
        string[] evidence = [$"control: {SpkiPin.Of(control)}", $"data: {SpkiPin.Of(data)}"];
        return control.RawDataMemory.Span.SequenceEqual(data.RawDataMemory.Span)
            ? Good("It is the control connection's.", evidence)
            : Found(Differs, "A data connection shows another certificate than the control connection.", evidence);
    }
}
