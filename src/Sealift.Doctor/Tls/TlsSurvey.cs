using Sealift.Doctor.Examining;

namespace Sealift.Doctor.Tls;

/// <summary>Which versions of TLS a server accepts: each is offered alone.</summary>
internal sealed record TlsSurvey(IReadOnlyList<(ushort Version, HelloAnswer Answer)> Answers)
{
    private static readonly ushort[] Versions = [0x0300, ClientHello.Tls10, ClientHello.Tls11, ClientHello.Tls12, ClientHello.Tls13];

    /// <summary>Whether this version is accepted.</summary>
    public bool Accepts(ushort version) => Answers.Any(answer => answer.Version == version && answer.Answer.IsAccepted && answer.Answer.Version == version);

    /// <summary>The newest version below TLS 1.3 that is accepted; null for none.</summary>
    public ushort? NewestBelowTls13 => Versions.Where(version => version < ClientHello.Tls13 && Accepts(version)).Cast<ushort?>().LastOrDefault();

    public static async Task<TlsSurvey> RunAsync(Examination examination, CancellationToken cancellationToken)
    {
        var answers = new List<(ushort, HelloAnswer)>();
        foreach (var version in Versions)
        {
            IReadOnlyList<ushort> suites = version == ClientHello.Tls13 ? CipherSuites.OfTls13 : CipherSuites.BelowTls13;
            var form = new HelloForm(version, suites, ClientHello.NameFor(examination.Base.TlsPeer.Host));
            answers.Add((version, await HelloProbe.TryAsync(examination, form, cancellationToken).ConfigureAwait(false)));
        }

        return new TlsSurvey(answers);
    }
}
