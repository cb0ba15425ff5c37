using Sealift.Doctor.Examining;

namespace Sealift.Doctor.Tls;

/// <summary>What the server does with the application protocol that clients name.</summary>
internal sealed class AlpnCheck() : DoctorCheck(
    "SL-TLS-56",
    "Application protocol (ALPN)",
    "Offers the application protocol ftp (RFC 7301), and then one that does not exist.",
    "With ALPN a connection that was meant for another service on the same certificate is noticed (cross-protocol attacks). Few FTP servers know it; those that do not may ignore it.")
{
    private const string Ftp = "ftp", Nonsense = "x-sealift";

    private static readonly Fault Refused = new()
    {
        Title = "The application protocol ftp is refused",
        Meaning = "Clients that name the protocol, as they should, do not get through: something before the server, often a load balancer, is set up for other protocols.",
        Remedies = TlsRemedies.Update("Let what ends TLS accept the ALPN name \"ftp\", or ignore ALPN."),
        Meanwhile = "Nothing: Sealift names the protocol always. Ask the operator what stands before the server.",
    };

    private static readonly Fault Other = new()
    {
        Title = "The server chooses an application protocol that was not offered",
        Meaning = "That breaks RFC 7301 section 3.2; clients end the connection, because they may have reached another service.",
        Remedies = TlsRemedies.Update("Let what ends TLS choose among what is offered, or ignore ALPN."),
        Meanwhile = "Nothing: a connection to another service must not go on.",
    };

    public override IReadOnlyList<Fault> Faults => [Refused, Other];

    internal override async Task<Finding> RunAsync(Examination examination, CancellationToken cancellationToken)
    {
        var survey = await examination.Versions.GetAsync(cancellationToken).ConfigureAwait(false);
        var version = survey.NewestBelowTls13 ?? ClientHello.Tls13;
        if (!survey.Accepts(version)) return CannotTell("No version of TLS was accepted.");
        var named = await OfferAsync(examination, version, Ftp, cancellationToken).ConfigureAwait(false);
        var nonsense = await OfferAsync(examination, version, Nonsense, cancellationToken).ConfigureAwait(false);

        // Under TLS 1.3 the answer is encrypted: there the whole handshake tells.
        var chosen = named.ApplicationProtocol ?? examination.Look.Known?.Tls?.ApplicationProtocol;
        string[] evidence =
        [
            $"ftp offered: {(named.IsAccepted ? chosen is null ? "accepted, and not answered" : $"chosen: {chosen}" : named.Text)}",
            $"{Nonsense} offered: {(nonsense.IsAccepted ? nonsense.ApplicationProtocol is { } odd ? $"chosen: {odd}" : "ignored" : nonsense.Text)}",
        ];
        if (!named.IsAccepted) return Found(Refused, $"With ALPN ftp the handshake is {named.Text}.", evidence);
        if (chosen is not (null or Ftp)) return Found(Other, $"The server chooses {chosen} where ftp is offered.", evidence);
        return Good(chosen is null ? "It is ignored, which is allowed." : nonsense.IsAccepted ? "ftp is accepted." : "ftp is accepted, and others are refused.", evidence);
    }

    private static Task<HelloAnswer> OfferAsync(Examination examination, ushort version, string protocol, CancellationToken cancellationToken) =>
        HelloProbe.TryAsync(
            examination,
            new HelloForm(version, version == ClientHello.Tls13 ? CipherSuites.OfTls13 : CipherSuites.Usual, ClientHello.NameFor(examination.Base.TlsPeer.Host)) { ApplicationProtocols = [protocol] },
            cancellationToken);
}
