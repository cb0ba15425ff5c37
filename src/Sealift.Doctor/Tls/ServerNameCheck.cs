using Sealift.Doctor.Examining;
using Sealift.Tls.Trust;

namespace Sealift.Doctor.Tls;

/// <summary>What the server does with the name that clients ask for.</summary>
internal sealed class ServerNameCheck() : DoctorCheck(
    "SL-TLS-57",
    "Server name (SNI)",
    "Begins a handshake with the host's name (RFC 6066 section 3), one without any, and one with a name that nobody has; and compares the certificates.",
    "Clients that use an address instead of a name send no SNI, and old ones never do. A server that needs it shows them a wrong certificate, or none.")
{
    private const string Nobody = "sealift-doctor.invalid";

    private static readonly Fault NameRefused = new()
    {
        Title = "The host's own name is refused",
        Meaning = "The server has a list of names, and the one that clients use is not among them.",
        Remedies = Remedies.For(
            vsftpd: "It does not look at SNI; what stands before it does.",
            proFtpd: "ServerAlias HOST in the <VirtualHost>, or TLSOptions IgnoreSNI",
            pureFtpd: "pure-certd: an entry for the name, or a default",
            fileZilla: "It does not look at SNI; what stands before it does.",
            iis: "The binding's host name: the one that clients use, or empty.",
            eft: "It does not look at SNI; what stands before it does.",
            sealift: "It refuses no name: [host.\"NAME\"] in the file of --users gives one a certificate of its own, and every other gets that of --cert."),
        Meanwhile = "Use another name of the server, or its address.",
    };

    private static readonly Fault Needed = new()
    {
        Title = "Without the server's name there is another certificate, or none",
        Verdict = Verdict.Advice,
        Meaning = "Who connects by address, or with an old client, gets the wrong certificate or is refused.",
        Remedies = Remedies.For(
            vsftpd: "It does not look at SNI; let what stands before it have a default certificate.",
            proFtpd: "DefaultServer on in the <VirtualHost> of the usual name",
            pureFtpd: "pure-certd: answer with a default where the name is empty",
            fileZilla: "It does not look at SNI; let what stands before it have a default certificate.",
            iis: "A binding without host name, with the usual certificate.",
            eft: "It does not look at SNI; let what stands before it have a default certificate.",
            sealift: "Without a name it presents --cert: let that be the usual certificate, and [host.\"NAME\"] in the file of --users those of other names."),
        Meanwhile = "Connect by name, or with --virtual-host NAME.",
    };

    public override IReadOnlyList<Fault> Faults => [NameRefused, Needed];

    internal override async Task<Finding> RunAsync(Examination examination, CancellationToken cancellationToken)
    {
        var survey = await examination.Versions.GetAsync(cancellationToken).ConfigureAwait(false);
        var version = survey.NewestBelowTls13 ?? ClientHello.Tls13;
        var host = ClientHello.NameFor(examination.Base.TlsPeer.Host);
        var named = host is null ? null : await OfferAsync(examination, version, host, cancellationToken).ConfigureAwait(false);
        var bare = await OfferAsync(examination, version, null, cancellationToken).ConfigureAwait(false);
        var other = await OfferAsync(examination, version, Nobody, cancellationToken).ConfigureAwait(false);
        List<string> evidence = [];
        if (named is not null) evidence.Add($"{host}: {named.Text}");
        evidence.Add($"no name: {bare.Text}");
        evidence.Add($"{Nobody}: {other.Text}");

        if (named is { IsAccepted: false }) return Found(NameRefused, $"The handshake with the name {host} is {named.Text}.", [.. evidence]);
        if (!bare.IsAccepted) return Found(Needed, $"Without a name the handshake is {bare.Text}.", [.. evidence]);
        if (host is null) return Good("The host is an address, so that no name is sent; the server goes on without one.", [.. evidence]);

        var (with, without) = (await FindKeyAsync(examination, null, cancellationToken).ConfigureAwait(false), await FindKeyAsync(examination, "127.0.0.1", cancellationToken).ConfigureAwait(false));
        if (with is not null && without is not null && with != without)
            return Found(Needed, "Without a name the server presents another certificate.", [.. evidence, $"key with the name: {with}", $"key without: {without}"]);
        return Good("The same certificate with and without a name.", [.. evidence]);
    }

    private static Task<HelloAnswer> OfferAsync(Examination examination, ushort version, string? name, CancellationToken cancellationToken) =>
        HelloProbe.TryAsync(examination, new HelloForm(version, version == ClientHello.Tls13 ? CipherSuites.OfTls13 : CipherSuites.Usual, name), cancellationToken);

    // An address in place of the name is not sent (RFC 6066 section 3); the certificate is only looked at.
    private static async Task<SpkiPin?> FindKeyAsync(Examination examination, string? name, CancellationToken cancellationToken)
    {
        var line = await examination.OpenSecureAsync(name is null ? null : options => options with { VirtualHost = name }, null, null, cancellationToken).ConfigureAwait(false);
        await using var closing = line.ConfigureAwait(false);
        return line.Connection.Tls?.Info.PeerCertificate is { } certificate ? SpkiPin.Of(certificate) : null;
    }
}
